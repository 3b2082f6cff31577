//! What `--fix` and `--diff` do to a user's files, and what they leave alone.
//!
//! That each lint's fix is right is for `tests/lints.rs`; here the fixes are only the occasion.

mod scratch;

use std::fs;

use scratch::*;

/// `sleep-poll-loop`, whose fix is sure.
const POLLED: &str = r#"use std::thread::{JoinHandle, sleep};
use std::time::Duration;

pub fn unload(crane: JoinHandle<()>) {
    while !crane.is_finished() {
        sleep(Duration::from_millis(5));
    }
    crane.join().unwrap();
}
"#;

/// [`POLLED`], fixed.
const JOINED: &str = r#"use std::thread::JoinHandle;

pub fn unload(crane: JoinHandle<()>) {
    crane.join().unwrap();
}
"#;

/// [`WARNED`], fixed.
const MENDED: &str = r#"use std::time::Duration;

use tokio::sync::mpsc;

pub async fn watch(mut arrivals: mpsc::Receiver<String>, mut ships: Vec<String>) {
    let period = Duration::from_secs(10);
    let mut ticks = tokio::time::interval_at(tokio::time::Instant::now() + period, period);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            ship = arrivals.recv() => match ship {
                Some(ship) => ships.push(ship),
                None => break,
            },
            _ = ticks.tick() => ships.retain(|ship| !ship.is_empty()),
        }
    }
}
"#;

fn text(scratch: &Scratch, path: &str) -> String {
    fs::read_to_string(scratch.path(path)).expect("it is there")
}

// ---- How far ------------------------------------------------------------------------------------------------------

#[test]
fn what_is_sure_is_fixed_and_the_rest_is_told() {
    let scratch = harbour();
    scratch.write("src/yard.rs", POLLED);
    let run = scratch.run(&["--fix", "--format", "short"]);
    assert_eq!(run.stderr, "conclint: 1 fixed in 1 file; 2 more with --fix=all\n");
    assert_eq!(text(&scratch, "src/yard.rs"), JOINED);
    assert_eq!((text(&scratch, "src/quay.rs"), text(&scratch, "src/tower.rs")), (WARNED.into(), DENIED.into()));
    assert!(run.stdout.contains("src/tower.rs:5:"), "{}", run.stdout);
    assert_eq!((run.code, run.stdout.lines().count()), (1, 2), "what remains is denied: {}", run.stdout);
}

#[test]
fn all_means_what_may_change_behaviour_too() {
    let scratch = harbour();
    let run = scratch.run(&["--fix=all"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, "conclint: 2 fixed in 2 files\n"), "{}", run.stdout);
    assert!(text(&scratch, "src/tower.rs").contains("        } else {\n            break;\n        }\n"));
    let again = scratch.run(&["--fix=all", "--format", "json"]);
    assert_eq!((again.code, again.stderr.as_str()), (0, "conclint: nothing fixed\n"));
    assert!(again.stdout.starts_with('{'), "a document stays one: {}", again.stdout);
}

#[test]
fn what_is_not_reported_is_not_fixed() {
    let scratch = harbour();
    let run = scratch.run(&["--fix=all", "-A", "all", "-W", "channel"]);
    assert_eq!(run.stderr, "conclint: 1 fixed in 1 file\n");
    assert_eq!(text(&scratch, "src/quay.rs"), WARNED);
}

#[test]
fn what_a_baseline_holds_back_is_not_fixed_unless_it_is_left_aside() {
    let scratch = harbour();
    scratch.run(&["--write-baseline"]);
    assert_eq!(
        scratch.run(&["--fix=all"]).stderr.lines().next(),
        Some("conclint: nothing fixed; 2 with --no-baseline")
    );
    assert_eq!(text(&scratch, "src/quay.rs"), WARNED);
    let run = scratch.run(&["--fix=all", "--no-baseline", "-A", "channel"]);
    assert_eq!(run.stderr.lines().next(), Some("conclint: 1 fixed in 1 file"));
    assert_eq!(text(&scratch, "src/quay.rs"), MENDED);
}

#[test]
fn quiet_leaves_out_the_count() {
    let run = harbour().run(&["--fix", "-q"]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
}

// ---- A diff -------------------------------------------------------------------------------------------------------

#[test]
fn a_diff_is_shown_and_nothing_is_written() {
    let scratch = harbour();
    scratch.write("src/yard.rs", POLLED);
    let run = scratch.run(&["--diff"]);
    assert_eq!((run.code, run.stderr.as_str()), (1, "conclint: 1 would be fixed in 1 file; 2 more with --fix=all\n"));
    assert!(run.stdout.starts_with("--- src/yard.rs\n+++ src/yard.rs\n@@ "), "{}", run.stdout);
    assert!(run.stdout.contains("\n-use std::time::Duration;\n"), "{}", run.stdout);
    assert_eq!(text(&scratch, "src/yard.rs"), POLLED);

    let all = scratch.run(&["--diff", "--fix=all"]);
    assert_eq!(all.stderr, "conclint: 3 would be fixed in 3 files\n");
    assert!(all.stdout.contains("+++ src/tower.rs\n"), "{}", all.stdout);
    assert!(all.stdout.contains("\n+            _ = ticks.tick() => ships."), "{}", all.stdout);
    assert_eq!(text(&scratch, "src/tower.rs"), DENIED);
}

#[test]
fn no_diff_is_success_whatever_is_found() {
    let run = package(DENIED).run(&["--diff"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert_eq!(run.stderr, "conclint: nothing would be fixed; 1 with --fix=all\n");
    let run = package(QUIET).run(&["--diff"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", "conclint: nothing would be fixed\n"));
}

#[test]
fn a_diff_in_colour_cannot_play_with_the_terminal() {
    let scratch = package(&WARNED.replace("loop {", "loop { // \u{202e}\u{1b}[2J"));
    let run = scratch.run(&["--diff", "--fix=all", "--color", "always"]);
    assert!(run.stdout.contains("\u{1b}[32m+"), "{}", run.stdout);
    assert!(!run.stdout.contains("\u{1b}[2J") && !run.stdout.contains('\u{202e}'), "{:?}", run.stdout);
}

// ---- Texts --------------------------------------------------------------------------------------------------------

#[test]
fn line_ends_and_a_missing_last_one_are_kept() {
    let windows = |text: &str| text.trim_end().replace('\n', "\r\n");
    let scratch = package(&windows(WARNED));
    scratch.run(&["--fix=all"]);
    assert_eq!(text(&scratch, "src/lib.rs"), windows(MENDED));
}

#[test]
fn standard_input_comes_back_fixed() {
    let scratch = Scratch::new(&[]);
    let flags = |fix| ["-", "--stdin-filename", "a.rs", "--format", "short", fix];
    let run = scratch.run_with(&flags("--fix=all"), WARNED.as_bytes());
    assert_eq!((run.code, run.stdout.as_str()), (0, MENDED));
    assert_eq!(run.stderr, "conclint: 1 fixed in 1 file\n");
    assert!(!scratch.path("a.rs").exists(), "nothing is written");

    let run = scratch.run_with(&flags("--fix"), DENIED.as_bytes());
    assert_eq!((run.code, run.stdout.as_str()), (1, DENIED), "what is not fixed comes back as it was");
    assert!(run.stderr.contains("\na.rs:5:"), "findings go to the other stream: {}", run.stderr);
}

#[test]
fn fixes_that_touch_one_another_are_made_in_turn() {
    let two = WARNED.replace(
        "            _ = sleep(Duration::from_secs(10))",
        "            _ = sleep(Duration::from_secs(60)) => ships.clear(),\n            _ = sleep(Duration::from_secs(10))",
    );
    let scratch = package(&two);
    let run = scratch.run(&["--fix=all"]);
    assert_eq!(run.stderr, "conclint: 2 fixed in 1 file\n", "{}", run.stdout);
    let fixed = text(&scratch, "src/lib.rs");
    assert!(fixed.contains("_ = ticks.tick() => ") && fixed.contains("_ = ticks2.tick() => "), "{fixed}");
}

#[test]
fn a_fix_that_another_finding_would_follow_is_taken_back() {
    let scratch = package(
        "use std::time::Duration;\n\nuse tokio::time::sleep;\n\npub async fn watch(mut ships: Vec<String>) {\n    loop \
         {\n        tokio::select! {\n            _ = sleep(Duration::from_secs(1)) => ships.clear(),\n            \
         _ = sleep(Duration::from_secs(9)) => ships.push(String::new()),\n        }\n    }\n}\n",
    );
    let before = text(&scratch, "src/lib.rs");
    let run = scratch.run(&["--fix=all", "--format", "short"]);
    let said = "conclint: src/lib.rs:9:17: timer-reset was not fixed: timer-reset would report the changed code\n";
    assert_eq!(run.stderr, format!("{said}conclint: nothing fixed\n"));
    assert_eq!((run.code, text(&scratch, "src/lib.rs")), (1, before), "{}", run.stdout);
}

#[test]
fn a_thread_is_not_joined_where_the_loop_let_other_tasks_run() {
    let scratch = package(
        "use std::time::Duration;\n\npub async fn unload(crane: std::thread::JoinHandle<()>) {\n    while \
         !crane.is_finished() {\n        tokio::time::sleep(Duration::from_millis(5)).await;\n    }\n    \
         crane.join().unwrap();\n}\n",
    );
    let run = scratch.run(&["--fix=all", "--format", "short"]);
    assert_eq!(run.stderr, "conclint: nothing fixed\n");
    assert!(run.stdout.starts_with("src/lib.rs:5:9: warn[sleep-poll-loop]"), "{}", run.stdout);
}

#[test]
fn a_file_with_mistakes_is_left_alone_and_the_others_are_fixed() {
    let scratch = harbour();
    let broken = format!("{WARNED}\nfn broken( {{ let = ; }}\n");
    scratch.write("src/yard.rs", &broken);
    let run = scratch.run(&["--fix=all", "-A", "channel"]);
    let said = "src/yard.rs:13:17: timer-reset was not fixed: its file has mistakes that must be fixed first\n";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    assert!(run.stderr.contains("conclint: 1 fixed in 1 file\n"), "{}", run.stderr);
    assert_eq!((text(&scratch, "src/yard.rs"), text(&scratch, "src/quay.rs")), (broken, MENDED.to_owned()));
}

#[test]
fn imports_go_only_where_nothing_needs_them_any_more() {
    let lists = [
        ("use tokio::time::{Instant, sleep};", "use tokio::time::Instant;"),
        ("use tokio::time::{self, Instant, sleep};", "use tokio::time::{self, Instant};"),
        ("use tokio::{net::TcpStream, time::{sleep}};", "use tokio::{net::TcpStream};"),
        ("pub use tokio::time::sleep;", "pub use tokio::time::sleep;"),
    ];
    for (list, left) in lists {
        let scratch = package(&WARNED.replace("use tokio::time::sleep;", list));
        scratch.run(&["--fix=all"]);
        let fixed = text(&scratch, "src/lib.rs");
        assert!(fixed.contains("ticks.tick()") && fixed.contains(left), "{list}: {fixed}");
    }
    let seen = format!(
        "{WARNED}\nmod deep {{\n    pub async fn nap() {{\n        super::sleep(std::time::Duration::MAX).await\n    }}\n}}\n"
    );
    let scratch = package(&seen);
    scratch.run(&["--fix=all"]);
    assert!(text(&scratch, "src/lib.rs").contains("use tokio::time::sleep;\n"), "a module below needs it");
}

// ---- Files --------------------------------------------------------------------------------------------------------

#[test]
fn only_what_was_asked_for_is_changed() {
    let scratch = harbour();
    scratch.write("src/yard.rs", WARNED);
    scratch.run(&["--fix=all", "src/yard.rs"]);
    assert_eq!((text(&scratch, "src/yard.rs"), text(&scratch, "src/quay.rs")), (MENDED.to_owned(), WARNED.to_owned()));
    let names: Vec<_> = fs::read_dir(scratch.path("src")).expect("it is there").map_while(Result::ok).collect();
    assert_eq!(names.len(), 4, "nothing is left beside them");
}

#[cfg(unix)]
#[test]
fn no_link_is_followed_out_of_the_given_paths() {
    let scratch =
        Scratch::new(&[("inside/Cargo.toml", MANIFEST), ("inside/src/lib.rs", WARNED), ("outside.rs", WARNED)]);
    let link = scratch.path("inside/src/link.rs");
    std::os::unix::fs::symlink("../../outside.rs", &link).expect("links can be made");
    let run = scratch.run(&["--fix=all", "inside"]);
    assert_eq!(run.stderr, "conclint: 1 fixed in 1 file\n");
    assert_eq!(text(&scratch, "outside.rs"), WARNED);
    assert!(link.is_symlink());
}

#[cfg(unix)]
#[test]
fn a_given_link_that_leads_out_of_the_working_directory_is_refused_and_one_that_stays_is_followed() {
    let scratch = Scratch::new(&[
        ("work/Cargo.toml", MANIFEST),
        ("work/src/lib.rs", WARNED),
        ("shared/lib.rs", WARNED),
        ("shared/more.rs", WARNED),
    ]);
    for (to, link) in [("../shared", "work/out"), ("../shared/lib.rs", "work/out.rs"), ("src", "work/in")] {
        std::os::unix::fs::symlink(to, scratch.path(link)).expect("links can be made");
    }
    let away = ["shared/lib.rs", "shared/more.rs"];
    for given in ["out", "out/", "out/more.rs", "out.rs"] {
        let run = scratch.run_in("work", &["--fix=all", "-q", "--format", "short", given]);
        assert_eq!(run.code, 2, "{given}: {}", run.stderr);
        let [sentence] = run.stderr.lines().collect::<Vec<_>>()[..] else { panic!("{given}: {}", run.stderr) };
        assert!(
            sentence
                .starts_with(&format!("conclint: {given} was left as it is: a link leads from it to [scratch]/shared")),
            "{sentence}"
        );
        assert!(sentence.ends_with("out of the working directory; give that path instead"), "{sentence}");
        assert!(away.iter().all(|path| text(&scratch, path) == WARNED), "{given} was followed");
        assert!(run.stdout.contains("timer-reset"), "the finding is still told: {}", run.stdout);
    }

    assert_eq!(scratch.run_in("work", &["--fix=all", "in"]).stderr, "conclint: 1 fixed in 1 file\n");
    assert_eq!(text(&scratch, "work/src/lib.rs"), MENDED);
    let run = scratch.run_in("work", &["--fix=all", "-q", "../shared"]);
    assert_eq!(
        (run.code, text(&scratch, away[0]), text(&scratch, away[1])),
        (0, MENDED.into(), MENDED.into()),
        "a path that is no link"
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_is_named_and_its_finding_stays() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = harbour();
    fs::set_permissions(scratch.path("src/quay.rs"), fs::Permissions::from_mode(0o444)).expect("it is ours");
    let run = scratch.run(&["--fix=all", "--format", "short"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("src/quay.rs could not be written: "), "{}", run.stderr);
    assert!(run.stderr.contains("conclint: 1 fixed in 1 file\n"), "{}", run.stderr);
    assert!(run.stdout.starts_with("src/quay.rs:13:"), "{}", run.stdout);
    assert_eq!(text(&scratch, "src/quay.rs"), WARNED);
}
