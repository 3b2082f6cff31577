//! Comments by which a user allows findings: what they hold back, and what is said of those that are good for nothing.
//!
//! Where a comment may stand is tried in the room of `unused-suppression`; here is what depends on a run.

mod scratch;

use scratch::{DENIED, MANIFEST, QUIET, Scratch, package};

const ALLOW: &str = "// conclint: allow(closed-channel-spin) -- the jobs never end\n";

/// The findings as `path:line: level[lint]`, in order.
fn found(scratch: &Scratch, args: &[&str]) -> Vec<String> {
    let run = scratch.run(&[&["--format", "short"], args].concat());
    assert_eq!(run.stderr, "", "{args:?}");
    let one = |line: &str| {
        let words: Vec<&str> = line.split(' ').collect();
        let place: Vec<&str> = words[0].split(':').collect();
        format!("{}:{}: {}", place[0], place[1], words[1])
    };
    run.stdout.lines().map(one).collect()
}

#[test]
fn what_is_allowed_does_not_fail_the_run() {
    let scratch = package(&DENIED.replace("    loop {", &format!("    {ALLOW}    loop {{")));
    let run = scratch.run(&[]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(run.stdout, "conclint: nothing found in 1 file of 1 package; [time]\n");
}

#[test]
fn an_allow_of_one_lint_leaves_the_others() {
    let scratch = package(&format!("{}{DENIED}", ALLOW.replace("closed-channel-spin", "timer-reset")));
    assert_eq!(
        found(&scratch, &[]),
        ["src/lib.rs:1: warn[unused-suppression]", "src/lib.rs:6: deny[closed-channel-spin]"]
    );
}

#[test]
fn an_allow_at_the_head_covers_its_file_and_no_other() {
    let head = ALLOW.replace("//", "//!");
    let scratch = Scratch::new(&[
        ("Cargo.toml", MANIFEST),
        (
            "src/lib.rs",
            &format!("{head}pub mod tower;\n{}", DENIED.repeat(2).replacen("use tokio::sync::mpsc;", "", 1)),
        ),
        ("src/tower.rs", DENIED),
    ]);
    assert_eq!(found(&scratch, &[]), ["src/tower.rs:5: deny[closed-channel-spin]"]);
}

#[test]
fn an_allow_of_nothing_is_found_where_nothing_else_is() {
    let scratch = package(&format!("{ALLOW}{QUIET}"));
    let run = scratch.run(&["-q"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("`closed-channel-spin` is allowed here and not found"), "{}", run.stdout);
    assert_eq!(scratch.run(&["-D", "warnings"]).code, 1);
    assert_eq!(found(&scratch, &["-A", "meta"]), [""; 0]);
}

#[test]
fn of_a_lint_that_is_off_nobody_knows() {
    let scratch = package(&format!("{ALLOW}{QUIET}"));
    assert_eq!(found(&scratch, &["-A", "closed-channel-spin"]), [""; 0]);
    assert_eq!(found(&scratch, &["-A", "channel"]), [""; 0]);
    assert_eq!(found(&scratch, &["-A", "time"]), ["src/lib.rs:1: warn[unused-suppression]"]);
    scratch.write(
        "conclint.toml",
        "[[override]]\npaths = [\"src/lib.rs\"]\nlevels = { closed-channel-spin = \"allow\" }\n",
    );
    assert_eq!(found(&scratch, &[]), [""; 0]);
}

#[test]
fn of_a_file_that_was_read_in_part_nobody_knows() {
    let scratch = package(&format!("{ALLOW}{QUIET}\nfn broken( {{ let = ; }}\n"));
    assert_eq!(found(&scratch, &[]), [""; 0]);
    scratch.write("src/lib.rs", &format!("{}{QUIET}\nfn broken( {{ let = ; }}\n", ALLOW.replace("spin", "spni")));
    assert_eq!(found(&scratch, &[]), ["src/lib.rs:1: warn[unused-suppression]"], "no lint is called so anywhere");
}

/// A task whose endless loop stands in another file.
fn lighthouse() -> Scratch {
    let keeper = "pub struct Pier;\nimpl Pier {\n    pub fn light(&self, colour: u32) {\n        tokio::spawn(crate::lamp::burn(colour));\n    }\n}\n";
    let lamp = "use std::time::Duration;\n\npub async fn burn(colour: u32) {\n    // conclint: allow(detached-spawn) -- it burns forever\n    loop {\n        tokio::time::sleep(Duration::from_secs(1)).await;\n        println!(\"{colour}\");\n    }\n}\n";
    Scratch::new(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", "pub mod keeper;\npub mod lamp;\n"),
        ("src/keeper.rs", keeper),
        ("src/lamp.rs", lamp),
    ])
}

#[test]
fn an_allow_at_the_evidence_holds_back_a_finding_in_another_file() {
    let scratch = lighthouse();
    assert_eq!(found(&scratch, &[]), [""; 0]);
    let lamp = std::fs::read_to_string(scratch.path("src/lamp.rs")).expect("it was written");
    scratch.write("src/lamp.rs", &lamp.replace("    // conclint", "    // no conclint"));
    assert_eq!(found(&scratch, &[]), ["src/keeper.rs:4: warn[detached-spawn]"]);
}

#[test]
fn which_files_are_asked_for_does_not_make_an_allow_unused() {
    let scratch = lighthouse();
    assert_eq!(found(&scratch, &["src/lamp.rs"]), [""; 0]);
    assert_eq!(found(&scratch, &["src/keeper.rs"]), [""; 0]);
}

#[test]
fn an_unused_allow_is_told_only_where_it_was_asked_for() {
    let scratch = lighthouse();
    scratch.write("src/keeper.rs", &format!("{ALLOW}{QUIET}"));
    assert_eq!(found(&scratch, &["src/lamp.rs"]), ["src/lamp.rs:4: warn[unused-suppression]"]);
    assert_eq!(found(&scratch, &["src/keeper.rs"]), ["src/keeper.rs:1: warn[unused-suppression]"]);
}

#[test]
fn comments_in_test_code_are_test_code() {
    let scratch = package(&format!("#[cfg(test)]\nmod tests {{\n    {ALLOW}    #[test]\n    fn adds() {{}}\n}}\n"));
    assert_eq!(found(&scratch, &[]), ["src/lib.rs:3: warn[unused-suppression]"]);
    scratch.write("conclint.toml", "tests = \"skip\"\n");
    assert_eq!(found(&scratch, &[]), [""; 0]);
}

#[test]
fn what_is_allowed_still_counts_among_equal_findings() {
    // Two loops that read the same, in functions of one name.
    let twin = "async fn serve(jobs: &mut mpsc::Receiver<String>) {\n        loop {\n            if let Some(job) = jobs.recv().await {\n                println!(\"{job}\");\n            }\n        }\n    }\n";
    let text = |allow: &str| {
        format!(
            "use tokio::sync::mpsc;\n\nmod a {{\n    use super::*;\n    {allow}    pub {twin}}}\nmod b {{\n    use super::*;\n    pub {twin}}}\n"
        )
    };
    let scratch = package(&text(""));
    let before = scratch.json(&[]);
    scratch.write("src/lib.rs", &text(ALLOW));
    let after = scratch.json(&[]);
    assert_eq!(after["findings"].as_array().map(Vec::len), Some(1));
    assert_eq!(before["findings"][1]["fingerprint"], after["findings"][0]["fingerprint"]);
    assert_ne!(before["findings"][0]["fingerprint"], after["findings"][0]["fingerprint"]);
}

#[test]
fn why_tells_what_is_allowed_and_where() {
    let scratch = package(&DENIED.replace("    loop {", &format!("    {ALLOW}    loop {{")));
    let run = scratch.run(&["why", "src/lib.rs:6"]);
    assert!(run.stdout.contains("since a comment allows it\n    src/lib.rs:4:5\n"), "{}", run.stdout);
    let run = scratch.run(&["why", "src/lib.rs:4"]);
    assert!(run.stdout.contains("every lint that it names has a finding here"), "{}", run.stdout);
}

#[test]
fn line_ends_of_windows_are_line_ends() {
    let text =
        DENIED.replace("jobs.recv().await {", "jobs.recv().await { // conclint: allow(closed-channel-spin) -- ok");
    assert_eq!(found(&package(&text.replace('\n', "\r\n")), &[]), [""; 0]);
}

// ---- Attributes ---------------------------------------------------------------------------------------------------

const BAN: &str = "[[ban]]\npath = \"std::thread::sleep\"\nreason = \"it stops every task\"\n";
const CLIPPY: &str = "#[allow(clippy::disallowed_methods)]\n";

/// A function that calls what is banned, with this before it, at its head and before the call.
fn napping(item: &str, head: &str, statement: &str) -> Scratch {
    let text = format!(
        "use std::time::Duration;\n\n{item}pub fn nap() {{\n{head}    let long = Duration::from_secs(1);\n{statement}    std::thread::sleep(long);\n}}\n"
    );
    let scratch = package(&text);
    scratch.write("conclint.toml", BAN);
    scratch
}

#[test]
fn an_attribute_for_clippy_s_equal_silences_what_it_is_on() {
    let inner = CLIPPY.replace('#', "#!");
    let expects = CLIPPY.replacen("allow", "expect", 1);
    assert_eq!(found(&napping("", "", ""), &[]), ["src/lib.rs:5: deny[banned-path]"]);
    for (item, head, statement) in [
        (CLIPPY, "", ""),
        ("", inner.as_str(), ""),
        ("", "", CLIPPY),
        (&expects, "", ""),
        ("#[cfg_attr(not(test), allow(clippy::disallowed_methods, reason = \"it naps\"))]\n", "", ""),
    ] {
        let scratch = napping(item, head, statement);
        assert_eq!(found(&scratch, &[]), [""; 0], "{item}{head}{statement}");
    }
}

#[test]
fn an_attribute_speaks_of_nothing_else() {
    for item in
        ["#[allow(clippy::all)]\n", "#[allow(clippy::disallowed_names)]\n", "#[deny(clippy::disallowed_methods)]\n"]
    {
        assert_eq!(found(&napping(item, "", ""), &[]), ["src/lib.rs:6: deny[banned-path]"], "{item}");
    }
    let scratch = package(
        &format!("{CLIPPY}{}", DENIED.replace("use tokio::sync::mpsc;\n\n", "")).replace("mpsc", "tokio::sync::mpsc"),
    );
    assert_eq!(found(&scratch, &[]), ["src/lib.rs:4: deny[closed-channel-spin]"], "it is about another lint");
}

#[test]
fn an_attribute_of_a_module_silences_its_file_and_that_of_the_root_the_crate() {
    let scratch = napping("", "", "");
    let yard = std::fs::read_to_string(scratch.path("src/lib.rs")).expect("it was written");
    scratch.write("src/yard.rs", &yard);
    let inner = CLIPPY.replace('#', "#!");
    for (lib, wanted) in [
        ("pub mod yard;\n".to_owned(), vec!["src/yard.rs:5: deny[banned-path]"]),
        (format!("{CLIPPY}pub mod yard;\n"), vec![]),
        (format!("{inner}\npub mod yard;\n"), vec![]),
    ] {
        scratch.write("src/lib.rs", &lib);
        assert_eq!(found(&scratch, &[]), wanted, "{lib}");
        assert_eq!(found(&scratch, &["src/yard.rs"]), wanted, "{lib}");
    }
    scratch.write("src/yard.rs", &format!("{inner}{yard}"));
    scratch.write("src/lib.rs", "#![deny(clippy::disallowed_methods)]\npub mod yard;\n");
    assert_eq!(found(&scratch, &[]), [""; 0], "the innermost is in force");
}

#[test]
fn an_attribute_that_silences_nothing_is_clippy_s_business() {
    let scratch = package(&format!("{CLIPPY}{QUIET}"));
    assert_eq!(found(&scratch, &[]), [""; 0]);
    // A comment beside it is judged as if it were not there.
    let comment = "// conclint: allow(banned-path) -- it naps\n";
    assert_eq!(found(&napping(CLIPPY, "", comment), &[]), [""; 0]);
}

#[test]
fn why_tells_that_an_attribute_allows_it() {
    let run = napping(CLIPPY, "", "").run(&["why", "src/lib.rs:6", "banned-path"]);
    assert!(run.stdout.contains("since an attribute allows it\n    src/lib.rs:3:1\n"), "{}", run.stdout);
}

/// clippy itself lists what it knows; nothing else would notice that a lint of it has got another name.
#[test]
fn every_equal_is_a_lint_that_clippy_knows() {
    let equals: Vec<&str> = conclint::lints::ALL.iter().flat_map(|lint| lint.same_as).copied().collect();
    let help = std::process::Command::new("clippy-driver").args(["-W", "help"]).output();
    let help = help.expect("clippy is part of the toolchain that this is built with");
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    let known: Vec<String> =
        help.lines().filter_map(|line| line.split_whitespace().next()).map(|name| name.replace('-', "_")).collect();
    assert!(known.iter().any(|name| name == "clippy::await_holding_lock"), "clippy has listed its lints");
    for name in equals {
        assert!(known.iter().any(|one| one == name), "neither rustc nor clippy has a lint {name}");
    }
}

#[test]
fn a_page_names_the_lints_that_mean_the_same() {
    for lint in conclint::lints::ALL {
        for name in lint.same_as {
            assert!(lint.page.contains(&format!("`{name}`")), "the page of {} does not name {name}", lint.name);
        }
    }
}
