//! `explain` and `why`: what a user reads who asks what a lint means, and why it spoke or was silent.

mod scratch;

use scratch::{LIB, MANIFEST, PEDANTIC, Scratch, WARNED, harbour, package, snapshot};

/// The page of a lint, as its room has it.
fn page(name: &str) -> &'static str {
    conclint::lints::named(name).expect("there is such a lint").page
}

// ---- explain ------------------------------------------------------------------------------------------------------

#[test]
fn a_page_is_markdown_where_colours_are_not_wanted() {
    let scratch = Scratch::new(&[]);
    let whole = page("timer-reset");
    for (args, env) in [
        (&["explain", "timer-reset"][..], &[][..]),
        (&["explain", "timer-reset"], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]),
        (&["explain", "timer-reset", "--color", "never"], &[("CLICOLOR_FORCE", "1")]),
    ] {
        let run = scratch.command(args, env, b"");
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, whole, ""), "{args:?}");
    }
}

#[test]
fn a_page_in_colours() {
    let scratch = Scratch::new(&[]);
    let run = scratch.run(&["explain", "timer-reset", "--color", "always"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(!run.stdout.contains("```") && !run.stdout.contains("## "), "no marks of Markdown are left");
    assert_eq!(run.stdout, scratch.run(&["--color", "always", "explain", "timer-reset"]).stdout);
    assert_eq!(run.stdout, scratch.command(&["explain", "timer-reset"], &[("CLICOLOR_FORCE", "1")], b"").stdout);
    snapshot("explain_in_colours", &run.stdout.replace('\u{1b}', "␛"));
}

#[test]
fn a_family_is_explained_by_its_lints() {
    let run = Scratch::new(&[]).run(&["explain", "time"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let time = |lint: &&&conclint::lint::Lint| lint.family == conclint::lint::Family::Time;
    let names: Vec<&str> = conclint::lints::ALL.iter().filter(time).map(|lint| lint.name).collect();
    let listed: Vec<&str> = run.stdout.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(names.len() > 1);
    assert_eq!(listed, names);
}

#[test]
fn an_unknown_name_is_answered_with_the_nearest() {
    let scratch = Scratch::new(&[]);
    for (name, sentence) in [
        ("timer-rest", "conclint: no lint or family is called `timer-rest`; did you mean `timer-reset`?\n"),
        ("chanel", "conclint: no lint or family is called `chanel`; did you mean `channel`?\n"),
        ("unwrap", "conclint: no lint or family is called `unwrap`; `conclint lints` names them all\n"),
    ] {
        let run = scratch.run(&["explain", name]);
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (2, "", sentence));
    }
}

// ---- why ----------------------------------------------------------------------------------------------------------

/// What `why` prints for each of these, after the question.
fn answers(scratch: &Scratch, questions: &[&[&str]]) -> String {
    let mut all = String::new();
    for args in questions {
        let run = scratch.run(&[&["why"], *args].concat());
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{args:?}");
        all.push_str(&format!("$ conclint why {}\n{}\n", args.join(" "), run.stdout));
    }
    all
}

/// What `why` prints for one line.
fn answer(scratch: &Scratch, args: &[&str]) -> String {
    answers(scratch, &[args]).lines().skip(1).map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_silence_names_the_place_that_earned_it_and_quotes_the_line() {
    let scratch = harbour();
    scratch.write("src/yard.rs", &WARNED.replace("ships.retain(|ship| !ship.is_empty())", "return"));
    let questions: &[&[&str]] =
        &[&["src/quay.rs:13"], &["src/quay.rs:13:17", "timer-reset"], &["src/yard.rs:13"], &["src/tower.rs:5"]];
    snapshot("why", &answers(&scratch, questions));
}

#[test]
fn a_question_without_an_answer_says_what_would_answer_it() {
    let text = "pub fn start(jobs: &mut Vec<fn()>) {\n    if let Some(job) = jobs.pop() {\n        std::thread::spawn(job);\n    }\n}\n";
    let said = answer(&package(text), &["src/lib.rs:3", "detached-spawn"]);
    assert!(said.contains("it is not known: the code of this task\n    src/lib.rs:3:28\n"), "{said}");
    let quote = "    3 |         std::thread::spawn(job);\n      |                            ^^^\n";
    assert!(said.contains(quote), "{said}");
    assert!(
        said.contains("to let it know: give the spawn a closure, an `async` block or a call of a function"),
        "{said}"
    );
}

#[test]
fn what_hides_a_finding_is_named() {
    let scratch = harbour();
    let hidden = |args: &[&str]| {
        let said = answer(&scratch, args);
        let line = said.lines().find(|line| line.contains("it is not shown")).map(|line| line.trim().to_owned());
        (line.unwrap_or_else(|| panic!("{args:?}: {said}")), said)
    };
    assert_eq!(
        hidden(&["src/yard.rs:10", "sleep-poll-loop"]).0,
        "it is not shown, since it is pedantic; -W pedantic shows it"
    );
    let shown = answer(&scratch, &["src/yard.rs:10", "sleep-poll-loop", "--isolated"]);
    assert!(shown.contains("sleep-poll-loop reports: "), "{shown}");

    scratch.run(&["--write-baseline"]);
    assert_eq!(
        hidden(&["src/quay.rs:13", "timer-reset"]).0,
        "it is not shown, since conclint-baseline.json suppresses it"
    );
    let beside = answer(&scratch, &["src/quay.rs:13", "timer-reset", "--isolated"]);
    assert!(beside.contains("conclint-baseline.json suppresses it"), "{beside}");
    let quay = std::fs::read_to_string(scratch.path("src/quay.rs")).expect("the harbour has it");
    scratch.write("src/quay.rs", &format!("{quay}\nmod again {{\n{WARNED}}}\n"));
    let second = quay.lines().count() + 15;
    let new = answer(&scratch, &[&format!("src/quay.rs:{second}"), "timer-reset"]);
    assert!(new.contains("timer-reset reports (warn): ") && !new.contains("suppresses"), "it came later: {new}");
    scratch.write("src/quay.rs", &quay);
    std::fs::remove_file(scratch.path("conclint-baseline.json")).expect("it was written");

    scratch.write("conclint.toml", "levels = { time = \"allow\" }\n");
    assert_eq!(hidden(&["src/quay.rs:13", "timer-reset"]).0, "it is not shown, since conclint.toml:1 sets it to allow");
    let isolated = answer(&scratch, &["src/quay.rs:13", "timer-reset", "--isolated"]);
    assert!(isolated.contains("timer-reset reports (warn): "), "{isolated}");

    scratch.write("conclint.toml", "exclude = [\"src/quay.rs\"]\n");
    assert_eq!(hidden(&["src/quay.rs:13", "timer-reset"]).0, "it is not shown, since conclint.toml excludes the file");

    scratch.write("conclint.toml", "\ntests = \"skip\"\n");
    scratch.write("tests/quay.rs", &WARNED.replace("pub async fn watch", "#[tokio::test]\npub async fn watch"));
    assert_eq!(
        hidden(&["tests/quay.rs:14", "timer-reset"]).0,
        "it is not shown, since it is test code and conclint.toml:2 skips tests"
    );

    let comment = "            // conclint: allow(timer-reset) -- the sweep may wait\n            _ = sleep(";
    scratch.write("src/quay.rs", &WARNED.replace("            _ = sleep(", comment));
    let (line, said) = hidden(&["src/quay.rs:14", "timer-reset"]);
    assert_eq!(line, "it is not shown, since a comment allows it");
    assert!(said.contains("    src/quay.rs:13:13\n    13 |             // conclint: allow(timer-reset) -- "), "{said}");
}

/// A line without a fact: what there is instead.
const ABSENT: &str = r#"use std::time::Duration;

fn spawn(work: impl FnOnce()) {
    work();
}

macro_rules! start {
    (fn $name:ident => $work:expr) => {
        std::thread::spawn($work)
    };
}

pub fn run(jobs: impl Iterator<Item = u32>, sleep: fn(u32)) {
    spawn(|| ());
    launch_and_spawn(3);
    sleep(3);
    acme::channel(3);
    jobs.things().recv();
    start!(fn once => work);
    std::thread::sleep(Duration::from_secs(1));
}
"#;

#[test]
fn a_line_without_a_fact_says_why_and_what_is_near() {
    let scratch = package(ABSENT);
    let lines: Vec<String> = [1, 14, 15, 16, 17, 18, 19, 99].iter().map(|line| format!("src/lib.rs:{line}")).collect();
    let questions: Vec<[&str; 1]> = lines.iter().map(|line| [line.as_str()]).collect();
    let questions: Vec<&[&str]> = questions.iter().map(|one| &one[..]).collect();
    snapshot("why_nothing", &answers(&scratch, &questions));
}

/// Calls of which each makes a fact, or is known for what it does.
const KNOWN: &str = r#"pub fn run(jobs: flume::Receiver<u32>, done: flume::Sender<u32>) {
    while let Ok(job) = jobs.recv() {
        done.send_timeout(job, std::time::Duration::from_secs(1)).ok();
    }
    let (first, _) = std::sync::mpsc::channel::<u32>();
    std::thread::spawn(move || first.send(1));
    std::thread::sleep(std::time::Duration::from_secs(1));
}
"#;

#[test]
fn a_fact_of_another_kind_is_known_for_what_it_is() {
    let scratch = package(KNOWN);
    let asked = |line: u32, lint: &str| answer(&scratch, &[&format!("src/lib.rs:{line}"), lint]);
    for (line, lint, note) in [
        (2, "detached-spawn", "`recv` here is a receive, and `detached-spawn` looks at each spawn"),
        (5, "detached-spawn", "`channel` here is a channel, and `detached-spawn` looks at each spawn"),
        (6, "timer-reset", "`spawn` here is a spawn, and `timer-reset` looks at each sleep"),
        (7, "closed-channel-spin", "`sleep` here is a sleep, and `closed-channel-spin` looks at each receive"),
    ] {
        let said = asked(line, lint);
        assert!(said.contains(note), "line {line} of {lint}: {said}");
        assert!(!said.contains("is no call that conclint knows"), "a call that makes a fact is known: {said}");
    }
    let sent = asked(3, "detached-spawn");
    assert!(!sent.contains("is no call that conclint knows"), "a send with a time limit is known: {sent}");
}

/// A guard that nobody named is held across an await in the body of its `if let`.
const TWICE_WRONG: &str = r#"pub async fn print(shelf: &std::sync::Mutex<Vec<String>>) {
    if let Some(book) = shelf.lock().unwrap().pop() {
        println!("{book}");
        tokio::task::yield_now().await;
    }
}
"#;

#[test]
fn of_two_lints_at_one_site_the_first_speaks_for_both() {
    let scratch = package(TWICE_WRONG);
    let found = |args: &[&str]| {
        let run = scratch.run(&[&["--format", "short", "src/lib.rs"], args].concat());
        let named = ["lock-across-await", "guard-in-scrutinee"].into_iter();
        named.filter(|name| run.stdout.contains(&format!("[{name}]"))).collect::<Vec<_>>()
    };
    assert_eq!(found(&[]), ["lock-across-await"]);
    assert_eq!(found(&["--allow", "lock-across-await"]), ["guard-in-scrutinee"], "who is off speaks for nobody");
    let said = answer(&scratch, &["src/lib.rs:2", "guard-in-scrutinee"]);
    assert!(said.contains("it is not shown, since lock-across-await reports the same place"), "{said}");
}

#[test]
fn a_file_that_is_in_no_crate_or_cannot_be_read_says_so() {
    let scratch = Scratch::new(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", LIB),
        ("src/quay.rs", PEDANTIC),
        ("src/lost.rs", "use crate::work::spawn;\n\npub fn f() {\n    spawn(|| ());\n}\n"),
        ("src/tower.rs", "pub fn f() {\n    let = tokio::spawn(;\n}\n\npub fn g() {}\n"),
    ]);
    let lost = answer(&scratch, &["src/lost.rs:4"]);
    assert!(lost.contains("the file is part of no crate, since no `mod` reaches it"), "{lost}");
    let broken = answer(&scratch, &["src/tower.rs:2"]);
    assert!(broken.contains("this stretch could not be read: "), "{broken}");
    assert!(broken.ends_with("there is nothing in this file that a lint looks at\n\n"), "{broken}");
}

#[test]
fn what_would_play_with_the_terminal_is_not_quoted() {
    let text = WARNED
        .replace("            ship = arrivals.recv() =>", "\t\t\tship = arrivals.recv() /* \u{1b}[2J\u{202e} */ =>");
    let said = answer(&package(&text), &["src/lib.rs:13"]);
    assert!(said.contains("9 | \t\t\tship = arrivals.recv() /*"), "{said}");
    assert!(said.contains("  | \t\t\t^^^^"), "the mark stands below: {said}");
    assert!(!said.contains(['\u{1b}', '\u{202e}']), "{said:?}");
}
