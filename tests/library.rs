//! What of the library is public: the parts that its first page names, and nothing that the example needs beyond them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("it is a file of this repository")
}

/// The modules of the library that are shown, and those that are hidden.
fn modules() -> (BTreeSet<String>, BTreeSet<String>) {
    let text = read("src/lib.rs");
    let lines: Vec<&str> = text.lines().collect();
    let (mut shown, mut hidden) = (BTreeSet::new(), BTreeSet::new());
    for (at, line) in lines.iter().enumerate() {
        if let Some(name) = line.strip_prefix("pub mod ").and_then(|rest| rest.strip_suffix(';')) {
            let is_hidden = lines[..at].last() == Some(&"#[doc(hidden)]");
            if is_hidden { &mut hidden } else { &mut shown }.insert(name.to_owned());
        }
    }
    (shown, hidden)
}

#[test]
fn the_first_page_names_what_is_public() {
    let (shown, hidden) = modules();
    assert!(shown.len() > 5 && hidden.len() > 5, "{shown:?} {hidden:?}");
    let page: String = read("src/lib.rs").lines().filter_map(|line| line.strip_prefix("//!")).collect();
    let list = page.split("as far as they are described: ").nth(1).and_then(|rest| rest.split('.').next());
    let list = list.expect("the page says what is public");
    let named: BTreeSet<String> =
        list.split("[`").skip(1).filter_map(|one| one.split('`').next()).map(str::to_owned).collect();
    assert_eq!(named, shown);
}

#[test]
fn the_example_needs_only_what_is_public() {
    let (shown, _) = modules();
    let mut used = BTreeSet::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")).expect("there are examples") {
        let text = fs::read_to_string(entry.expect("it can be listed").path()).expect("it can be read");
        let names = text
            .split("conclint::")
            .skip(1)
            .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>());
        used.extend(names);
    }
    assert!(used.len() > 3, "{used:?}");
    assert!(used.is_subset(&shown), "{used:?} beyond {shown:?}");
}
