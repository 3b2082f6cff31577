//! How exact the lints are on code seen for the first time: the documents say what was judged, and the judged places can be
//! held against another build.
//!
//! `CONCLINT_UNSEEN=FOLDER cargo test --release --test accuracy -- --ignored` runs over the applications that lie in the
//! folder as OWNER+NAME, each at its commit of `tests/truth/unseen.jsonl`, and says what became of each verdict.

mod rounds;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use conclint::files::{self, Given};
use conclint::lints::ALL;
use conclint::run::{self, Settings};
use serde::Deserialize;

use rounds::{Table, Tally, Verdict, rounds};

/// How far, in lines, a finding may stand from the place that was judged.
const NEAR: u32 = 3;

/// A finding that was judged.
#[derive(Deserialize)]
struct Judged {
    repo: String,
    file: String,
    line: u32,
    lint: String,
    in_test: bool,
    verdict: Verdict,
    /// The build that was measured.
    build: String,
    /// Why a later build still reports what was wrong.
    stands: Option<String>,
}

#[test]
fn the_tables_say_what_was_judged() {
    let mut judged: BTreeMap<String, Table> = BTreeMap::new();
    for one in judged_findings() {
        let table = judged.entry(one.build).or_default();
        for row in [one.lint.as_str(), "all"] {
            table.entry(row.to_owned()).or_default()[usize::from(one.in_test)].count(one.verdict);
        }
    }
    let rounds = rounds();
    for (build, table) in &judged {
        let (_, written) = rounds.iter().find(|(name, _)| name == build).expect("every build has its round");
        assert_eq!(shown(written), shown(table), "docs/accuracy.md, build {build}");
    }
}

#[test]
fn each_page_has_the_row_of_its_lint() {
    let rounds = rounds();
    let mut sums = Table::new();
    for (_, table) in &rounds {
        for (lint, tallies) in table {
            let sum = sums.entry(lint.clone()).or_default();
            sum.iter_mut().zip(tallies).for_each(|(sum, more)| sum.add(*more));
        }
    }
    for lint in ALL {
        let row = row(lint.name, sums.get(lint.name).copied().unwrap_or_default(), rounds.len());
        assert!(lint.page.contains(&row), "the page of {} should say: {row}", lint.name);
    }
}

#[test]
fn what_was_found_in_applications_was_rated_right() {
    let page = include_str!("../docs/found.md");
    let section = page.split_once("# Found in applications\n").expect("the page has the section").1;
    let sites: Vec<Vec<&str>> = section
        .lines()
        .filter(|line| line.starts_with('`') && line.contains(" at "))
        .map(|line| line.split('`').skip(1).step_by(2).collect())
        .collect();
    assert!(!sites.is_empty(), "no site was read");
    let judged = judged_findings();
    for site in sites {
        let [lint, place] = site[..] else { panic!("{site:?} is no lint and place") };
        let is_it = |one: &Judged| one.lint == lint && format!("{}/{}:{}", one.repo, one.file, one.line) == place;
        let verdict = judged.iter().find(|one| is_it(one)).map(|one| one.verdict);
        assert_eq!(verdict, Some(Verdict::Right), "{lint} at {place}");
    }
}

#[test]
#[ignore = "needs the applications in the folder that CONCLINT_UNSEEN names"]
fn what_was_judged_is_judged_alike() {
    let folder = PathBuf::from(std::env::var_os("CONCLINT_UNSEEN").expect("CONCLINT_UNSEEN names a folder"));
    let mut by_repo: BTreeMap<String, Vec<Judged>> = BTreeMap::new();
    for one in judged_findings() {
        by_repo.entry(one.repo.clone()).or_default().push(one);
    }
    let (mut still, mut gone, mut broken) = (Tally::default(), Tally::default(), Vec::new());
    for (repo, judged) in by_repo {
        let home = folder.join(repo.replace('/', "+"));
        if !home.is_dir() {
            println!("not there: {repo}");
            continue;
        }
        let found = findings(&home);
        for one in judged {
            let is_found = found
                .iter()
                .any(|(lint, file, line)| *lint == one.lint && *file == one.file && line.abs_diff(one.line) <= NEAR);
            let tally = if is_found { &mut still } else { &mut gone };
            tally.count(one.verdict);
            let said = match (is_found, one.verdict, &one.stands) {
                (true, Verdict::Wrong, None) => "wrong, and still found",
                (false, _, Some(_)) => "no longer found, so it no longer stands",
                _ => continue,
            };
            broken.push(format!("{said}: {} {repo}/{}:{}", one.lint, one.file, one.line));
        }
    }
    println!("still found: {}; no longer: {}", still.words(), gone.words());
    assert!(still.all() + gone.all() > 0, "none of the applications lies in {}", folder.display());
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// The sentence of a page on what the rounds said of its lint.
fn row(lint: &str, [outside, inside]: [Tally; 2], rounds: usize) -> String {
    let first = rounds - rounds::SEEN_BEFORE;
    let lead = format!("In {rounds} rounds on applications, {first} of them seen for the first time, ");
    if outside.all() + inside.all() == 0 {
        return format!("{lead}{lint} found nothing yet");
    }
    let part = |tally: Tally, place| (tally.all() > 0).then(|| format!("{} {place}", tally.words()));
    let parts: Vec<String> = [part(outside, "outside tests"), part(inside, "in tests")].into_iter().flatten().collect();
    format!("{lead}fresh readers rated its findings: {}", parts.join("; "))
}

/// A table's rows, one line each.
fn shown(table: &Table) -> Vec<String> {
    table.iter().map(|(lint, [outside, inside])| format!("{lint} | {outside} | {inside}")).collect()
}

fn judged_findings() -> Vec<Judged> {
    let text = include_str!("truth/unseen.jsonl");
    text.lines().map(|line| serde_json::from_str(line).expect("a line is one verdict")).collect()
}

/// Lint, file from the application's root, and line of every finding at default levels.
fn findings(home: &Path) -> Vec<(String, String, u32)> {
    let outcome = run::check(&files::select(&[Given::Path(home.to_path_buf())]), &Settings::default());
    let here = std::env::current_dir().expect("the working directory can be told");
    let one = |finding: &conclint::judged::Judged| {
        let path = here.join(&finding.place.path);
        let file = path.strip_prefix(home).expect("it lies in the application").to_string_lossy().into_owned();
        (finding.lint.name.to_owned(), file, finding.place.start.line)
    };
    outcome.findings.iter().map(one).collect()
}
