//! The house rules: layers hold, rooms are whole, pages tell the truth, documents name real paths.
//!
//! Each rule is data at the head of its section and a function that lists what breaks it; a test fails with the list.

#[path = "house/calls.rs"]
mod calls;
#[path = "house/model.rs"]
mod model;
#[path = "house/words.rs"]
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use proc_macro2::{TokenStream, TokenTree};
use walkdir::WalkDir;

// ---- Layers -------------------------------------------------------------------------------------------------------

/// A part of the crate, and the parts that it may name. `syntax::Span` allows that one item.
const LAYERS: &[(&str, &[&str])] = &[
    ("spelling", &[]),
    ("files", &["spelling"]),
    ("syntax", &[]),
    ("map", &[]),
    ("model", &["files::FileKind", "syntax", "map"]),
    ("allow", &["syntax", "spelling", "model::fixes::edit"]),
    ("lint", &["model", "allow", "syntax::Span"]),
    ("lints", &["lint", "model", "allow"]),
    ("levels", &["syntax", "lint", "spelling"]),
    ("config", &["files", "model::library", "lint", "spelling", "levels"]),
    ("fingerprint", &[]),
    ("baseline", &[]),
    ("changed", &["files"]),
    ("judged", &["files::Target", "lint", "lints"]),
    (
        "run",
        &["files", "syntax", "map", "model", "allow", "lint", "lints", "levels", "config", "fingerprint", "judged"],
    ),
    ("fix", &["files", "syntax", "lint", "judged", "run"]),
    ("add_allows", &["files", "syntax", "allow", "judged", "fix"]),
    ("report", &["spelling", "map", "fingerprint", "judged", "lint"]),
    ("lsp", &["files", "map", "lint", "lints", "judged", "run", "report"]),
    (
        "cli",
        &[
            "files",
            "map",
            "model::library",
            "lint",
            "lints",
            "spelling",
            "levels",
            "config",
            "baseline",
            "changed",
            "judged",
            "run",
            "fix",
            "add_allows",
            "report",
            "lsp",
        ],
    ),
];

/// A dependency, and the only files that may name it; one with several homes has a row for each.
const OUTSIDE: &[(&str, &str)] = &[
    ("syn", "src/syntax/"),
    ("proc_macro2", "src/syntax/"),
    ("ignore", "src/files/"),
    ("toml", "src/files/"),
    ("toml", "src/config/"),
    ("rayon", "src/run"),
    ("aho_corasick", "src/run/"),
    ("codespan_reporting", "src/report/human.rs"),
    ("similar", "src/report/diff.rs"),
    ("serde", "src/files"),
    ("serde", "src/lint.rs"),
    ("serde", "src/judged.rs"),
    ("serde", "src/run/"),
    ("serde_json", "src/run/"),
    ("serde", "src/report/"),
    ("serde", "src/baseline.rs"),
    ("serde", "src/model/"),
    ("serde_json", "src/report/"),
    ("serde_json", "src/baseline.rs"),
    ("serde", "src/lsp/"),
    ("serde_json", "src/lsp/"),
    ("lsp_server", "src/lsp"),
    ("gen_lsp_types", "src/lsp/"),
    ("crossbeam_channel", "src/lsp/"),
    ("percent_encoding", "src/lsp/uri.rs"),
    ("percent_encoding", "src/report/ground.rs"),
    ("quick_xml", "src/report/xml.rs"),
    ("clap", "src/cli/"),
    ("anstyle", "src/cli/"),
    ("pulldown_cmark", "src/cli/page.rs"),
    ("libmimalloc_sys", "src/cli/memory.rs"),
    ("terminal_size", "src/cli/tell.rs"),
    ("clap_complete", "src/cli/"),
    ("clap_mangen", "src/cli/made.rs"),
    ("indicatif", "src/cli/progress.rs"),
    ("supports_hyperlinks", "src/cli/deliver.rs"),
    ("gethostname", "src/cli/ground.rs"),
];

/// Parts of the standard library that touch the outside world, and the parts of ours that may.
const WORLD: &[&str] = &["fs", "env", "net", "process"];
const WORLDLY: &[&str] = &["src/files", "src/config", "src/cli", "src/changed", "src/main.rs", "src/cargo.rs"];

#[test]
fn layers_hold() {
    let mut broken = Vec::new();
    for file in rust_files(&["src", "lints"]) {
        let Some(part) = part_of(&file) else { continue };
        let (_, allowed) =
            LAYERS.iter().find(|(name, _)| *name == part).unwrap_or_else(|| panic!("the table knows no part `{part}`"));
        let tokens = tokens(&file);
        for (path, line) in paths_from("crate", &tokens) {
            let head = path.split("::").next().unwrap_or_default();
            let fits = |may: &&str| *may == head || path == **may || path.starts_with(&format!("{may}::"));
            // A macro's `$crate` and the crate's own name in a macro are the same root.
            if head != part && !allowed.iter().any(fits) {
                broken.push(format!("{}:{line}: `{part}` may not name `{path}`", file.display()));
            }
        }
        for line in escapes(&tokens, depth_in_part(&file)) {
            broken.push(format!("{}:{line}: `super` leads out of `{part}`", file.display()));
        }
    }
    none(broken);
}

#[test]
fn dependencies_are_named_in_one_place() {
    let mut broken = Vec::new();
    for file in rust_files(&["src", "lints"]) {
        let tokens = tokens(&file);
        for (dependency, home) in OUTSIDE {
            let lives_here = |(d, home): &(&str, &str)| d == dependency && file.to_string_lossy().starts_with(home);
            if OUTSIDE.iter().any(lives_here) || is_fixture(&file) {
                continue;
            }
            for at in 0..tokens.len() {
                if tokens[at].is(dependency) && is_path_head(&tokens, at) {
                    broken.push(format!("{}:{}: only {home} names {dependency}", file.display(), tokens[at].line));
                }
            }
        }
    }
    none(broken);
}

#[test]
fn only_the_outermost_parts_touch_the_world() {
    let mut broken = Vec::new();
    for file in rust_files(&["src", "lints"]) {
        if WORLDLY.iter().any(|home| file.to_string_lossy().starts_with(home)) || is_fixture(&file) {
            continue;
        }
        for (path, line) in paths_from("std", &tokens(&file)) {
            if WORLD.contains(&path.split("::").next().unwrap_or_default()) {
                broken.push(format!("{}:{line}: std::{path}", file.display()));
            }
        }
    }
    none(broken);
}

/// The part of the crate that a file belongs to; the root files and the fixtures belong to none.
fn part_of(file: &Path) -> Option<String> {
    let mut parts = file.iter().map(|p| p.to_string_lossy());
    match (parts.next()?.as_ref(), parts.next()?.as_ref()) {
        ("lints", _) if is_fixture(file) => None,
        ("lints", _) => Some("lints".to_owned()),
        (_, "lib.rs" | "main.rs" | "cargo.rs") => None,
        (_, part) => Some(part.trim_end_matches(".rs").to_owned()),
    }
}

fn is_fixture(file: &Path) -> bool {
    let named = ["bad.rs", "good.rs", "before.rs", "after.rs"].iter().any(|name| file.ends_with(name));
    // A file of these names deeper in a room is code of its questions.
    let fixture = named && file.iter().count() == 3;
    file.starts_with("lints")
        && (fixture || file.parent().is_some_and(|folder| PARTS.iter().any(|part| folder.ends_with(part))))
}

/// How many `super` lead from the file's module to the root of its part.
fn depth_in_part(file: &Path) -> usize {
    let below = file.iter().count() - 2;
    below - usize::from(below > 0 && file.ends_with("mod.rs"))
}

/// Lines with a chain of `super` that is longer than the way to the part's root.
fn escapes(tokens: &[Token], depth: usize) -> Vec<usize> {
    let mut broken = Vec::new();
    for at in 0..tokens.len() {
        if !tokens[at].is("super") || (at >= 3 && tokens[at - 3].is("super")) {
            continue;
        }
        let chain = (at..).step_by(3).take_while(|n| tokens.get(*n).is_some_and(|t| t.is("super"))).count();
        if chain > depth + tokens[at].modules {
            broken.push(tokens[at].line);
        }
    }
    broken
}

// ---- Libraries ----------------------------------------------------------------------------------------------------

/// Names of libraries, which only the library table may know. Lints may put them into the code of a help.
const LIBRARIES: &[&str] =
    &["tokio", "async_std", "smol", "crossbeam", "flume", "kanal", "async_channel", "parking_lot", "rayon", "actix"];

#[test]
fn only_the_dictionary_names_libraries() {
    let mut broken = Vec::new();
    for file in rust_files(&["src"]) {
        if file.starts_with("src/model/library") || file.ends_with("library.rs") || is_test_file(&file) {
            continue;
        }
        for token in tokens(&file).iter().filter(|t| t.modules == 0 && t.is_string() && !t.is_doc) {
            if let Some(library) = LIBRARIES.iter().find(|l| token.text.contains(*l)) {
                broken.push(format!("{}:{}: {library}", file.display(), token.line));
            }
        }
    }
    none(broken);
}

fn is_test_file(file: &Path) -> bool {
    file.iter().any(|part| part == "tests" || part == "tests.rs")
}

// ---- Rooms --------------------------------------------------------------------------------------------------------

const FURNITURE: [&str; 4] = ["README.md", "bad.rs", "good.rs", "mod.rs"];

/// The folders into which a room may part a long `good.rs` or `bad.rs`.
const PARTS: [&str; 2] = ["good", "bad"];

/// What a room may have beside `mod.rs`: what only its lint asks, in a file or a folder of them, and what it advises.
const BESIDE: [&str; 3] = ["questions.rs", "questions", "advice.rs"];

/// What a room may have beside it: a configuration under which its code is judged.
const CONFIGURED: &str = "conclint.toml";

/// What stands in a room whose lint gives a fix as well.
const OF_A_FIX: [&str; 2] = ["before.rs", "after.rs"];

/// What swallows an answer: doubt must stay silence.
const SWALLOWS: &[&str] = &[
    "unwrap_or",
    "unwrap_or_else",
    "unwrap_or_default",
    "is_ok",
    "is_err",
    "is_ok_and",
    "is_err_and",
    "ok",
    "unwrap",
    "expect",
    "or_else",
    "map_or",
    "map_or_else",
];

/// How many lines a function of a lint may have.
const CHECK_LINES: usize = 40;

#[test]
fn rooms_are_whole() {
    let register = read("lints/mod.rs");
    let index = read("docs/lints.md");
    let mut broken = Vec::new();
    for room in rooms() {
        let name = room.replace('_', "-");
        let found: BTreeSet<String> = fs::read_dir(root().join("lints").join(&room))
            .expect("a room is a folder")
            .map(|entry| entry.expect("its entries can be listed").file_name().to_string_lossy().into_owned())
            .filter(|name| name != CONFIGURED && !PARTS.contains(&name.as_str()) && !BESIDE.contains(&name.as_str()))
            .collect();
        let wanted = FURNITURE.iter().chain(OF_A_FIX.iter().filter(|_| gives_fix(&room)));
        if found != wanted.map(|name| (*name).to_owned()).collect() {
            broken.push(format!("lints/{room} holds {found:?}"));
        }
        if !register.contains(&format!("mod {room};")) || !register.contains(&format!("&{room}::LINT")) {
            broken.push(format!("lints/mod.rs does not register {room}"));
        }
        if !conclint::lints::ALL.iter().any(|lint| lint.name == name) {
            broken.push(format!("no lint is called {name}, as its folder says"));
        }
        if !index.contains(&name) {
            broken.push(format!("docs/lints.md does not name {name}"));
        }
        if !snapshots().iter().any(|path| stem(path) == name) {
            broken.push(format!("{name} has no snapshot"));
        }
    }
    if conclint::lints::ALL.len() != rooms().len() {
        broken.push("the register has another length than the list of rooms".to_owned());
    }
    none(broken);
}

/// What every page ends with.
const ENDS: [&str; 3] = ["## Silent when", "## How exact it is", "## How to allow it"];

#[test]
fn pages_have_the_same_headings() {
    let mut broken = Vec::new();
    for room in rooms() {
        let page = read(&format!("lints/{room}/README.md"));
        let headings: Vec<&str> = outside_code(&page).into_iter().filter(|line| line.starts_with('#')).collect();
        let title = format!("# {}", room.replace('_', "-"));
        let fix = gives_fix(&room).then_some("## Fix");
        // Which lints have one, `tests/timelines.rs` says.
        let timeline = page.contains("\n## Timeline\n").then_some("## Timeline");
        let wanted = [title.as_str(), "## Why", "## Bad", "## Good"].into_iter();
        let wanted = wanted.chain(timeline).chain(fix).chain(ENDS);
        if headings != wanted.collect::<Vec<_>>() {
            broken.push(format!("lints/{room}/README.md: {headings:?}"));
        }
    }
    none(broken);
}

#[test]
fn pages_list_the_excuses_of_the_code() {
    let mut broken = Vec::new();
    for room in rooms() {
        let page = silent_when(&read(&format!("lints/{room}/README.md")));
        let code: BTreeSet<String> = code_of_room(&room).iter().flat_map(|file| excuses(file)).collect();
        let unique: BTreeSet<&String> = page.iter().collect();
        if unique.len() < page.len() {
            broken.push(format!("{room}: the page says something twice"));
        }
        broken.extend(page.iter().filter(|line| !code.contains(*line)).map(|l| format!("{room}: only the page: {l}")));
        broken.extend(code.iter().filter(|line| !page.contains(line)).map(|l| format!("{room}: only the code: {l}")));
    }
    none(broken);
}

#[test]
fn lints_never_swallow_an_answer() {
    let mut broken = Vec::new();
    for file in code_of_rooms() {
        let tokens = tokens(&file);
        for pair in tokens.windows(2) {
            if pair[0].is(".") && SWALLOWS.contains(&pair[1].text.as_str()) {
                broken.push(format!("{}:{}: .{}()", file.display(), pair[1].line, pair[1].text));
            }
        }
    }
    none(broken);
}

#[test]
fn a_lint_fits_on_a_screen() {
    let mut broken = Vec::new();
    for file in code_of_rooms() {
        for (name, line, lines) in functions(&tokens(&file)) {
            if lines > CHECK_LINES {
                broken.push(format!("{}:{line}: `{name}` has {lines} lines", file.display()));
            }
        }
    }
    none(broken);
}

/// The files of a room that are no fixtures: the check, and what only this lint asks.
fn code_of_room(room: &str) -> Vec<PathBuf> {
    let within = rust_files(&[&format!("lints/{room}")]);
    within.into_iter().filter(|file| !is_fixture(file)).collect()
}

/// The same of all rooms.
fn code_of_rooms() -> Vec<PathBuf> {
    rooms().iter().flat_map(|room| code_of_room(room)).collect()
}

/// How many lines of code a room may have on the average, fixtures apart.
const A_ROOM: usize = 250;

#[test]
fn lints_are_small_beside_the_model() {
    let lines: usize = code_of_rooms().iter().map(|file| read(&file.to_string_lossy()).lines().count()).sum();
    let most = A_ROOM * rooms().len();
    assert!(lines <= most, "the rooms hold {lines} lines of code; at most {most} may be");
}

/// Whether a room's lint gives a fix with some of its findings.
fn gives_fix(room: &str) -> bool {
    code_of_room(room).iter().any(|file| {
        let gives =
            |three: &[Token]| three[0].is(".") && (three[1].is("change") || three[1].is("fix")) && three[2].is("(");
        tokens(file).windows(3).any(gives)
    })
}

fn rooms() -> Vec<String> {
    let mut rooms: Vec<String> = fs::read_dir(root().join("lints"))
        .expect("there are lints")
        .map(|entry| entry.expect("they can be listed"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    rooms.sort();
    rooms
}

#[test]
fn every_question_says_what_would_answer_it() {
    let mut asked = BTreeSet::new();
    for file in rust_files(&["src/model", "lints"]).iter().filter(|file| !is_fixture(file)) {
        let tokens = tokens(file);
        let asks = |at: usize| matches!(tokens[at].text.as_str(), "Unknown" | "unknown") && tokens[at + 1].is("(");
        let calls = (2..tokens.len()).filter(|at| tokens[*at].is_string() && asks(at - 2));
        asked.extend(calls.map(|at| tokens[at].string()));
    }
    let known: BTreeSet<String> =
        conclint::model::silence::ANSWERED_BY.iter().map(|(question, _)| (*question).to_owned()).collect();
    assert!(!asked.is_empty(), "no question was found");
    none(asked.symmetric_difference(&known).map(|question| format!("not in both: {question}")).collect());
}

/// The points of a page's last list.
fn silent_when(page: &str) -> Vec<String> {
    let list = page.split("## Silent when").nth(1).unwrap_or_default();
    list.lines().filter_map(|line| line.strip_prefix("- ")).map(|line| line.trim_end_matches('.').to_owned()).collect()
}

/// The reasons that the code gives: the first argument of `excused(…)` and `Excused(…)`.
fn excuses(file: &Path) -> BTreeSet<String> {
    let tokens = tokens(file);
    let calls =
        tokens.windows(3).filter(|three| (three[0].is("excused") || three[0].is("Excused")) && three[1].is("("));
    calls.filter(|three| three[2].is_string()).map(|three| three[2].string()).collect()
}

/// Name, first line and number of lines of every function with a body.
fn functions(tokens: &[Token]) -> Vec<(String, usize, usize)> {
    let mut out = Vec::new();
    for at in 0..tokens.len().saturating_sub(1) {
        if !tokens[at].is("fn") || !tokens[at + 1].is_word() {
            continue;
        }
        let body = tokens[at..].iter().find(|t| t.is("{") || t.is(";"));
        if let Some(body) = body.filter(|t| t.is("{")) {
            out.push((tokens[at + 1].text.clone(), tokens[at].line, body.end_line + 1 - tokens[at].line));
        }
    }
    out
}

// ---- Snapshots ----------------------------------------------------------------------------------------------------

#[test]
fn no_snapshot_is_orphaned_or_missing() {
    let used = used_snapshots();
    let kept: BTreeSet<String> = snapshots().iter().map(|path| stem(path)).collect();
    let mut broken: Vec<String> =
        kept.iter().filter(|s| !used.contains(*s)).map(|s| format!("orphaned: {s}")).collect();
    broken.extend(used.iter().filter(|s| !kept.contains(*s)).map(|s| format!("missing: {s}")));
    broken.extend(pending().into_iter().map(|path| format!("not reviewed: {}", path.display())));
    none(broken);
}

/// One for each lint, for each program of `tests/facts`, and for each name that a test of the command line gives.
/// The test programs that take snapshots by name.
const SNAPSHOT_TESTS: &[&str] = &[
    "tests/allow.rs",
    "tests/baseline.rs",
    "tests/changed.rs",
    "tests/cli.rs",
    "tests/config.rs",
    "tests/explain.rs",
    "tests/formats.rs",
    "tests/map.rs",
    "tests/map_rules.rs",
    "tests/map_pictures.rs",
];

fn used_snapshots() -> BTreeSet<String> {
    let mut used: BTreeSet<String> = conclint::lints::ALL.iter().map(|lint| lint.name.to_owned()).collect();
    used.extend(rust_files(&["tests/facts"]).iter().map(|file| stem(file)));
    let cli: Vec<Token> = SNAPSHOT_TESTS.iter().flat_map(|f| tokens(Path::new(f))).collect();
    let calls = cli.windows(3).filter(|three| three[0].is("snapshot") && three[1].is("(") && three[2].is_string());
    used.extend(calls.map(|three| three[2].string()));
    used
}

fn snapshots() -> Vec<PathBuf> {
    files_below("snapshots").into_iter().filter(|path| path.extension().is_some_and(|e| e == "snap")).collect()
}

fn pending() -> Vec<PathBuf> {
    files_below("snapshots").into_iter().filter(|path| path.to_string_lossy().ends_with(".snap.new")).collect()
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

// ---- Documents ----------------------------------------------------------------------------------------------------

/// Folders whose paths a document may name, each of which must then exist.
const TREES: [&str; 8] = ["src/", "lints/", "tests/", "snapshots/", "docs/", "benches/", "examples/", ".ci/"];

#[test]
fn documents_name_real_paths() {
    let mut broken = Vec::new();
    for document in documents() {
        let text = read(&document.to_string_lossy());
        for path in named_paths(&text) {
            if !root().join(&path).exists() {
                broken.push(format!("{}: {path}", document.display()));
            }
        }
        for link in links(&text) {
            let base = document.parent().unwrap_or(Path::new(""));
            if !root().join(base).join(&link).exists() {
                broken.push(format!("{}: link to {link}", document.display()));
            }
        }
    }
    none(broken);
}

fn documents() -> Vec<PathBuf> {
    let mut all = files_below("docs");
    let others = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "tests/oracle/README.md"];
    all.extend(others.map(PathBuf::from));
    all.extend(rooms().iter().map(|room| PathBuf::from(format!("lints/{room}/README.md"))));
    all.retain(|path| path.extension().is_some_and(|e| e == "md") && root().join(path).exists());
    all
}

/// Code spans that are a path of ours.
fn named_paths(text: &str) -> Vec<String> {
    let spans = outside_code(text).into_iter().flat_map(|line| line.split('`').skip(1).step_by(2));
    let paths = spans.filter(|span| TREES.iter().any(|tree| span.starts_with(tree)) && !is_pattern(span));
    paths.map(|path| path.split(':').next().unwrap_or_default().to_owned()).collect()
}

/// Whether a path stands for many: `lints/<name>`, `lints/your_lint`.
fn is_pattern(path: &str) -> bool {
    path.contains(['<', '*', '…', ' ', '{']) || path.contains("your_")
}

/// Relative targets of links.
fn links(text: &str) -> Vec<String> {
    let targets = outside_code(text).into_iter().flat_map(|line| line.split("](").skip(1));
    let targets = targets.filter_map(|rest| rest.split([')', '#']).next());
    targets
        .filter(|target| !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:"))
        .map(str::to_owned)
        .collect()
}

fn outside_code(text: &str) -> Vec<&str> {
    let mut inside = false;
    let mut out = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            inside = !inside;
        } else if !inside {
            out.push(line);
        }
    }
    out
}

// ---- Writing ------------------------------------------------------------------------------------------------------

/// How long a file of code may be; a fixture is a list of cases and as long as there are cases.
const FILE_LINES: usize = 800;

#[test]
fn files_are_short_and_say_what_they_are_for() {
    let mut broken = Vec::new();
    for file in rust_files(&["src", "lints", "tests", "benches", "examples"]) {
        let text = read(&file.to_string_lossy());
        let is_program = is_fixture(&file) || file.starts_with("tests/facts");
        if !is_program && text.lines().count() > FILE_LINES {
            broken.push(format!("{} has more than {FILE_LINES} lines", file.display()));
        }
        if !is_program && !text.starts_with("//!") && !text.starts_with("#![doc = include_str!") {
            broken.push(format!("{} does not open with what it is for", file.display()));
        }
    }
    none(broken);
}

#[test]
fn what_is_left_to_do_has_a_reason() {
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
    let mut broken = Vec::new();
    for (path, text) in our_texts() {
        for (number, line) in text.lines().enumerate() {
            let reason = marks
                .iter()
                .find_map(|mark| line.split_once(*mark))
                .map(|(_, after)| after.trim_start_matches(':').trim());
            if reason.is_some_and(|reason| reason.split_whitespace().count() < 4) {
                broken.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
            }
        }
    }
    none(broken);
}

#[test]
fn nothing_names_a_machine() {
    let places = [concat!("/ro", "ot/"), concat!("/wo", "rk/"), concat!("/Us", "ers/"), concat!("index.crates", ".io")];
    let mut broken = Vec::new();
    for (path, text) in our_texts() {
        for (number, line) in text.lines().enumerate() {
            if places.iter().any(|place| line.contains(place)) {
                broken.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
            }
        }
    }
    none(broken);
}

/// Every text of ours, by path: code, documents, snapshots, scripts; the ground truth is other people's code.
fn our_texts() -> BTreeMap<PathBuf, String> {
    let folders = ["src", "lints", "tests", "docs", "snapshots", "benches", "examples", ".ci", ".github"];
    let mut paths: Vec<PathBuf> = folders.iter().flat_map(|folder| files_below(folder)).collect();
    paths.retain(|path| !path.starts_with("tests/truth"));
    paths.extend(["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "Cargo.toml"].map(PathBuf::from));
    paths.into_iter().filter_map(|path| Some((path.clone(), fs::read_to_string(root().join(path)).ok()?))).collect()
}

// ---- Reading ------------------------------------------------------------------------------------------------------

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Every file below a folder, as a path from the root, sorted.
fn files_below(folder: &str) -> Vec<PathBuf> {
    let walk = WalkDir::new(root().join(folder)).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = walk.filter(|entry| entry.file_type().is_file());
    files.filter_map(|entry| Some(entry.path().strip_prefix(root()).ok()?.to_path_buf())).collect()
}

fn rust_files(folders: &[&str]) -> Vec<PathBuf> {
    let all = folders.iter().flat_map(|folder| files_below(folder));
    all.filter(|path| path.extension().is_some_and(|e| e == "rs")).collect()
}

fn none(broken: Vec<String>) {
    assert!(broken.is_empty(), "the house rule is broken:\n  {}", broken.join("\n  "));
}

/// One token of a Rust file; a group is its opening bracket, what is in it, and its closing bracket.
struct Token {
    text: String,
    line: usize,
    /// For an opening bracket the line of its closing one.
    end_line: usize,
    /// How many inline modules it stands in.
    modules: usize,
    /// Whether it is the text of a doc comment.
    is_doc: bool,
}

impl Token {
    fn is(&self, text: &str) -> bool {
        self.text == text
    }

    fn is_word(&self) -> bool {
        self.text.starts_with(|c: char| c.is_alphabetic() || c == '_')
    }

    fn is_string(&self) -> bool {
        self.text.starts_with('"') || self.text.starts_with("r\"") || self.text.starts_with("r#\"")
    }

    /// The string that a plain literal means, line continuations removed.
    fn string(&self) -> String {
        let inner = self.text.trim_matches('"').replace("\\\"", "\"");
        let mut lines = inner.split("\\\n");
        let first = lines.next().unwrap_or_default().to_owned();
        lines.fold(first, |all, line| all + line.trim_start())
    }
}

/// A file's tokens, comments left out.
fn tokens(file: &Path) -> Vec<Token> {
    let stream =
        TokenStream::from_str(&read(&file.to_string_lossy())).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    let mut out = Vec::new();
    flatten(stream, 0, &mut out);
    for at in 3..out.len() {
        out[at].is_doc = out[at].is_string() && out[at - 1].is("=") && out[at - 2].is("doc");
    }
    out
}

fn flatten(stream: TokenStream, modules: usize, out: &mut Vec<Token>) {
    for tree in stream {
        let (line, end_line) = (tree.span().start().line, tree.span().end().line);
        let token = |text: String, line| Token { text, line, end_line, modules, is_doc: false };
        let TokenTree::Group(group) = tree else {
            out.push(token(tree.to_string(), line));
            continue;
        };
        let (open, close) = match group.delimiter() {
            proc_macro2::Delimiter::Brace => ("{", "}"),
            proc_macro2::Delimiter::Parenthesis => ("(", ")"),
            proc_macro2::Delimiter::Bracket => ("[", "]"),
            proc_macro2::Delimiter::None => ("", ""),
        };
        let is_module = open == "{" && out.len() >= 2 && out[out.len() - 2].is("mod");
        out.push(token(open.to_owned(), line));
        flatten(group.stream(), modules + usize::from(is_module), out);
        out.push(token(close.to_owned(), end_line));
    }
}

fn is_path_head(tokens: &[Token], at: usize) -> bool {
    let after = |n: usize, text: &str| tokens.get(at + n).is_some_and(|t| t.is(text));
    let follows = at >= 1 && (tokens[at - 1].is(":") || tokens[at - 1].is("."));
    !follows && after(1, ":") && after(2, ":")
}

/// The paths that begin with `root::`, without it, and their lines; `root::{a, b::c}` is two.
fn paths_from(root: &str, tokens: &[Token]) -> Vec<(String, usize)> {
    let mut out = Vec::new();
    for at in 0..tokens.len() {
        if !tokens[at].is(root) || !is_path_head(tokens, at) {
            continue;
        }
        let next = at + 3;
        if tokens.get(next).is_some_and(|t| t.is("{")) {
            let mut depth = 0;
            for n in next..tokens.len() {
                match tokens[n].text.as_str() {
                    "{" => depth += 1,
                    "}" => depth -= 1,
                    _ if depth == 1 && (tokens[n - 1].is("{") || tokens[n - 1].is(",")) => out.push(path_at(tokens, n)),
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
            }
        } else {
            out.push(path_at(tokens, next));
        }
    }
    out
}

/// The words joined by `::` from here on.
fn path_at(tokens: &[Token], at: usize) -> (String, usize) {
    let mut path = String::new();
    let mut n = at;
    while let Some(word) = tokens.get(n).filter(|t| t.is_word()) {
        path.push_str(&word.text);
        let more = (1..3).all(|k| tokens.get(n + k).is_some_and(|t| t.is(":")));
        if !more || !tokens.get(n + 3).is_some_and(Token::is_word) {
            break;
        }
        path.push_str("::");
        n += 3;
    }
    (path, tokens.get(at).map_or(0, |t| t.line))
}
