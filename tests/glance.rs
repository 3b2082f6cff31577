//! The glance before parsing passes over no package in which a lint speaks: each bad case, with no more around it than it
//! needs, is found by a whole run.

mod rooms;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use conclint::files::{FileKind, Given, select};
use conclint::levels::Levels;
use conclint::lint::{Level, Lint};
use conclint::lints::ALL;
use conclint::model::{Crate, File, PackageInfo};
use conclint::run::{Settings, ask, check};
use conclint::syntax::{self, FileId, Interner, Source};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

/// An item of a file: its lines, and the names in it.
struct Item {
    first: usize,
    last: usize,
    names: BTreeSet<String>,
    /// The names that it brings in, or the one that it defines; of an `impl` that of its type.
    defines: BTreeSet<String>,
    /// Of an import each name that it brings in, with an import of that name alone; a `*` brings in any.
    imports: Vec<(String, String)>,
}

/// An import of each name alone: a word beside it in one group would have the package looked at.
fn imports(tree: &syn::UseTree, before: &str, out: &mut Vec<(String, String)>) {
    match tree {
        syn::UseTree::Path(path) => imports(&path.tree, &format!("{before}{}::", path.ident), out),
        syn::UseTree::Name(name) if name.ident == "self" => {
            let path = before.trim_end_matches("::");
            let last = path.rsplit("::").next().unwrap_or(path);
            out.push((last.to_owned(), format!("use {path};")));
        }
        syn::UseTree::Name(name) => out.push((name.ident.to_string(), format!("use {before}{};", name.ident))),
        syn::UseTree::Rename(name) => {
            out.push((name.rename.to_string(), format!("use {before}{} as {};", name.ident, name.rename)));
        }
        syn::UseTree::Glob(_) => out.push(("*".to_owned(), format!("use {before}*;"))),
        syn::UseTree::Group(group) => group.items.iter().for_each(|tree| imports(tree, before, out)),
    }
}

fn names_in(stream: TokenStream, out: &mut BTreeSet<String>) {
    for token in stream {
        match token {
            TokenTree::Ident(ident) => _ = out.insert(ident.to_string()),
            TokenTree::Group(group) => names_in(group.stream(), out),
            _ => {}
        }
    }
}

fn names(of: &impl ToTokens) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    names_in(of.to_token_stream(), &mut out);
    out
}

fn items(text: &str) -> Vec<Item> {
    let file = syn::parse_file(text).expect("a fixture is Rust");
    let item = |item: syn::Item| {
        let span = syn::spanned::Spanned::span(&item);
        let defines = match &item {
            syn::Item::Use(item) => names(&item.tree),
            syn::Item::Impl(item) => names(&item.self_ty),
            syn::Item::Fn(item) => names(&item.sig.ident),
            syn::Item::Struct(item) => names(&item.ident),
            syn::Item::Enum(item) => names(&item.ident),
            syn::Item::Static(item) => names(&item.ident),
            syn::Item::Const(item) => names(&item.ident),
            syn::Item::Type(item) => names(&item.ident),
            syn::Item::Trait(item) => names(&item.ident),
            other => names(other),
        };
        let mut imports = Vec::new();
        if let syn::Item::Use(item) = &item {
            self::imports(&item.tree, if item.leading_colon.is_some() { "::" } else { "" }, &mut imports);
        }
        Item { first: span.start().line, last: span.end().line, names: names(&item), defines, imports }
    };
    file.items.into_iter().map(item).collect()
}

/// The text with nothing but the item at a line and what it names, on the lines where they stand; `None` where the line is
/// in none.
fn reduced(text: &str, items: &[Item], line: usize) -> Option<String> {
    let at = items.iter().position(|item| (item.first..=item.last).contains(&line))?;
    let mut kept = BTreeSet::from([at]);
    let mut named = items[at].names.clone();
    loop {
        let more = |(n, item): &(usize, &Item)| !kept.contains(n) && !item.defines.is_disjoint(&named);
        let Some((n, item)) = items.iter().enumerate().find(more) else { break };
        named.extend(item.names.iter().cloned());
        kept.insert(n);
    }
    let lines = text.lines().enumerate().map(|(n, line)| {
        let item = kept.iter().map(|&k| &items[k]).find(|item| (item.first..=item.last).contains(&(n + 1)));
        match item {
            Some(item) if item.imports.is_empty() => line.to_owned(),
            Some(item) if item.first == n + 1 => imported(item, &named),
            _ => String::new(),
        }
    });
    Some(lines.collect::<Vec<_>>().join("\n"))
}

/// What an import brings in of these names, on one line. A trait may be needed without its name.
fn imported(item: &Item, named: &BTreeSet<String>) -> String {
    let is_trait = |name: &str| name.ends_with("Ext") || name == "_" || name == "*";
    let used = item.imports.iter().filter(|(name, _)| named.contains(name) || is_trait(name));
    used.map(|(_, import)| import.as_str()).collect::<Vec<_>>().join(" ")
}

/// The lines on which a lint speaks of a package of one file, asked without a run.
fn asked(lint: &Lint, text: &str) -> BTreeSet<u32> {
    let names = Interner::default();
    let source = Arc::new(Source::new(FileId(0), "bad.rs", text));
    let parsed = syntax::parse(&source, &names).expect("a part of a fixture is Rust");
    let file = File {
        source: source.clone(),
        parsed: parsed.into(),
        kind: FileKind::Lib,
        within: "src/lib.rs".into(),
        root: true,
    };
    let info = PackageInfo { edition: 2024, name: Some("fixture".to_owned()), ..PackageInfo::default() };
    let krate = Crate::new(&info, vec![file], names);
    let said = ask(lint, &krate, |_| "bad.rs".to_owned()).into_iter().filter_map(|answer| answer.said.ok()?.ok());
    said.map(|finding| source.line_column(finding.span.start).0).collect()
}

/// The lines on which a run over the same package reports it.
fn run(lint: &Lint, folder: &Path, text: &str) -> BTreeSet<u32> {
    let selection = select(&[Given::Text(folder.join("src/lib.rs"), text.to_owned())]);
    let flags = [(Level::Allow, "all".to_owned()), (Level::Warn, lint.name.to_owned())];
    let flags = Levels::new(&flags, ALL).expect("they are names");
    let outcome = check(&selection, &Settings { flags, ..Settings::default() });
    assert_eq!(outcome.failures, Vec::<String>::new());
    outcome.findings.iter().map(|found| found.place.start.line).collect()
}

fn package() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("conclint-glance-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("src")).expect("a folder can be made");
    let manifest = "[package]\nname = \"fixture\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
    std::fs::write(folder.join("Cargo.toml"), manifest).expect("it can be written");
    folder
}

#[test]
fn a_bad_case_alone_in_a_package_is_looked_at() {
    let folder = package();
    let (mut passed_over, mut tried) = (Vec::new(), 0);
    for lint in ALL.iter().filter(|lint| !matches!(lint.name, "unused-suppression" | "banned-path" | "map-rule")) {
        let room = Path::new(env!("CARGO_MANIFEST_DIR")).join("lints").join(lint.name.replace('-', "_"));
        let text = rooms::bad(&room);
        let items = items(&text);
        let marked = text.lines().enumerate().filter(|(_, line)| line.trim_end().ends_with("//~"));
        for line in marked.map(|(n, _)| n + 1) {
            let Some(part) = reduced(&text, &items, line) else { continue };
            let line = u32::try_from(line).expect("a fixture is short");
            if !asked(lint, &part).contains(&line) {
                continue;
            }
            tried += 1;
            if !run(lint, &folder, &part).contains(&line) {
                passed_over.push(format!(
                    "{}:{line}: {}",
                    lint.name,
                    text.lines().nth(line as usize - 1).unwrap_or("").trim()
                ));
            }
        }
    }
    std::fs::remove_dir_all(&folder).expect("it is ours");
    assert!(tried > 1000, "only {tried} cases stand alone");
    assert!(passed_over.is_empty(), "{} of {tried}:\n{}", passed_over.len(), passed_over.join("\n"));
}

/// What stands between the fences of a page's part.
fn example<'p>(page: &'p str, part: &str) -> Option<&'p str> {
    let part = page.split_once(&format!("\n## {part}\n"))?.1;
    Some(part.split_once("```rust\n")?.1.split_once("\n```")?.0)
}

#[test]
fn the_bad_example_of_a_page_alone_in_a_package_is_looked_at() {
    let folder = package();
    let mut passed_over = Vec::new();
    for lint in ALL.iter().filter(|lint| !matches!(lint.name, "unused-suppression" | "banned-path" | "map-rule")) {
        let bad = example(lint.page, "Bad").expect("each page has a bad example");
        if !asked(lint, bad).is_empty() && run(lint, &folder, bad).is_empty() {
            passed_over.push(lint.name);
        }
    }
    assert_eq!(passed_over, Vec::<&str>::new(), "a run says nothing of these");
}
