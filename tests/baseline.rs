//! Baselines: what is held back, what is new, what is gone, and where the file lies.

mod scratch;

use scratch::{DENIED, MANIFEST, QUIET, Run, Scratch, WARNED, harbour, package, snapshot};

const FILE: &str = "conclint-baseline.json";

fn text(scratch: &Scratch) -> String {
    std::fs::read_to_string(scratch.path(FILE)).expect("a baseline was written")
}

/// The harbour with all its findings held back.
fn settled() -> Scratch {
    let scratch = harbour();
    let run = scratch.run(&["--write-baseline"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(run.stdout, "conclint: conclint-baseline.json suppresses 2 findings\n");
    scratch
}

/// The summary line, which a run must have.
fn summary(run: &Run) -> &str {
    run.stdout.lines().last().unwrap_or_default()
}

#[test]
fn what_is_there_is_held_back_and_what_is_new_is_found() {
    let scratch = settled();
    let run = scratch.run(&[]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(
        run.stdout,
        "conclint: nothing found in 4 files of 1 package; 2 suppressed by conclint-baseline.json; [time]\n"
    );
    scratch.write("src/new.rs", DENIED);
    let run = scratch.run(&["--format", "short"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.starts_with("src/new.rs:5:") && run.stdout.lines().count() == 1, "{}", run.stdout);
}

#[test]
fn the_file_is_sorted_and_counts() {
    let scratch = settled();
    snapshot("baseline", &text(&scratch));
    let before = text(&scratch);
    scratch.write("src/tower.rs", &format!("// A line above.\n{DENIED}"));
    assert_eq!(scratch.run(&["--write-baseline"]).code, 0);
    assert_eq!(text(&scratch), before, "edits elsewhere change nothing");
}

#[test]
fn every_format_gets_what_is_new_only() {
    let scratch = settled();
    let document = scratch.json(&[]);
    assert_eq!(document["findings"].as_array().map(Vec::len), Some(0));
    assert_eq!(document["summary"]["suppressed"], 2);
    assert_eq!(scratch.run(&["--format", "short"]).stdout, "");
}

#[test]
fn a_second_of_the_same_kind_is_new() {
    let scratch = package(DENIED);
    assert_eq!(scratch.run(&["--write-baseline"]).code, 0);
    let again = DENIED.replace("use tokio::sync::mpsc;", "").replace("serve", "serve_again");
    scratch.write("src/lib.rs", &format!("{DENIED}{again}"));
    let run = scratch.run(&[]);
    assert_eq!(run.code, 1);
    assert!(summary(&run).starts_with("conclint: 1 denied in 1 file of 1 package; 1 suppressed by"), "{}", run.stdout);
}

#[test]
fn what_no_longer_occurs_is_said_and_pruned() {
    let scratch = settled();
    scratch.write("src/tower.rs", QUIET);
    std::fs::remove_file(scratch.path("src/quay.rs")).expect("it was there");
    let run = scratch.run(&[]);
    let gone = "0 suppressed by conclint-baseline.json; 2 entries of it no longer occur: --prune-baseline removes them";
    assert!(summary(&run).contains(gone), "{}", run.stdout);
    assert_eq!(scratch.json(&[])["summary"]["unused_in_baseline"], 2);

    let run = scratch.run(&["--prune-baseline"]);
    assert_eq!(run.code, 0);
    assert!(summary(&run).contains("0 suppressed by conclint-baseline.json; 2 entries removed"), "{}", run.stdout);
    assert_eq!(text(&scratch), "{\n  \"version\": 1,\n  \"findings\": []\n}\n");
    assert!(summary(&scratch.run(&[])).contains("; 0 suppressed by conclint-baseline.json; [time]"));
}

#[test]
fn what_was_not_looked_for_is_not_gone() {
    let scratch = settled();
    let before = text(&scratch);
    for args in [&["src/quay.rs"][..], &["-A", "all"], &["-A", "closed-channel-spin", "src/tower.rs"]] {
        let run = scratch.run(&[&["--prune-baseline"], args].concat());
        assert_eq!(run.code, 0, "{args:?}");
        assert!(!run.stdout.contains("removed"), "{args:?}: {}", run.stdout);
    }
    scratch.write("conclint.toml", "exclude = [\"src/tower.rs\"]\n");
    assert_eq!(scratch.run(&["--prune-baseline"]).code, 0);
    assert_eq!(text(&scratch), before);
}

#[test]
fn of_what_could_not_be_read_nothing_is_gone() {
    let scratch = settled();
    let before = text(&scratch);
    scratch.write("src/tower.rs", &format!("{QUIET}\nfn broken( {{ let = ; }}\n"));
    assert!(!scratch.run(&["--prune-baseline"]).stdout.contains("removed"));
    std::fs::write(scratch.path("src/tower.rs"), b"\xff").expect("the folder can be written to");
    let run = scratch.run(&["--prune-baseline"]);
    assert_eq!(run.code, 2, "a file could not be read");
    assert_eq!(text(&scratch), before);
}

#[test]
fn a_baseline_of_some_files_keeps_what_is_known_of_others() {
    let scratch = settled();
    scratch.write("src/new.rs", DENIED);
    let run = scratch.run(&["--write-baseline", "src/new.rs"]);
    assert_eq!(run.stdout, "conclint: conclint-baseline.json suppresses 3 findings\n");
    assert_eq!(scratch.run(&[]).code, 0);
}

#[test]
fn it_can_be_left_aside() {
    let scratch = settled();
    assert_eq!(scratch.run(&["--no-baseline"]).stdout, harbour().run(&[]).stdout);
    scratch.write(FILE, "{");
    assert_eq!(scratch.run(&["--no-baseline"]).code, 1);
}

#[test]
fn it_lies_beside_the_configuration() {
    let scratch = Scratch::new(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"quay\"]\n[workspace.metadata.conclint]\n"),
        ("quay/Cargo.toml", MANIFEST),
        ("quay/src/lib.rs", WARNED),
        ("quay/src/deep/keep.txt", ""),
    ]);
    let run = scratch.run_in("quay/src", &["--write-baseline", "."]);
    assert_eq!(run.stdout, "conclint: [scratch]/conclint-baseline.json suppresses 1 finding\n");
    assert!(text(&scratch).contains("\"file\":\"quay/src/lib.rs\""), "{}", text(&scratch));
    for folder in ["", "quay", "quay/src"] {
        let run = scratch.run_in(folder, &["-D", "warnings"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "from {folder:?}: {}", run.stdout);
    }
}

#[test]
fn without_a_configuration_it_is_found_upwards() {
    let scratch = Scratch::new(&[
        ("quay/Cargo.toml", MANIFEST),
        ("quay/src/lib.rs", WARNED),
        ("yard/Cargo.toml", MANIFEST),
        ("yard/src/lib.rs", WARNED),
    ]);
    assert_eq!(scratch.run(&["--write-baseline"]).stdout, "conclint: conclint-baseline.json suppresses 2 findings\n");
    for folder in ["", "quay", "yard/src"] {
        assert_eq!(scratch.run_in(folder, &["-D", "warnings"]).code, 0, "from {folder:?}");
    }
    std::fs::remove_file(scratch.path(FILE)).expect("it was written");
    let run = scratch.run_in("quay/src", &["--write-baseline", "."]);
    assert_eq!(run.stdout, "conclint: [scratch]/quay/conclint-baseline.json suppresses 1 finding\n");
    assert_eq!(scratch.run(&["-D", "warnings", "quay"]).code, 0);
    assert_eq!(scratch.run(&["-D", "warnings", "yard"]).code, 1);
}

#[test]
fn where_nothing_is_found_none_is_made() {
    let scratch = package(QUIET);
    let run = scratch.run(&["--write-baseline"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "conclint: nothing found, so no baseline is needed\n"));
    assert!(!scratch.path(FILE).exists());
}

#[test]
fn an_allowed_finding_is_not_held_back() {
    let scratch = settled();
    scratch.write("src/tower.rs", &format!("//! conclint: allow(closed-channel-spin) -- jobs never end\n{DENIED}"));
    assert!(scratch.run(&[]).stdout.contains("1 suppressed by conclint-baseline.json; 1 entry of it no longer occurs"));
}

#[test]
fn what_is_wrong_is_said_in_one_sentence() {
    let scratch = settled();
    let mut all = String::new();
    let mut wrong = |args: &[&str]| {
        let run = scratch.run(args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        assert_eq!(run.stderr.lines().count(), 1, "{args:?}: {}", run.stderr);
        all.push_str(&format!("$ conclint {}\n{}\n", args.join(" "), run.stderr));
    };
    wrong(&["--write-baseline", "--no-baseline"]);
    wrong(&["--prune-baseline", "--write-baseline"]);
    wrong(&["--write-baseline=yes"]);
    scratch.write(FILE, "{\n<<<<<<< HEAD\n");
    wrong(&[]);
    scratch.write(FILE, "{\"version\": 2}");
    wrong(&[]);
    snapshot("baseline-wrong", &all);
    assert_eq!(scratch.run(&["--write-baseline"]).code, 0, "it is written anew");
    assert_eq!(scratch.run(&[]).code, 0);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_to_is_named() {
    let scratch = harbour();
    std::fs::create_dir(scratch.path(FILE)).expect("the folder can be written to");
    let run = scratch.run(&["--write-baseline"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert_eq!(run.stderr, "conclint: conclint-baseline.json could not be read: it is a folder\n");
}
