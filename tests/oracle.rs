//! The oracle: what it writes of a small tree, and what it says of two records that differ.

#[path = "oracle/compare.rs"]
mod compare;
#[path = "oracle/record.rs"]
mod record;
mod rooms;
mod scratch;
#[path = "oracle/survey.rs"]
mod survey;

use std::collections::BTreeSet;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use compare::{Changed, Difference, Scope, Tally, compare};
use conclint::lints::ALL;
use record::Record;
use scratch::{MANIFEST, Scratch, harbour};

/// A package of each room's code, good and bad.
fn rooms() -> Scratch {
    let tree = Scratch::new(&[]);
    for lint in ALL {
        let room = lint.name.replace('-', "_");
        let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("lints").join(&room);
        tree.write(&format!("{room}/Cargo.toml"), MANIFEST);
        tree.write(&format!("{room}/src/lib.rs"), "mod bad;\n");
        tree.write(&format!("{room}/src/bad.rs"), &rooms::bad(&home));
        let good = fs::read_to_string(home.join("good.rs")).expect("a room has good code");
        tree.write(&format!("{room}/src/good.rs"), &good);
    }
    tree
}

fn record_of(folders: &[&Path], threads: usize) -> Record {
    let folders: Vec<PathBuf> = folders.iter().map(|folder| folder.to_path_buf()).collect();
    let (record, failures) = survey::survey(&folders, NonZeroUsize::new(threads)).expect("the folders can be read");
    assert!(failures.is_empty(), "everything can be read: {failures:?}");
    record
}

#[test]
fn findings_stand_with_their_own_level_and_as_often_as_they_are() {
    let tree = harbour();
    tree.write("tests/port.rs", &format!("#![cfg(test)]\n{}", scratch::DENIED));
    let allowed =
        scratch::WARNED.replace("_ = sleep", "// conclint: allow(timer-reset) -- it may never fire\n_ = sleep");
    tree.write("src/quay.rs", &allowed);
    let text = record_of(&[&tree.dir], 2).to_string();
    let findings: Vec<&str> = text.lines().filter(|line| line.starts_with("finding\t")).collect();
    let wanted = [
        "finding\tclosed-channel-spin\tsrc/tower.rs\t5\tdeny\tcode",
        "finding\tclosed-channel-spin\ttests/port.rs\t6\twarn\ttest",
        "finding\tsleep-poll-loop\tsrc/yard.rs\t10\tpedantic\tcode",
        "finding\ttimer-reset\tsrc/quay.rs\t14\twarn\tcode",
    ];
    assert_eq!(findings, wanted, "every level is written, and what is allowed too");
    assert!(text.starts_with("tree\t1\t5\n"), "the record says how much was read: {text}");
}

#[test]
fn the_same_tree_gives_the_same_bytes_on_any_number_of_threads() {
    let tree = rooms();
    let (one, many) = (record_of(&[&tree.dir], 1), record_of(&[&tree.dir], 4));
    assert_eq!(one.to_string(), many.to_string(), "the number of threads shows in the record");
    let found: BTreeSet<&str> = one.findings.iter().map(|finding| &*finding.lint).collect();
    // What is banned, and the rules of the map, stand in the room's configuration, which the oracle leaves aside.
    let wanted = ALL.iter().map(|lint| lint.name).filter(|name| !matches!(*name, "banned-path" | "map-rule")).collect();
    assert_eq!(found, wanted, "each room's bad code is found");
    let kinds: BTreeSet<&str> = one.silences.keys().map(|silence| &*silence.kind).collect();
    assert_eq!(kinds, BTreeSet::from(["exempt", "not-mine", "unknown"]), "the rooms keep every kind of silence");
}

#[test]
fn a_record_names_no_machine_and_is_read_back_whole() {
    let tree = rooms();
    let record = record_of(&[&tree.dir], 2);
    let text = record.to_string();
    assert!(!text.contains(&*tree.dir.to_string_lossy()), "the tree's own place is in the record");
    assert!(text.contains("\ttimer_reset/src/bad.rs\t"), "paths start below the folder that was given");
    assert_eq!(Record::read(&text).expect("it was written by us"), record);
    let odd = Record::read("tree\t1\t1\nfinding\ttimer-reset\n").expect_err("a line was cut off");
    assert!(odd.starts_with("line 2 "), "{odd}");
}

#[test]
fn several_folders_go_by_their_names() {
    let tree = rooms();
    let (spins, timers) = (tree.path("closed_channel_spin"), tree.path("timer_reset"));
    let record = record_of(&[&spins, &timers], 2);
    assert!(record.findings.iter().any(|finding| finding.path == "timer_reset/src/bad.rs"));
    assert!(record.silences.keys().any(|silence| silence.package == "closed_channel_spin"));
    let twice = [timers.clone(), timers];
    assert!(survey::survey(&twice, None).is_err(), "two folders of one name cannot be told apart");
}

/// A record in few words, to be changed.
const SMALL: &str = "tree\t2\t3
finding\ttimer-reset\tsrc/quay.rs\t13\twarn\tcode
finding\ttimer-reset\tsrc/quay.rs\t13\twarn\tcode
finding\tunbounded-spawn\tsrc/crane.rs\t7\twarn\tcode
silence\tharbour\ttimer-reset\tunknown\tthe length of this timer\t4
silence\tharbour\tunbounded-spawn\tnot-mine\t\t9
silence\tpilots\ttimer-reset\tunknown\tthe length of this timer\t2
";

fn difference(old: &str, new: &str, scope: &Scope) -> Difference {
    let [old, new] = [old, new].map(|text| Record::read(text).expect("it is a record"));
    compare(&old, &new, scope).expect("the records speak of the lint")
}

/// What differs where a text stands in the place of another in the small record.
fn changed(from: &str, to: &str) -> Difference {
    assert!(SMALL.contains(from), "the small record has no {from}");
    difference(SMALL, &SMALL.replacen(from, to, 1), &Scope::default())
}

#[test]
fn a_record_does_not_differ_from_itself() {
    let tree = rooms();
    let text = record_of(&[&tree.dir], 2).to_string();
    for text in [&*text, SMALL] {
        let same = difference(text, text, &Scope::default());
        assert!(same.is_empty(), "{same}");
    }
}

#[test]
fn a_finding_that_comes_or_goes_is_shown_with_its_place() {
    let line = "finding\ttimer-reset\tsrc/quay.rs\t13\twarn\tcode\n";
    let gone = changed(line, "");
    assert_eq!(gone.lints["timer-reset"], Tally { before: 2, after: 1, removed: 1, ..Tally::default() });
    assert!(gone.to_string().contains("\n- timer-reset src/quay.rs:13 warn\n"), "{gone}");
    let come = changed(line, &format!("{line}finding\ttimer-reset\tsrc/buoy.rs\t5\tpedantic\ttest\n"));
    assert_eq!(come.lints["timer-reset"], Tally { before: 2, after: 3, added: 1, ..Tally::default() });
    assert!(come.to_string().contains("\n+ timer-reset src/buoy.rs:5 pedantic in a test\n"), "{come}");
    assert!(!come.is_empty() && !gone.is_empty());
}

#[test]
fn a_finding_at_another_level_has_moved() {
    let moved = changed("crane.rs\t7\twarn", "crane.rs\t7\tpedantic");
    assert_eq!(moved.lints["unbounded-spawn"], Tally { before: 1, after: 1, moved: 1, ..Tally::default() });
    assert!(
        matches!(&moved.findings[..], [Changed::Moved(old, new)] if old.level == "warn" && new.level == "pedantic")
    );
    let shown = "- unbounded-spawn src/crane.rs:7 warn\n+ unbounded-spawn src/crane.rs:7 pedantic (moved)\n";
    assert!(moved.to_string().contains(shown), "{moved}");
    let two = changed("quay.rs\t13\twarn", "quay.rs\t13\tdeny");
    assert_eq!(two.lints["timer-reset"].moved, 1, "the other finding on the line is as it was");
}

#[test]
fn a_silence_kept_more_often_is_counted_over_the_tree() {
    let more = changed("timer\t4", "timer\t7");
    let key = ["timer-reset", "unknown", "the length of this timer"].map(str::to_owned);
    assert_eq!((more.silences[&key].before, more.silences[&key].after), (6, 9));
    assert!(more.findings.is_empty() && !more.is_empty(), "only a silence differs");
    assert!(more.to_string().contains("+3"), "{more}");
    let other = SMALL.replacen("timer\t4", "timer\t3", 1).replacen("timer\t2", "timer\t3", 1);
    let wandered = difference(SMALL, &other, &Scope { packages: true, ..Scope::default() });
    assert!(!wandered.is_empty(), "the sum is the same, and the packages are not");
    assert!(wandered.to_string().contains("    pilots\n"), "{wandered}");
}

#[test]
fn a_question_in_other_words_differs_only_where_texts_are_told_apart() {
    let other = SMALL.replace("the length of this timer", "how long this timer is");
    assert_eq!(difference(SMALL, &other, &Scope::default()).silences.len(), 2, "one is gone and one has come");
    let no_texts = Scope { no_texts: true, ..Scope::default() };
    assert!(difference(SMALL, &other, &no_texts).is_empty());
    let moved = SMALL.replacen("unknown", "exempt", 1);
    assert!(!difference(SMALL, &moved, &no_texts).is_empty(), "another kind of silence is a difference all the same");
}

#[test]
fn one_lint_can_be_compared_alone() {
    let other = SMALL.replacen("crane.rs\t7", "crane.rs\t8", 1);
    let only = |lint: &str| Scope { lint: Some(lint.to_owned()), ..Scope::default() };
    assert!(difference(SMALL, &other, &only("timer-reset")).is_empty());
    assert_eq!(difference(SMALL, &other, &only("unbounded-spawn")).findings.len(), 2);
    let small = Record::read(SMALL).expect("it is a record");
    assert!(compare(&small, &small, &only("timer-rest")).is_err(), "a name that neither record has is a mistake");
}

#[test]
fn records_of_two_trees_and_new_failures_are_differences() {
    assert!(changed("tree\t2", "tree\t3").to_string().starts_with("these are not records of one tree"));
    let failed = changed("\nsilence", "\nfailure\tpilots\t1\nsilence");
    assert!(failed.to_string().starts_with("failures in pilots: 0 before, 1 after"), "{failed}");
}
