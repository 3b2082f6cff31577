//! Small programs, one idea each: what the model sees in them, and a sentence that says what that must be.
//!
//! A program is a file below `tests/facts`, or a folder there with a `lib.rs` and the files that its `mod x;` lead to; its
//! first line is the sentence, and its second may name another edition than the newest: `//! Edition 2015.`. What
//! `conclint facts` prints of each of its files is a snapshot in `snapshots/facts`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use conclint::files::FileKind;
use conclint::model::library::{Call, Declared, Locking};
use conclint::model::{Crate, File, PackageInfo};
use conclint::syntax::{self, FileId, Interner, Source};
use walkdir::WalkDir;

/// The folders of programs, by what their ideas are about.
const GROUPS: &[&str] =
    &["names", "types", "bodies", "calls", "channels", "moves", "guards", "macros", "cfg", "test_code", "runs"];

/// How many ideas there are at least.
const PROGRAMS: usize = 80;

/// One program: its files by their paths below its group, the root first in a folder.
struct Program {
    group: &'static str,
    name: String,
    files: Vec<PathBuf>,
}

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts")
}

fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots/facts")
}

/// Every file with this ending below a folder, by its path from there, sorted.
fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap_or_else(|e| panic!("{}: {e}", folder.display())))
        .filter(|entry| entry.file_type().is_file() && entry.file_name().to_string_lossy().ends_with(ending))
        .map(|entry| entry.path().strip_prefix(folder).expect("it lies below").to_path_buf())
        .collect()
}

fn programs() -> Vec<Program> {
    let mut found: Vec<Program> = Vec::new();
    for &group in GROUPS {
        for file in files_below(&home().join(group), ".rs") {
            let name =
                file.iter().next().expect("a path has a name").to_string_lossy().trim_end_matches(".rs").to_owned();
            match found.last_mut().filter(|last| last.group == group && last.name == name) {
                Some(last) => last.files.push(file),
                None => found.push(Program { group, name, files: vec![file] }),
            }
        }
    }
    found
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

impl Program {
    /// Where a file would lie in a package of this program alone.
    fn within(&self, file: &Path) -> String {
        let below: PathBuf = file.iter().skip(1).collect();
        match below.to_str().expect("names are text") {
            "" => "src/lib.rs".to_owned(),
            below if below.starts_with("tests/") || below.starts_with("examples/") => below.to_owned(),
            below => format!("src/{below}"),
        }
    }

    /// The file that says what must hold.
    fn root(&self) -> &Path {
        self.files
            .iter()
            .find(|f| self.within(f) == "src/lib.rs")
            .unwrap_or_else(|| panic!("{} has no lib.rs", self.name))
    }

    fn sentence(&self) -> String {
        let text = read(&home().join(self.group).join(self.root()));
        let first = text.lines().next().unwrap_or_default();
        first.strip_prefix("//! ").unwrap_or_else(|| panic!("{}: no sentence", self.name)).to_owned()
    }

    fn edition(&self) -> u16 {
        let text = read(&home().join(self.group).join(self.root()));
        let second = text.lines().nth(1).and_then(|line| line.strip_prefix("//! Edition "));
        second.map_or(2024, |year| year.trim_end_matches('.').parse().expect("an edition is a year"))
    }

    /// For each of its files the name of the snapshot and what the model sees.
    fn facts(&self) -> Vec<(PathBuf, String)> {
        let names = Interner::default();
        let edition = self.edition();
        let mut files: Vec<(PathBuf, String)> = self.files.iter().map(|f| (f.clone(), self.within(f))).collect();
        files.sort_by(|a, b| a.1.cmp(&b.1));
        let parsed = files.iter().enumerate().map(|(n, (path, within))| {
            let text = read(&home().join(self.group).join(path));
            let shown = path.to_str().expect("names are text").to_owned();
            let source = Arc::new(Source::new(FileId(n as u32), shown, text).of_edition(edition));
            let parsed = syntax::parse(&source, &names).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            assert!(parsed.errors.is_empty(), "{}: {:?}", path.display(), parsed.errors);
            let (kind, root) = match within.as_str() {
                "src/lib.rs" => (FileKind::Lib, true),
                _ if within.starts_with("tests/") => (FileKind::Test, within.matches('/').count() == 1),
                _ if within.starts_with("examples/") => (FileKind::Example, within.matches('/').count() == 1),
                _ => (FileKind::Lib, false),
            };
            File { source, parsed: parsed.into(), kind, within: within.clone(), root }
        });
        let parsed: Vec<File> = parsed.collect();
        let info = PackageInfo { edition, name: Some("harbour".to_owned()), ..PackageInfo::default() };
        let krate = Crate::new(&info, parsed, names);
        let facts: Vec<String> = (0..files.len()).map(|n| krate.facts(FileId(n as u32))).collect();
        files.into_iter().map(|(path, _)| Path::new(self.group).join(path).with_extension("snap")).zip(facts).collect()
    }
}

#[test]
fn the_model_sees_what_each_sentence_says() {
    for program in programs() {
        let sentence = program.sentence();
        for (snapshot, facts) in program.facts() {
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path(kept().join(snapshot.parent().expect("it lies in a group")));
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            let name = snapshot.file_stem().expect("it has a name").to_string_lossy().into_owned();
            settings.bind(|| insta::assert_snapshot!(name, format!("{sentence}\n\n{facts}")));
        }
    }
}

/// What a comment `//? …` says must be in a line about that line of the program: `//? held`, `//? locks self.gates`.
#[test]
fn what_is_expected_on_a_line_is_seen_there() {
    let mut wrong = Vec::new();
    let mut expected = 0;
    for program in programs() {
        for (snapshot, facts) in program.facts() {
            let file = snapshot.with_extension("rs");
            for (n, line) in read(&home().join(&file)).lines().enumerate() {
                let Some((_, wanted)) = line.split_once("//? ") else { continue };
                expected += 1;
                let here = format!("  {}:", n + 1);
                if !facts.lines().any(|fact| fact.starts_with(&here) && fact.contains(wanted)) {
                    wrong.push(format!("{}:{}: no \"{wanted}\"", file.display(), n + 1));
                }
            }
        }
    }
    assert!(expected > 0, "no program expects anything");
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_program_has_its_snapshots_and_no_snapshot_is_orphaned() {
    let mut wanted = BTreeSet::new();
    for program in programs() {
        wanted.extend(program.files.iter().map(|file| Path::new(program.group).join(file).with_extension("snap")));
    }
    let found: BTreeSet<PathBuf> = files_below(&kept(), ".snap").into_iter().collect();
    let missing: Vec<&PathBuf> = wanted.difference(&found).collect();
    let orphaned: Vec<&PathBuf> = found.difference(&wanted).collect();
    assert!(missing.is_empty() && orphaned.is_empty(), "missing: {missing:?}\norphaned: {orphaned:?}");
}

#[test]
fn every_program_is_small_and_belongs_to_a_group() {
    let programs = programs();
    assert!(programs.len() >= PROGRAMS, "only {} programs", programs.len());
    let mut wrong: Vec<String> = Vec::new();
    let grouped: usize = programs.iter().map(|p| p.files.len()).sum();
    if grouped != files_below(&home(), ".rs").len() {
        wrong.push("a file lies in no group".to_owned());
    }
    for program in &programs {
        let lines: usize =
            program.files.iter().map(|f| read(&home().join(program.group).join(f)).lines().count()).sum();
        if !(8..=40).contains(&lines) {
            wrong.push(format!("{}/{} has {lines} lines", program.group, program.name));
        }
        if !program.sentence().ends_with('.') {
            wrong.push(format!("{}/{}: its first line is no sentence", program.group, program.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the model sees in one file of a package whose project has said this of functions.
fn facts_with(declared: Vec<Declared>, text: &str) -> String {
    package_with(declared, 2024, text).facts(FileId(0))
}

fn package_with(declared: Vec<Declared>, edition: u16, text: &str) -> Crate {
    let names = Interner::default();
    let source = Arc::new(Source::new(FileId(0), "lib.rs".to_owned(), text.to_owned()).of_edition(edition));
    let parsed = syntax::parse(&source, &names).expect("it is Rust");
    let file = File { source, parsed: parsed.into(), kind: FileKind::Lib, within: "src/lib.rs".to_owned(), root: true };
    let info = PackageInfo { edition, declared, ..PackageInfo::default() };
    Crate::new(&info, vec![file], names)
}

#[test]
fn the_graph_of_a_body_shows_where_a_temporary_is_dropped_in_each_edition() {
    let text = "use std::sync::Mutex;\npub fn take(gates: &Mutex<Vec<u32>>) -> u32 {\n\
                \x20   if let Some(gate) = gates.lock().unwrap().pop() {\n        gate\n    } else {\n        0\n    }\n}\n";
    let graph = |edition| package_with(Vec::new(), edition, text).graph(FileId(0), 4).expect("code stands there");
    let drops = |graph: &str| graph.matches("drop    t3:25-3:46, its statement ends").count();
    let (old, new) = (graph(2021), graph(2024));
    assert_eq!(drops(&old), 1, "in 2021 the guard lives through both arms:\n{old}");
    assert_eq!(drops(&new), 2, "in 2024 it goes behind the first arm, and at the beginning of the second:\n{new}");
    assert!(old.contains("3:31 guard std::sync::MutexGuard of gates"), "and what is known of it stands below:\n{old}");
    assert_eq!(package_with(Vec::new(), 2021, text).graph(FileId(0), 1), None, "an import is no code");
}

#[test]
fn a_function_that_the_project_calls_a_lock_gives_a_guard() {
    let lock = |path: &str, how| Declared { path: path.to_owned(), call: Call::Lock(how) };
    let declared = vec![
        lock("crate::table", Locking::Blocking),
        lock("acme_db::row", Locking::Async),
        lock("crate::Store::page", Locking::Async),
    ];
    let text = "pub struct Table;\npub struct Store;\n\
                fn table() -> Result<Table, ()> { Ok(Table) }\n\
                impl Store { async fn page(&self) -> Table { Table } }\n\
                pub async fn run(store: Store) {\n    let table = table().unwrap();\n    let later = acme_db::row(3);\n\
                \x20   let row = later.await;\n    let page = store.page().await;\n    drop((table, row, page));\n}\n";
    let facts = facts_with(declared, text);
    for line in [
        "variable table: guard of an unknown lock: Table",
        "variable later: future of guard of an unknown lock: ?",
        "variable row: guard of an unknown lock: ?",
        "variable page: guard of an unknown lock: Table",
    ] {
        assert!(facts.contains(line), "`{line}` is not in\n{facts}");
    }
    assert!(!facts_with(Vec::new(), text).contains("guard"), "nobody has said that any of them locks");
}
