//! The way in: what the first pages say is what is there, and the pictures show what they were made from.

#[path = "xtask/pictures/mod.rs"]
mod pictures;
mod scratch;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use conclint::lint::Family;
use conclint::lints::ALL;

use pictures::rounds;
use scratch::{DENIED, MANIFEST, Scratch};

// ---- The first steps ----------------------------------------------------------------------------------------------

/// The pages on which somebody may begin.
const FIRST: [&str; 2] = ["README.md", "docs/index.md"];

/// The folder that the first command names.
const THEIRS: &str = "path/to/your/src";

#[test]
fn the_first_pages_say_how_to_start() {
    let clone = format!("git clone {}\ncd conclint\n", env!("CARGO_PKG_REPOSITORY"));
    let rust = format!("Rust {} or newer", env!("CARGO_PKG_RUST_VERSION"));
    let run = format!("cargo run --release -- {THEIRS}\n");
    for page in FIRST {
        let text = read(page);
        for wanted in [clone.as_str(), &rust, &run] {
            assert!(text.contains(wanted), "{page} should say: {wanted}");
        }
    }
    let text = read("CONTRIBUTING.md");
    assert!(text.contains(&clone) && text.contains(&rust), "CONTRIBUTING.md should say: {clone}{rust}");
}

/// `cargo run` without a name starts the program only where the manifest says which one.
#[test]
fn the_first_command_checks_the_folder_that_it_names() {
    assert!(read("Cargo.toml").contains("\ndefault-run = \"conclint\"\n"), "cargo would not know what to run");
    let work = Scratch::new(&[("path/to/your/Cargo.toml", MANIFEST), ("path/to/your/src/lib.rs", DENIED)]);
    let run = work.run(&[THEIRS]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stdout.contains("error[closed-channel-spin]"), "{}", run.stdout);
}

#[test]
fn the_library_can_be_embedded_as_the_example_shows() {
    let work = Scratch::new(&[("Cargo.toml", MANIFEST), ("src/lib.rs", DENIED)]);
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "--quiet", "--manifest-path"]).arg(root().join("Cargo.toml"));
    command.args(["--example", "embed", "--"]).arg(work.path("src"));
    let output = command.output().expect("cargo can be started");
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("(closed-channel-spin, ") && said.ends_with("1 findings in 1 files\n"), "{said}");
}

// ---- Figures ------------------------------------------------------------------------------------------------------

#[test]
fn the_readme_counts_what_the_rounds_found() {
    let rounds = rounds::rounds();
    let [mut all, inside] = rounds::sum(&rounds);
    all.add(inside);
    let sentence = format!(
        "In {} rounds, {} of them on such code, readers who had not written the lints rated {} findings: {}.",
        rounds.len(),
        rounds.len() - rounds::SEEN_BEFORE,
        all.all(),
        all.words()
    );
    assert!(read("README.md").contains(&sentence), "README.md should say: {sentence}");
}

/// The first pages say "one in four" and "one in three", which must be the nearest such words.
#[test]
fn the_first_pages_round_fairly() {
    let [mut all, inside] = rounds::sum(&rounds::rounds());
    all.add(inside);
    let one_in = |part: u32| (f64::from(all.all()) / f64::from(part)).round() as usize;
    let words = ["none", "one", "two", "three", "four", "five", "six"];
    let [right, _, wrong] = all.0.map(one_in).map(|n| words.get(n).copied().unwrap_or("many"));
    for page in FIRST {
        let text = read(page);
        assert!(text.contains(&format!("about one finding in {right} was worth a change")), "{page}: one in {right}");
        assert!(text.contains(&format!("one in {wrong} was wrong")), "{page}: one in {wrong}");
    }
}

#[test]
fn what_is_missed_is_counted_as_the_last_programs_showed() {
    let page = read("docs/accuracy.md");
    let table = page.split("## What it misses").nth(1).expect("the page has the section");
    let row = table.lines().rfind(|line| line.starts_with("| 20")).expect("the table has rows");
    let cells: Vec<&str> = row.split('|').map(str::trim).collect();
    let programs = cells[2].split(' ').next().expect("the row counts its programs");
    let sentence = format!(
        "of {programs} small programs that were written without knowing how the lints work, {} were found",
        cells[3]
    );
    assert!(read("docs/limits.md").contains(&sentence), "docs/limits.md should say: {sentence}");
}

#[test]
fn the_first_pages_count_the_lints_and_name_every_family() {
    let count = format!("{} lints", ALL.len());
    for page in ["README.md", "CHANGELOG.md", "docs/compared.md"] {
        assert!(read(page).contains(&count), "{page} should say: {count}");
    }
    let readme = read("README.md");
    for family in Family::ALL {
        let head = format!("| `{}` | ", family.name());
        let row = readme.lines().find(|line| line.starts_with(&head));
        let row = row.unwrap_or_else(|| panic!("README.md has no row for {}", family.name()));
        let mut named = row.split("[`").skip(1).filter_map(|rest| rest.split('`').next()).peekable();
        assert!(named.peek().is_some(), "README.md names no lint of {}", family.name());
        for name in named {
            let is_of_it = ALL.iter().any(|lint| lint.name == name && lint.family == family);
            assert!(is_of_it, "{name} is no lint of {}", family.name());
        }
    }
}

#[test]
fn pictures_show_what_they_were_made_from() {
    let program = || Command::new(env!("CARGO_BIN_EXE_conclint"));
    for (name, made) in pictures::all(&root(), program).expect("the pictures can be made") {
        let kept = read(&format!("{}/{name}", pictures::FOLDER));
        assert!(kept == made, "{name} is old: `cargo xtask pictures` draws it again");
    }
}

// ---- Words --------------------------------------------------------------------------------------------------------

/// What begins the line of a page with the words by which people look for its bug.
const RELATED: &str = "Related words: ";

#[test]
fn every_page_has_the_words_that_people_search_for() {
    for lint in ALL {
        let why = lint.page.split("\n## Bad\n").next().unwrap_or_default();
        let words = why.lines().next_back().and_then(|line| line.strip_prefix(RELATED));
        let words = words.unwrap_or_else(|| panic!("`Why` of {} does not end with \"{RELATED}…\"", lint.name));
        assert!(words.ends_with('.') && words.contains(", "), "{}: {words}", lint.name);
    }
}

/// `tests/site/look.py` types the same words into the search of the site.
#[test]
fn what_people_search_for_stands_on_the_page_that_they_mean() {
    let meant: BTreeMap<String, Vec<String>> =
        serde_json::from_str(&read("tests/site/words.json")).expect("it maps words to lints");
    assert!(!meant.is_empty(), "there are no words");
    for (words, lints) in meant {
        for name in lints {
            let lint = ALL.iter().find(|lint| lint.name == name).unwrap_or_else(|| panic!("no lint is called {name}"));
            let why = lint.page.split("\n## Bad\n").next().unwrap_or_default().to_lowercase();
            assert!(why.contains(&words), "the page of {name} does not have \"{words}\" before its examples");
        }
    }
}

// ---- Contributors -------------------------------------------------------------------------------------------------

#[test]
fn the_changelog_begins_with_this_version() {
    let text = read("CHANGELOG.md");
    let mut heads = text.lines().filter_map(|line| line.strip_prefix("## "));
    let newest = heads.find(|head| head.starts_with(|c: char| c.is_ascii_digit())).expect("it has versions");
    assert!(newest.starts_with(&format!("{},", env!("CARGO_PKG_VERSION"))), "{newest}");
}

#[test]
fn the_forms_ask_for_what_a_maintainer_needs() {
    for form in ["false-positive", "missed-bug"] {
        let text = read(&format!(".github/ISSUE_TEMPLATE/{form}.yml"));
        for wanted in ["render: rust", "conclint why FILE:LINE", "conclint facts FILE:LINE", "conclint --version"] {
            assert!(text.contains(wanted), "{form}.yml does not ask for {wanted}");
        }
    }
}

#[test]
fn a_pull_request_is_checked_by_the_same_script() {
    let text = read(".github/workflows/check.yml");
    assert!(text.contains("\n  pull_request:\n") && text.contains("run: .ci/run\n"), "check.yml runs something else");
}

/// A tag can be moved to other code, a commit cannot.
#[test]
fn actions_are_pinned_to_commits() {
    let mut used = 0;
    for file in workflows() {
        for line in fs::read_to_string(&file).expect("it can be read").lines() {
            let Some((_, action)) = line.split_once("uses: ") else { continue };
            used += 1;
            let (action, version) = action.split_once(" # ").unwrap_or((action, ""));
            let commit = action.split_once('@').map_or("", |(_, commit)| commit);
            let is_commit = commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit());
            assert!(is_commit && version.starts_with('v'), "{}: {line}", file.display());
        }
    }
    assert!(used > 0, "no action was found");
}

fn workflows() -> Vec<PathBuf> {
    let folder = fs::read_dir(root().join(".github/workflows")).expect("there are workflows");
    let mut files: Vec<PathBuf> = folder.map(|entry| entry.expect("it can be listed").path()).collect();
    files.push(root().join("action.yml"));
    files
}

// ---- Reading ------------------------------------------------------------------------------------------------------

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}
