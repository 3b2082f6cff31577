//! What must not change a finding: a comment or an empty line, the order of items, an import that nothing uses, a module
//! around everything. Every lint's bad code is changed so, and its findings move with the text and are the same.

mod scratch;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use scratch::*;

/// A finding without its place: the lint, its words, and the text it stands at.
type Said = (String, String, String);

/// Numbers that look random and are the same each time, by the method of the middle of a product.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

/// The bad code of every lint that needs no configuration, by the lint.
fn bad() -> BTreeMap<String, String> {
    let rooms = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("lints")).expect("it is there").flatten();
    let rooms = rooms.filter(|room| !room.path().join("conclint.toml").exists());
    let text = |room: &fs::DirEntry| fs::read_to_string(room.path().join("bad.rs")).ok();
    let name = |room: &fs::DirEntry| room.file_name().to_string_lossy().into_owned();
    rooms.filter_map(|room| Some((name(&room), text(&room)?))).collect()
}

/// What is found in each of these texts, a package each, sorted.
fn found(texts: &BTreeMap<String, String>) -> BTreeMap<String, Vec<Said>> {
    let scratch = Scratch::new(&[]);
    for (name, text) in texts {
        scratch.write(&format!("{name}/Cargo.toml"), &MANIFEST.replace("2021", "2024"));
        scratch.write(&format!("{name}/src/lib.rs"), text);
    }
    let document = scratch.json(&["-D", "all"]);
    let mut found: BTreeMap<String, Vec<Said>> = texts.keys().map(|name| (name.clone(), Vec::new())).collect();
    for finding in document["findings"].as_array().expect("there is a list") {
        let word = |key: &str| finding[key].as_str().expect("a text").to_owned();
        let offset = |key: &str| finding[key]["offset"].as_u64().expect("a number") as usize;
        let name = word("path").split('/').next().unwrap_or_default().to_owned();
        let text = texts[&name][offset("start")..offset("end")].replace(char::is_whitespace, "").replace("//qqq", "");
        found.get_mut(&name).expect("only these are judged").push((word("lint"), word("message"), text));
    }
    found.values_mut().for_each(|said| said.sort());
    found
}

/// Asserts that texts that were changed have the findings that they had.
fn same(what: &str, before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) {
    same_but(what, before, after, "");
}

/// The same, where the order of the items decides which of its findings one lint reports.
fn same_but(what: &str, before: &BTreeMap<String, String>, after: &BTreeMap<String, String>, lint: &str) {
    let before: BTreeMap<String, String> =
        before.iter().filter(|(name, _)| after.contains_key(*name)).map(|(a, b)| (a.clone(), b.clone())).collect();
    let found = |texts| {
        let mut found = found(texts);
        found.values_mut().for_each(|said| said.retain(|(by, ..)| by != lint));
        found
    };
    let (was, is) = (found(&before), found(after));
    assert!(was.values().map(Vec::len).sum::<usize>() > 100, "{what}: the bad code is found");
    let without =
        |of: &[Said], others: &[Said]| of.iter().filter(|said| !others.contains(said)).cloned().collect::<Vec<_>>();
    let differs = |(name, said): (&String, &Vec<Said>)| {
        let now = &is[name];
        (now != said).then(|| format!("{name}: lost {:?}\n  new {:?}", without(said, now), without(now, said)))
    };
    let broken: Vec<String> = was.iter().filter_map(differs).collect();
    assert!(broken.is_empty(), "{what}: {} differ\n{}", broken.len(), broken.join("\n"));
}

/// The pieces of a text that a blank line at the margin parts from one another: uses, items with what stands above them.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut empty = false;
    for line in text.split_inclusive('\n') {
        if empty && !line.starts_with([' ', '}', ')', ']', '\n']) {
            pieces.push(String::new());
        }
        empty = line.trim().is_empty();
        pieces.last_mut().expect("there is one").push_str(line);
    }
    pieces
}

#[test]
fn comments_and_empty_lines() {
    let texts = bad();
    let mut random = Seeded(7);
    for round in 0..3 {
        let change = |text: &String| {
            let mut out = String::new();
            let (mut in_string, mut before) = (false, "");
            for line in text.split_inclusive('\n') {
                // What is said above a line is part of what it means, and a line of a string is no line of code.
                let free = !in_string && !before.trim_start().starts_with("//") && !before.trim_end().ends_with("*/");
                if free && random.below(4) == 0 {
                    out.push_str(if random.below(2) == 0 { "\n" } else { "    // qqq\n\n" });
                }
                in_string ^= line.matches('"').count() % 2 == 1;
                out.push_str(line);
                before = line;
            }
            out
        };
        let mut change = change;
        let after = texts.iter().map(|(name, text)| (name.clone(), change(text))).collect();
        same(&format!("comments, round {round}"), &texts, &after);
    }
}

#[test]
fn the_order_of_items() {
    let texts = bad();
    let mut random = Seeded(11);
    let mut after = BTreeMap::new();
    for (name, text) in &texts {
        // A macro counts from where it stands.
        if text.contains("macro_rules!") || text.contains("#![") {
            continue;
        }
        let mut pieces = pieces(text);
        // The first is what the file says of itself.
        for n in (2..pieces.len()).rev() {
            pieces.swap(n, 1 + random.below(n));
        }
        let text: Vec<String> = pieces.iter().map(|piece| format!("{}\n", piece.trim_end())).collect();
        after.insert(name.clone(), text.join("\n"));
    }
    // Of all tests of a package it reports the first.
    same_but("order", &texts, &after, "test-without-timeout");
}

#[test]
fn an_import_that_nothing_uses() {
    let texts = bad();
    let with = |line: &str| {
        let put = |text: &String| {
            let head = text.lines().take_while(|line| line.starts_with("//!") || line.starts_with("#![")).count();
            let mut lines: Vec<&str> = text.lines().collect();
            lines.insert(head, line);
            lines.join("\n") + "\n"
        };
        texts.iter().map(|(name, text)| (name.clone(), put(text))).collect::<BTreeMap<_, _>>()
    };
    same("import", &texts, &with("use std::collections::BTreeSet as Qqq;"));
    same("renamed", &with("use std::collections::BTreeSet as Qqq;"), &with("use std::collections::BTreeSet as Zzz;"));
}

#[test]
fn a_module_around_everything() {
    let texts = bad();
    let alone =
        |text: &String| !["crate::", "super::", "fn main", "#![", "pub(in", "mod "].iter().any(|w| text.contains(w));
    let wrap = |text: &String| format!("pub mod qqq {{\n{text}}}\n");
    let after = texts.iter().filter(|(_, text)| alone(text)).map(|(name, text)| (name.clone(), wrap(text))).collect();
    same("module", &texts, &after);
}
