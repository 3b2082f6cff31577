//! Only what changed: what git says of lines, against the real git, and which findings are left for it.

mod scratch;

use std::process::Command;

use scratch::{DENIED, MANIFEST, QUIET, Scratch, WARNED, harbour, snapshot};

/// Runs git in the folder, with nothing of the tester's settings, and returns what it printed.
fn git(scratch: &Scratch, args: &[&str]) -> String {
    let name = ["-c", "user.name=Harbour", "-c", "user.email=harbour@example.org", "-c", "init.defaultBranch=main"];
    let output = Command::new("git")
        .current_dir(&scratch.dir)
        .args(name)
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .expect("git is installed");
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn commit(scratch: &Scratch) {
    git(scratch, &["add", "--all"]);
    git(scratch, &["commit", "--quiet", "--allow-empty", "--message", "tide"]);
}

/// The harbour, committed.
fn committed() -> Scratch {
    repository(harbour())
}

fn repository(scratch: Scratch) -> Scratch {
    git(&scratch, &["init", "--quiet"]);
    commit(&scratch);
    scratch
}

/// The findings as `path:line`, in order.
fn found(scratch: &Scratch, args: &[&str]) -> Vec<String> {
    let run = scratch.run(&[&["--format", "short"], args].concat());
    assert_eq!(run.stderr, "", "{args:?}");
    run.stdout.lines().map(|line| line.splitn(3, ':').take(2).collect::<Vec<_>>().join(":")).collect()
}

const NOTHING: [&str; 0] = [];

#[test]
fn where_nothing_has_changed_nothing_is_reported() {
    let scratch = committed();
    let run = scratch.run(&["--changed"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let said = |why: &str| format!("conclint: nothing was checked, since no Rust file {why}; [time]\n");
    assert_eq!(run.stdout, said("has changed since the last commit"));
    assert_eq!(scratch.run(&["--changed=HEAD"]).stdout, said("has changed since HEAD"));
    assert_eq!(scratch.run(&["--staged"]).stdout, said("is staged"));
    assert_eq!(scratch.run(&["--staged", "--show-files"]).stdout, "");
    scratch.write("src/new.rs", DENIED);
    assert_eq!(
        scratch.run(&["--changed", "--show-files", "-q"]).stdout.lines().count(),
        5,
        "a package is checked whole"
    );
}

#[test]
fn changed_lines_are_judged_with_their_package() {
    let scratch = committed();
    scratch.write("src/tower.rs", &DENIED.replace("println!(\"{job}\")", "println!(\"{job}!\")"));
    assert_eq!(found(&scratch, &["--changed"]), ["src/tower.rs:5"], "the loop has changed");
    let run = scratch.run(&["--changed"]);
    let summary = "conclint: 1 denied in 4 files of 1 package; 1 more where nothing has changed; [time]";
    assert_eq!((run.code, run.stdout.lines().last()), (1, Some(summary)));
    assert_eq!(scratch.json(&["--changed"])["summary"]["unchanged"], 1);

    scratch.write("src/tower.rs", &format!("{DENIED}\npub fn lit() {{}}\n"));
    assert_eq!(found(&scratch, &["--changed"]), NOTHING, "the loop stands where it stood");
    scratch.write("src/tower.rs", &format!("// A line above.\n{DENIED}"));
    assert_eq!(found(&scratch, &["--changed"]), NOTHING, "the loop has only moved");
}

#[test]
fn files_that_git_does_not_know_are_new() {
    let scratch = committed();
    scratch.write(".gitignore", "/drafts\n");
    scratch.write("src/new.rs", DENIED);
    scratch.write("drafts/new.rs", DENIED);
    assert_eq!(found(&scratch, &["--changed"]), ["src/new.rs:5"]);
    assert_eq!(found(&scratch, &["--staged"]), NOTHING);
    git(&scratch, &["add", "src/new.rs"]);
    assert_eq!(found(&scratch, &["--staged"]), ["src/new.rs:5"]);
    assert_eq!(found(&scratch, &["--changed", "src/tower.rs"]), NOTHING, "the paths are a filter too");
}

#[test]
fn a_change_elsewhere_can_make_an_old_place_wrong() {
    let keeper = "pub struct Pier;\nimpl Pier {\n    pub fn light(&self, colour: u32) {\n        tokio::spawn(crate::lamp::burn(colour));\n    }\n}\n";
    let lamp = |exit: &str| {
        format!(
            "use std::time::Duration;\n\npub async fn burn(colour: u32) {{\n    loop {{\n        tokio::time::sleep(Duration::from_secs(1)).await;\n{exit}        println!(\"{{colour}}\");\n    }}\n}}\n"
        )
    };
    let exit = "        if std::env::args().count() > 3 {\n            break;\n        }\n";
    let scratch = repository(Scratch::new(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", "pub mod keeper;\npub mod lamp;\n"),
        ("src/keeper.rs", keeper),
        ("src/lamp.rs", &lamp(exit)),
    ]));
    assert_eq!(found(&scratch, &[]), NOTHING);
    scratch.write("src/lamp.rs", &lamp(""));
    assert_eq!(found(&scratch, &["--changed"]), ["src/keeper.rs:4"]);
}

#[test]
fn a_branch_is_compared_with_where_it_left() {
    let scratch = committed();
    git(&scratch, &["checkout", "--quiet", "-b", "pier"]);
    scratch.write("src/pier.rs", DENIED);
    commit(&scratch);
    git(&scratch, &["checkout", "--quiet", "main"]);
    scratch.write("src/tower.rs", QUIET);
    commit(&scratch);
    git(&scratch, &["checkout", "--quiet", "pier"]);
    assert_eq!(found(&scratch, &["--changed=main"]), ["src/pier.rs:5"], "what main did since is no change of ours");
    assert_eq!(found(&scratch, &["--changed"]), NOTHING);
    scratch.write("src/quay.rs", &WARNED.replace("from_secs(10)", "from_secs(20)"));
    assert_eq!(found(&scratch, &["--changed=main"]), ["src/pier.rs:5", "src/quay.rs:13"]);
    assert_eq!(found(&scratch, &["--changed"]), ["src/quay.rs:13"]);
}

#[test]
fn what_is_staged_is_judged_as_it_is_staged() {
    let scratch = committed();
    scratch.write("src/quay.rs", &format!("{QUIET}\n{DENIED}"));
    git(&scratch, &["add", "src/quay.rs"]);
    scratch.write("src/quay.rs", QUIET);
    assert_eq!(found(&scratch, &["--staged"]), ["src/quay.rs:9"], "the disk has other lines");
    assert_eq!(found(&scratch, &["--changed"]), NOTHING);
    scratch.write("src/tower.rs", &DENIED.replace("job}", "job}!"));
    assert_eq!(found(&scratch, &["--staged"]), ["src/quay.rs:9"], "that is not staged");

    std::fs::remove_file(scratch.path("src/quay.rs")).expect("it was there");
    let run = scratch.run(&["--staged"]);
    assert_eq!(run.code, 0);
    assert_eq!(run.stderr, "conclint: [scratch]/src/quay.rs is staged and gone from the disk; it was not checked\n");
}

#[test]
fn a_file_that_only_has_another_name_has_not_changed() {
    let scratch = committed();
    git(&scratch, &["mv", "src/tower.rs", "src/mast.rs"]);
    assert_eq!(found(&scratch, &["--changed"]), NOTHING);
    assert_eq!(found(&scratch, &["--staged"]), NOTHING);
    scratch.write("src/mast.rs", &DENIED.replace("job}", "job}!"));
    assert_eq!(found(&scratch, &["--changed"]), ["src/mast.rs:5"]);
}

#[test]
fn before_the_first_commit_all_is_new() {
    let scratch = harbour();
    git(&scratch, &["init", "--quiet"]);
    assert_eq!(found(&scratch, &["--staged"]), NOTHING);
    git(&scratch, &["add", "src/tower.rs"]);
    assert_eq!(found(&scratch, &["--staged"]), ["src/tower.rs:5"]);
    assert_eq!(found(&scratch, &["--changed"]), ["src/quay.rs:13", "src/tower.rs:5"]);
}

#[test]
fn odd_names_and_settings_change_nothing() {
    let scratch = committed();
    for (key, value) in [
        ("diff.noprefix", "true"),
        ("diff.interHunkContext", "9"),
        ("diff.external", "false"),
        ("diff.relative", "true"),
        ("color.ui", "always"),
        ("core.quotePath", "true"),
    ] {
        git(&scratch, &["config", key, value]);
    }
    let odd = "src/müll \"neu\".rs";
    scratch.write(odd, QUIET);
    commit(&scratch);
    scratch.write(odd, &format!("{QUIET}{DENIED}"));
    scratch.write("src/tower.rs", &format!("// One.\n{DENIED}// Two.\n"));
    assert_eq!(found(&scratch, &["--changed"]), [format!("{odd}:8")]);
    git(&scratch, &["add", "--all"]);
    assert_eq!(found(&scratch, &["--staged"]), [format!("{odd}:8")]);
}

#[test]
fn the_folder_does_not_matter() {
    let scratch = committed();
    scratch.write("src/tower.rs", &DENIED.replace("job}", "job}!"));
    scratch.write("elsewhere/keep.txt", "");
    for (folder, path) in [("src", "."), ("elsewhere", "../src"), ("elsewhere", "..")] {
        let run = scratch.run_in(folder, &["--changed", "--format", "short", path]);
        assert_eq!((run.code, run.stdout.lines().count()), (1, 1), "{folder} {path}: {}{}", run.stdout, run.stderr);
    }
}

#[test]
fn a_baseline_holds_back_first() {
    let scratch = committed();
    scratch.write("src/new.rs", DENIED);
    assert_eq!(scratch.run(&["--write-baseline"]).code, 0);
    scratch.write("src/newer.rs", DENIED);
    let run = scratch.run(&["--changed"]);
    assert!(run.stdout.contains("conclint: 1 denied in 6 files of 1 package; 3 suppressed by"), "{}", run.stdout);
    assert_eq!(found(&scratch, &["--changed"]), ["src/newer.rs:5"]);
}

#[test]
fn allows_are_added_only_for_what_changed_and_for_what_they_change_themselves() {
    let lamp = |left: &str| {
        format!(
            "use std::time::Duration;\n\npub async fn burn(colour: String) {{\n    loop {{\n        tokio::time::sleep(Duration::from_secs(1)).await;\n        println!(\"{{colour}}\");\n        {left}\n    }}\n}}\n"
        )
    };
    let keeper = "use tokio::sync::mpsc;\n\npub struct Quay;\n\nimpl Quay {\n    pub async fn tend(&self, mut jobs: mpsc::Receiver<String>) {\n        loop {\n            if let Some(job) = jobs.recv().await {\n                tokio::spawn(crate::lamp::burn(job));\n            }\n        }\n    }\n}\n";
    let scratch = Scratch::new(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", "pub mod keeper;\npub mod lamp;\npub mod quay;\n"),
        ("src/keeper.rs", keeper),
        ("src/lamp.rs", &lamp("break;")),
        ("src/quay.rs", WARNED),
    ]);
    let scratch = repository(scratch);
    scratch.write("src/lamp.rs", &lamp("continue;"));
    assert_eq!(found(&scratch, &["--changed"]), ["src/keeper.rs:9"], "the spawn is one that never ends");

    // The comment stands inside a loop that is old, and is a finding of its own once any line of it has changed.
    let run = scratch.run(&["--changed", "--add-allows"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "conclint: 2 allows written in 1 file\n"), "{}", run.stderr);
    assert_eq!(found(&scratch, &["--changed"]), NOTHING);
    assert_eq!(found(&scratch, &[]), ["src/quay.rs:13"], "what has not changed is not allowed");
}

#[test]
fn what_is_wrong_is_said_in_one_sentence() {
    let scratch = committed();
    git(&scratch, &["checkout", "--quiet", "--orphan", "island"]);
    scratch.write("src/island.rs", QUIET);
    commit(&scratch);
    let bare = harbour();
    let mut all = String::new();
    let mut wrong = |scratch: &Scratch, args: &[&str], env: &[(&str, &str)]| {
        // The folder for temporary files may lie in a repository of somebody's.
        let ceiling = scratch.dir.parent().map(|dir| dir.to_string_lossy().into_owned()).unwrap_or_default();
        let run = scratch.command(args, &[&[("GIT_CEILING_DIRECTORIES", &*ceiling)], env].concat(), b"");
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        assert_eq!(run.stderr.lines().count(), 1, "{args:?}: {}", run.stderr);
        all.push_str(&format!("$ conclint {}\n{}\n", args.join(" "), run.stderr));
    };
    wrong(&bare, &["--changed"], &[]);
    wrong(&bare, &["--staged"], &[]);
    wrong(&scratch, &["--changed=nowhere"], &[]);
    wrong(&scratch, &["--changed=--output=x"], &[]);
    wrong(&scratch, &["--changed="], &[]);
    wrong(&scratch, &["--changed=main"], &[]);
    wrong(&scratch, &["--changed", "--staged"], &[]);
    wrong(&scratch, &["--changed", "--write-baseline"], &[]);
    wrong(&scratch, &["--staged=main"], &[]);
    wrong(&scratch, &["--changed", "-", "--stdin-filename", "src/quay.rs"], &[]);
    wrong(&scratch, &["--changed"], &[("PATH", "")]);
    snapshot("changed-wrong", &all);
}

#[test]
fn an_editor_is_told_what_has_to_do_with_the_change() {
    let scratch = committed();
    let reported = |args: &[&str]| scratch.run(args).stdout.matches("compiler-message").count();
    assert_eq!(reported(&["editor", "--", "true"]), 2);
    assert_eq!(reported(&["--changed", "editor", "--", "true"]), 0);
    scratch.write("src/new.rs", DENIED);
    scratch.write(
        "src/lib.rs",
        &format!("{}\npub mod new;\n", std::fs::read_to_string(scratch.path("src/lib.rs")).unwrap()),
    );
    assert_eq!(reported(&["--changed", "editor", "--", "true"]), 1);
}
