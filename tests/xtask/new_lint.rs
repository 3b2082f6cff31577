//! The room of a new lint, and its lines in the lists.

use std::fs;
use std::path::Path;

use clap::{Args, ValueEnum};
use conclint::lint::Family;
use conclint::lints::ALL;

use super::register;

#[derive(Args)]
pub struct NewLint {
    /// The bad thing in two or three words: `timer-reset`
    name: String,
    /// The family it belongs to: task, time, channel, lock, semaphore, atomic, async, test
    #[arg(long)]
    family: String,
    /// What it is asked about
    #[arg(long)]
    fact: Fact,
}

/// The facts that a lint can be about, as `Check` in `src/lint.rs` has them.
#[derive(Clone, Copy, ValueEnum)]
enum Fact {
    Spawn,
    Sleep,
    Channel,
    Receive,
    Guard,
    Permit,
    Block,
    Buffered,
    Joined,
    Select,
    Attempt,
    Notified,
    Branch,
    Accept,
    Test,
    Atomic,
    Token,
    Cancel,
    Runtime,
    Stopper,
    Discard,
    Send,
    Capacity,
    Exchange,
    LockFuture,
    Condvar,
    Mention,
    Breach,
}

impl Fact {
    /// The type, and the name of a value of it.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Fact::Spawn => ("Spawn", "spawn"),
            Fact::Sleep => ("Sleep", "sleep"),
            Fact::Channel => ("Channel", "channel"),
            Fact::Receive => ("Receive", "receive"),
            Fact::Guard => ("Guard", "guard"),
            Fact::Permit => ("Permit", "permit"),
            Fact::Block => ("Block", "block"),
            Fact::Buffered => ("Buffered", "buffered"),
            Fact::Joined => ("Joined", "joined"),
            Fact::Select => ("Select", "select"),
            Fact::Attempt => ("Attempt", "attempt"),
            Fact::Notified => ("Notified", "notified"),
            Fact::Branch => ("Branch", "branch"),
            Fact::Accept => ("Accept", "accept"),
            Fact::Test => ("Test", "test"),
            Fact::Atomic => ("Atomic", "atomic"),
            Fact::Stopper => ("Stopper", "stopper"),
            Fact::Runtime => ("Runtime", "runtime"),
            Fact::Discard => ("Discard", "discard"),
            Fact::Send => ("Send", "send"),
            Fact::Capacity => ("Capacity", "capacity"),
            Fact::Exchange => ("Exchange", "exchange"),
            Fact::LockFuture => ("LockFuture", "future"),
            Fact::Condvar => ("Condvar", "condvar"),
            Fact::Token => ("Token", "token"),
            Fact::Cancel => ("Cancel", "cancel"),
            Fact::Mention => ("Mention", "mention"),
            Fact::Breach => ("Breach", "breach"),
        }
    }
}

/// Writes the room and the lists, and tells what is left to do.
///
/// # Errors
///
/// A name that is no lint's name or is taken, an unknown family, and files that cannot be read or written, each in a
/// sentence; nothing is written then.
pub fn new_lint(root: &Path, asked: &NewLint) -> Result<String, String> {
    let name = asked.name.as_str();
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase());
    if !name.split('-').all(plain) || !name.contains('-') {
        return Err(format!("`{name}` is no name for a lint: two or three words in lower case, with `-` between them"));
    }
    if ALL.iter().any(|lint| lint.name == name) {
        return Err(format!("`{name}` exists already"));
    }
    let family = Family::ALL.into_iter().find(|family| family.name() == asked.family).ok_or_else(|| {
        let names: Vec<&str> = Family::ALL.iter().map(|family| family.name()).collect();
        format!("no family is called `{}`; there are {}", asked.family, names.join(", "))
    })?;
    let room = name.replace('-', "_");
    let mut files = lists(root, name, &room, family)?;
    for (file, text) in rooms(name, family, asked.fact) {
        files.push((format!("lints/{room}/{file}"), text));
    }
    for (file, text) in &files {
        write(&root.join(file), text)?;
    }
    Ok(next_steps(name, &room, &files))
}

/// The lists that name every lint, each with the new one.
fn lists(root: &Path, name: &str, room: &str, family: Family) -> Result<Vec<(String, String)>, String> {
    // Below the last lint of the family; a family without a lint begins below the last of all.
    let last = ALL.iter().rfind(|lint| lint.family == family).or(ALL.last()).map_or("", |lint| lint.name);
    let last_room = last.replace('-', "_");
    let read = |file: &str| fs::read_to_string(root.join(file)).map_err(|e| format!("cannot read {file}: {e}"));
    let lacks = |file: &str, what: &str| format!("{file} has no line for {what}");

    let list = "lints/mod.rs";
    let mounted = register::below(&read(list)?, &format!("mod {room};"), |line| line == format!("mod {last_room};"))
        .and_then(|text| {
            register::below(&text, &format!("    &{room}::LINT,"), |line| line == format!("    &{last_room}::LINT,"))
        })
        .ok_or_else(|| lacks(list, last))?;

    let index = "docs/lints.md";
    let line = format!("- [`{name}`](../lints/{room}/README.md) (pedantic): {}.", lower(FINDS));
    let indexed = register::below(&read(index)?, &line, |line| line.starts_with(&format!("- [`{last}`]")))
        .ok_or_else(|| lacks(index, last))?;

    let fixtures = "tests/fixtures.rs";
    let mounts: String = ["bad", "good"]
        .map(|file| format!("    #[path = \"../lints/{room}/{file}.rs\"]\n    mod {room}_{file};\n"))
        .concat();
    let compiled =
        register::above(&read(fixtures)?, &mounts, "}").ok_or_else(|| lacks(fixtures, "the end of its list"))?;

    let recall = "tests/truth/recall.json";
    let counted = register::counted(&read(recall)?, name);
    Ok(vec![
        (list.to_owned(), mounted),
        (index.to_owned(), indexed),
        (fixtures.to_owned(), compiled),
        (recall.to_owned(), counted),
    ])
}

/// What stands where the page's first sentence has to be.
const FINDS: &str = "Say here in a sentence what it finds";

fn lower(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// The files of the room. What has to be written by hand is left out or says so, and the house tests miss it.
fn rooms(name: &str, family: Family, fact: Fact) -> [(&'static str, String); 4] {
    let (ty, value) = fact.names();
    let family = format!("{family:?}");
    let page = format!(
        "# {name}\n\n{FINDS}.\n\n## Why\n\n## Bad\n\n```rust\n```\n\n## Good\n\n```rust\n```\n\n## Silent when\n\n\
         ## How exact it is\n\nNo round on applications seen for the first time had a finding of this lint yet.\n\
         How that is measured, and what was not known, stands in `docs/accuracy.md`.\n\n## How to allow it\n\n\
         `// conclint: allow({name}) -- why it is right here` on the line before the statement or item, or at the end of \
         its line.\n`levels = {{ {name} = \"allow\" }}` in the configuration turns it off.\n"
    );
    let lint = format!(
        "#![doc = include_str!(\"README.md\")]\n\n\
         use crate::lint::{{Check, Family, Finding, Level, Lint, Silence}};\nuse crate::model::facts::{ty};\n\n\
         pub static LINT: Lint = Lint {{\n    name: \"{name}\",\n    family: Family::{family},\n    level: Level::Pedantic,\n    \
         page: include_str!(\"README.md\"),\n    same_as: &[],\n    check: Check::{ty}(check),\n}};\n\n\
         fn check({value}: {ty}<'_>) -> Result<Finding, Silence> {{\n    \
         // Is it our case? Is it excused? Then say what happens at run time.\n    Err(Silence::NotMine)\n}}\n"
    );
    let bad = "//! At least eight cases that must be found; each line on which a finding starts ends with a mark.\n";
    let good =
        "//! At least twelve cases that look alike and are right, one for each line of the page's \"Silent when\".\n";
    [("README.md", page), ("mod.rs", lint), ("bad.rs", bad.to_owned()), ("good.rs", good.to_owned())]
}

fn write(file: &Path, text: &str) -> Result<(), String> {
    let cannot = |e: std::io::Error| format!("cannot write {}: {e}", file.display());
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(cannot)?;
    }
    fs::write(file, text).map_err(cannot)
}

fn next_steps(name: &str, room: &str, files: &[(String, String)]) -> String {
    let mut told = String::new();
    for (file, _) in files {
        told.push_str(&format!("wrote {file}\n"));
    }
    told.push_str(&format!(
        "next: the page lints/{room}/README.md, then the cases in bad.rs and good.rs, then the question in mod.rs;\n\
         `cargo xtask case {name} CASE` says what the lint makes of one of them, and docs/adding-a-lint.md has the rest\n"
    ));
    told
}
