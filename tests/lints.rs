//! Every room: `bad.rs` fires exactly where it is marked, `good.rs` is silent to every lint and meets every excuse of the
//! page, the page's own blocks hold, what a user sees of `bad.rs` is the snapshot, and fixing `before.rs` gives `after.rs`.

#[path = "lints/in_place.rs"]
mod in_place;
mod rooms;
#[path = "lints/rustc.rs"]
mod rustc;

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use conclint::config::{Choice, InForce};
use conclint::files::{self, FileKind, Given, Package, Selection};
use conclint::fix;
use conclint::judged::Judged;
use conclint::levels::Levels;
use conclint::lint::{Check, Family, Finding, Level, Lint, Safety, Silence};
use conclint::lints::ALL;
use conclint::model::{Crate, File, PackageInfo};
use conclint::run::{self, Answer, Found, Settings, Stop, ask, ask_of_comments, hear, tell};
use conclint::syntax::{self, FileId, Interner, Source, Span};

fn room(lint: &Lint) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("lints").join(lint.name.replace('-', "_"))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The configuration that a room brings, where it brings one; its patterns start from the package's root.
fn config_of(lint: &Lint) -> Option<String> {
    let path = format!("lints/{}/conclint.toml", lint.name.replace('-', "_"));
    Path::new(env!("CARGO_MANIFEST_DIR")).join(&path).is_file().then_some(path)
}

/// A package of one file, which is or stands in a file of the lint's room.
fn package(lint: &Lint, name: &str, text: &str) -> Crate {
    package_of(lint, &[(name.to_owned(), text.to_owned())])
}

/// A package of files of a lint's room, of which the first is the root and the others lie where it looks for them.
fn package_of(lint: &Lint, files: &[(String, String)]) -> Crate {
    let krate = package_read_in_part(lint, files);
    for file in krate.files() {
        let place = |span: Span| file.source.line_column(span.start);
        let errors: Vec<_> = file.parsed.errors.iter().map(|e| (place(e.span), &e.message)).collect();
        assert!(errors.is_empty(), "{} could not be read whole: {errors:?}", file.source.path);
    }
    krate
}

/// The same of files that may not be read whole.
fn package_read_in_part(lint: &Lint, files: &[(String, String)]) -> Crate {
    package_of_kind(lint, files, FileKind::Lib)
}

/// The same as a library, or as a program: what nobody calls there never runs.
fn package_of_kind(lint: &Lint, files: &[(String, String)], kind: FileKind) -> Crate {
    let names = Interner::default();
    let mut parts = Vec::new();
    for (n, (name, text)) in files.iter().enumerate() {
        let source = Arc::new(Source::new(FileId(n as u32), name.as_str(), text.as_str()));
        let parsed = syntax::parse(&source, &names).unwrap_or_else(|e| panic!("{name}: {e}"));
        let within = if n == 0 { "src/lib.rs".to_owned() } else { format!("src/{name}") };
        parts.push(File { source, parsed: parsed.into(), kind, within, root: n == 0 });
    }
    let mut info = PackageInfo { edition: 2024, name: Some("fixture".to_owned()), ..PackageInfo::default() };
    if let Some(config) = config_of(lint) {
        let root = room(lint);
        let configs = InForce::of_folders(&Choice::File(config.into()), [root.as_path()], ALL)
            .unwrap_or_else(|wrongs| panic!("{}", wrongs.join("\n")));
        tell(&mut info, configs.of(&root), [(root.join(&files[0].0).as_path(), "src/lib.rs")].into_iter());
    }
    Crate::new(&info, parts, names)
}

/// `good.rs` of a room, and the modules in `good/` into which a long one is parted.
fn good_files(lint: &Lint) -> Vec<(String, String)> {
    let mut names = rooms::parts(&room(lint), "good");
    names.insert(0, "good.rs".to_owned());
    names.into_iter().map(|name| (name.clone(), read(&room(lint).join(name)))).collect()
}

/// What is left of findings of which a run may have some: the package is all of it.
fn beyond_limits(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by_key(|finding| finding.span);
    let mut counted = HashMap::new();
    findings.retain(|finding| finding.limit.as_ref().is_none_or(|limit| limit.is_passed(&mut counted)));
    findings
}

/// The lines on which a lint speaks, with what it says.
fn speaks(lint: &Lint, krate: &Crate, text: &str) -> Vec<(u32, String)> {
    let source = Source::new(FileId(0), "fixture", text);
    let findings: Vec<Finding> = ask(lint, krate, |_| "fixture".to_owned())
        .into_iter()
        .filter_map(|answer| answer.said.unwrap_or_else(|failure| panic!("{failure}")).ok())
        .collect();
    let mut lines: Vec<(u32, String)> = beyond_limits(findings)
        .into_iter()
        .map(|finding| (source.line_column(finding.span.start).0, finding.message))
        .collect();
    lines.sort();
    lines
}

/// What all lints together say of code that nobody should have to change: the lint, the file's place among the package's
/// and the line in it, and the message of each finding that no comment allows.
fn all_speak(krate: &Crate, texts: &[&str]) -> Vec<(&'static str, usize, u32, String)> {
    let heard = hear(krate, |_, _| true, &|_| "fixture".to_owned(), &Stop::default());
    assert!(heard.failures.is_empty(), "{:?}", heard.failures);
    let mut counted = HashMap::new();
    let mut open: Vec<_> = heard.findings.into_iter().filter(|found| found.allowed.is_none()).collect();
    open.retain(|found| found.finding.limit.as_ref().is_none_or(|limit| limit.is_passed(&mut counted)));
    let told = |f: Found| {
        let (file, start) = (f.finding.span.file, f.finding.span.start);
        let line = Source::new(file, "fixture", texts[file.0 as usize]).line_column(start).0;
        (f.lint.name, file.0 as usize, line, f.finding.message)
    };
    open.into_iter().map(told).collect()
}

fn marked(text: &str) -> BTreeSet<u32> {
    text.lines().enumerate().filter(|(_, l)| l.trim_end().ends_with("//~")).map(|(n, _)| n as u32 + 1).collect()
}

/// Lints that speak once for a package, since the cure is one for all of it: there each module of `bad.rs` is a package.
const ONCE_A_PACKAGE: [&str; 1] = ["test-without-timeout"];

/// The packages of a `bad.rs`: the whole of it, or each of its modules, on the lines where it stands.
fn programs(lint: &Lint, text: &str) -> Vec<String> {
    if !ONCE_A_PACKAGE.contains(&lint.name) {
        return vec![text.to_owned()];
    }
    let mut programs = Vec::new();
    let mut own: Option<Vec<&str>> = None;
    for (n, line) in text.lines().enumerate() {
        if line.starts_with("mod ") {
            own = Some(vec![""; n]);
        }
        let Some(lines) = &mut own else { continue };
        lines.push(line);
        if line == "}" {
            programs.push(lines.join("\n") + "\n");
            own = None;
        }
    }
    programs
}

#[test]
fn bad_code_is_found_exactly_where_it_is_marked() {
    let mut wrong = Vec::new();
    for lint in ALL {
        let text = rooms::bad(&room(lint));
        let spoken =
            programs(lint, &text).into_iter().flat_map(|one| speaks(lint, &package(lint, "bad.rs", &one), &one));
        let found: BTreeSet<u32> = spoken.map(|(line, _)| line).collect();
        let wanted = marked(&text);
        assert!(wanted.len() >= 8, "{}: only {} bad cases", lint.name, wanted.len());
        let line = |n: &u32| text.lines().nth(*n as usize - 1).unwrap_or("").trim().to_owned();
        wrong.extend(wanted.difference(&found).map(|n| format!("{} missed {n}: {}", lint.name, line(n))));
        wrong.extend(found.difference(&wanted).map(|n| format!("{} surplus {n}: {}", lint.name, line(n))));
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn good_code_is_silent_to_every_lint() {
    let mut wrong = Vec::new();
    for owner in ALL {
        let files = good_files(owner);
        let krate = package_of(owner, &files);
        let texts: Vec<&str> = files.iter().map(|(_, text)| text.as_str()).collect();
        for (lint, file, line, message) in all_speak(&krate, &texts) {
            let code = texts[file].lines().nth(line as usize - 1).unwrap_or("").trim();
            wrong.push(format!("{lint} in {}/{}:{line}: {message}: {code}", owner.name, files[file].0));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// The sentences of a page's "Silent when".
fn silences_of(page: &str) -> BTreeSet<&str> {
    let after = page.split_once("## Silent when\n").expect("every page says when it is silent").1;
    let section = after.split_once("\n## ").map_or(after, |(section, _)| section);
    section.lines().filter_map(|line| line.strip_prefix("- ")).collect()
}

/// What a lint says of its own `good.rs`.
///
/// What nobody calls runs in no program, and perhaps in a library: the code is asked about as both.
/// A lint about comments goes by the run as well: it is asked once more where all other lints are off, and once of a file
/// that ends in the middle of an item.
fn answers_to_good_code(lint: &Lint) -> Vec<Answer> {
    let mut files = good_files(lint);
    let path = |_| "good.rs".to_owned();
    let krate = package_of(lint, &files);
    let mut answers = ask(lint, &krate, path);
    answers.extend(ask(lint, &package_of_kind(lint, &files, FileKind::Bin), path));
    if matches!(lint.check, Check::Suppression(_)) {
        let alone = hear(&krate, |other, _| other.name == lint.name, &path, &Stop::default());
        answers.extend(ask_of_comments(lint, &alone.allows, &krate, path));
        files[0].1.push_str(TORN);
        answers.extend(ask(lint, &package_read_in_part(lint, &files), path));
    }
    answers
}

/// The end of a file that was saved too early: what the comment allows may stand in what is missing.
const TORN: &str = "
// conclint: allow(detached-spawn) -- the lamp burns forever
fn torn(lamp: Lamp) {
    tokio::spawn(async move {
";

#[test]
fn every_excuse_is_met() {
    let mut wrong = Vec::new();
    for lint in ALL {
        let met: BTreeSet<&str> = answers_to_good_code(lint)
            .into_iter()
            .filter_map(|answer| match answer.said.unwrap_or_else(|failure| panic!("{failure}")) {
                Err(Silence::Excused(text, _)) => Some(text),
                Ok(_) | Err(_) => None,
            })
            .collect();
        let page = read(&room(lint).join("README.md"));
        let listed = silences_of(&page);
        let room = lint.name;
        wrong.extend(listed.difference(&met).map(|text| format!("{room}: no case of good.rs earns \"{text}\"")));
        wrong.extend(met.difference(&listed).map(|text| format!("{room}: the page does not list \"{text}\"")));
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// The Rust block below a heading of a page.
fn block<'t>(page: &'t str, heading: &str) -> &'t str {
    let after = page.split_once(&format!("## {heading}\n")).unwrap_or_else(|| panic!("no heading {heading}")).1;
    let code = after.split_once("```rust\n").expect("a block of Rust").1;
    code.split_once("```").expect("the end of the block").0
}

#[test]
fn the_pages_bad_block_fires_and_its_good_block_is_silent() {
    for lint in ALL {
        let page = read(&room(lint).join("README.md"));
        let bad = block(&page, "Bad");
        assert!(
            !speaks(lint, &package(lint, "README.md", bad), bad).is_empty(),
            "{}: the Bad block is silent",
            lint.name
        );
        let good = block(&page, "Good");
        let said = all_speak(&package(lint, "README.md", good), &[good]);
        assert!(said.is_empty(), "in the Good block of {}: {said:?}", lint.name);
    }
}

#[test]
fn what_a_user_sees_is_the_snapshot() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for lint in ALL {
        // What a comment is good for can be told only when the lints that it names are on.
        let on = if matches!(lint.check, Check::Suppression(_)) { "all" } else { lint.name };
        let config = config_of(lint).map_or("--isolated".to_owned(), |path| format!("--config={path}"));
        let (folder, bad) = alone(lint);
        let run = Command::new(env!("CARGO_BIN_EXE_conclint"))
            .current_dir(&folder)
            .args(["-q", "--color", "never", "-A", "all", "-W", on, &config])
            .args(bad)
            .output()
            .expect("conclint runs");
        fs::remove_dir_all(&folder).expect("it is ours");
        assert!(run.stderr.is_empty(), "{}", String::from_utf8_lossy(&run.stderr));
        settings.bind(|| insta::assert_snapshot!(lint.name, String::from_utf8_lossy(&run.stdout)));
    }
}

/// A package of the room's bad code and configuration alone, and the paths in it of `bad.rs` and its parts, which are those in
/// the project: beside the manifest of the project all of conclint would be read for each lint.
fn alone(lint: &Lint) -> (PathBuf, Vec<String>) {
    let within = format!("lints/{}", lint.name.replace('-', "_"));
    let folder = std::env::temp_dir().join(format!("conclint-bad-{}-{}", std::process::id(), lint.name));
    fs::create_dir_all(folder.join(&within).join("bad")).expect("a folder can be made");
    let manifest = "[package]\nname = \"fixture\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
    fs::write(folder.join("Cargo.toml"), manifest).expect("it can be written");
    let parts = rooms::parts(&room(lint), "bad");
    let bad: Vec<String> =
        ["bad.rs".to_owned()].into_iter().chain(parts).map(|name| format!("{within}/{name}")).collect();
    for file in bad.iter().cloned().chain([format!("{within}/conclint.toml")]) {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(&file);
        if from.is_file() {
            fs::copy(from, folder.join(&file)).expect("it can be copied");
        }
    }
    (folder, bad)
}

/// The lines on which a mark says how far fixing must go: `//~ --fix`, `//~ --fix=all`.
fn fix_marks(text: &str) -> Vec<(u32, &str)> {
    text.lines().enumerate().filter_map(|(n, line)| Some((n as u32 + 1, line.split_once(" //~ ")?.1))).collect()
}

fn unmarked(text: &str) -> String {
    text.lines().map(|line| line.split(" //~ ").next().unwrap_or(line).to_owned() + "\n").collect()
}

#[test]
fn fixes_make_of_before_what_stands_in_after() {
    for lint in ALL.iter().filter(|lint| room(lint).join("before.rs").exists()) {
        let (before, after) = (read(&room(lint).join("before.rs")), read(&room(lint).join("after.rs")));
        // Beside no manifest: the text is a package of its own.
        let place = std::env::temp_dir().join("conclint-before").join("before.rs");
        let selection = files::select(&[Given::Text(place, unmarked(&before))]);
        let only = [(Level::Allow, "all".to_owned()), (Level::Warn, lint.name.to_owned())];
        // A lint about comments has nothing to say of those that name a lint which is off.
        let levels = if lint.family == Family::Meta { &[] } else { only.as_slice() };
        let flags = Levels::new(levels, ALL).unwrap_or_else(|e| panic!("{e}"));
        let settings = Settings { flags, ..Settings::default() };
        let judge = |package: &Package| {
            run::check(&Selection { packages: vec![package.clone()], ..Selection::default() }, &settings)
        };

        let found = run::check(&selection, &settings);
        let far = |finding: &Judged| match finding.fix.as_ref().map(|fix| fix.safety) {
            Some(Safety::Safe) => "--fix",
            Some(Safety::Risky) => "--fix=all",
            None => "no fix",
        };
        let own = found.findings.iter().filter(|f| f.lint.name == lint.name);
        let offered: Vec<(u32, &str)> = own.map(|f| (f.place.start.line, far(f))).collect();
        assert_eq!(offered, fix_marks(&before), "{}: the marks of before.rs", lint.name);

        let fixed = fix::fix(&found, &selection.packages, Safety::Risky, &judge);
        assert_eq!(fixed.undone, Vec::<String>::new(), "{}: every fix holds", lint.name);
        let text = fixed.changes.first().map_or("", |change| &change.after);
        assert!(text == after, "{}: after.rs is not what the fixes make:\n{text}", lint.name);
        assert_eq!(all_speak(&package(lint, "after.rs", &after), &[&after]), [], "{}/after.rs", lint.name);
    }
}
