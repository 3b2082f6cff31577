//! What `--add-allows` writes into a user's files, and what it leaves alone.
//!
//! Where a comment can stand is tried in `src/allow/place.rs`; that it then covers what it should, here, by a second run.

mod rooms;
mod scratch;

use std::fs;

use scratch::*;

fn text(scratch: &Scratch, path: &str) -> String {
    fs::read_to_string(scratch.path(path)).expect("it is there")
}

/// Adds allows, and holds that a run then finds nothing and that adding once more changes nothing.
fn added(scratch: &Scratch, args: &[&str]) -> Run {
    let run = scratch.run(&[&["--add-allows"], args].concat());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    let after = scratch.run(&[&["--format", "short"], args].concat());
    assert_eq!((after.code, after.stdout.as_str(), after.stderr.as_str()), (0, "", ""));
    let again = scratch.run(&[&["--add-allows"], args].concat());
    assert_eq!((again.code, again.stdout.as_str()), (0, "conclint: nothing found, so no allow is needed\n"));
    run
}

/// The text of a library's one file after allows were added to it.
fn allowed(lib: &str) -> String {
    let scratch = package(lib);
    added(&scratch, &[]);
    text(&scratch, "src/lib.rs")
}

fn wrong(scratch: &Scratch, args: &[&str], sentence: &str) {
    let run = scratch.run(args);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains(sentence), "{args:?}: {}", run.stderr);
}

const SPIN: &str = "// conclint: allow(closed-channel-spin) -- not reviewed yet";

/// The statement of [`DENIED`] of which its finding speaks.
const ASKS: &str = "        if let Some";

// ---- What is written ----------------------------------------------------------------------------------------------

#[test]
fn every_reported_finding_is_allowed_where_it_stands() {
    let scratch = harbour();
    let run = added(&scratch, &[]);
    assert_eq!(run.stdout, "conclint: 2 allows written in 2 files\n");
    assert_eq!(text(&scratch, "src/tower.rs"), DENIED.replace(ASKS, &format!("        {SPIN}\n{ASKS}")));
    let reset = "            // conclint: allow(timer-reset) -- not reviewed yet\n            _ = sleep";
    assert_eq!(text(&scratch, "src/quay.rs"), WARNED.replace("            _ = sleep", reset));
    assert_eq!(text(&scratch, "src/yard.rs"), PEDANTIC, "what is not reported is not allowed");
}

#[test]
fn the_reason_is_the_user_s() {
    let scratch = package(DENIED);
    assert_eq!(scratch.run(&["--add-allows=issue 12: the jobs never end "]).code, 0);
    let comment = "(closed-channel-spin) -- issue 12: the jobs never end\n";
    assert!(text(&scratch, "src/lib.rs").contains(comment), "{}", text(&scratch, "src/lib.rs"));
    assert_eq!(scratch.run(&[]).code, 0);
}

#[test]
fn two_lints_of_one_statement_share_a_comment() {
    let lib = "use std::time::Duration;\n\npub struct Pier;\n\nimpl Pier {\n    pub fn watch(&self, log: Vec<u32>) {\n        std::thread::spawn(move || loop {\n            std::thread::sleep(Duration::from_secs(1));\n            println!(\"{}\", log.len());\n        });\n    }\n}\n";
    let scratch = package(lib);
    scratch.write("conclint.toml", "[[ban]]\npath = \"std::thread::spawn\"\nreason = \"take `start`\"\n");
    assert_eq!(added(&scratch, &[]).stdout, "conclint: 1 allow written in 1 file\n");
    let comment =
        "        // conclint: allow(banned-path, detached-spawn) -- not reviewed yet\n        std::thread::spawn(";
    assert_eq!(text(&scratch, "src/lib.rs"), lib.replace("        std::thread::spawn(", comment));
}

#[test]
fn an_allow_that_is_there_keeps_its_reason_and_gets_company() {
    let lib = "use std::time::Duration;\n\npub struct Pier;\n\nimpl Pier {\n    pub fn watch(&self, log: Vec<u32>) {\n        // conclint: allow(detached-spawn) -- the log lives as long as the process\n        std::thread::spawn(move || loop {\n            std::thread::sleep(Duration::from_secs(1));\n            println!(\"{}\", log.len());\n        });\n    }\n}\n";
    let scratch = package(lib);
    scratch.write("conclint.toml", "[[ban]]\npath = \"std::thread::spawn\"\nreason = \"take `start`\"\n");
    added(&scratch, &[]);
    let comment = "process\n        // conclint: allow(banned-path) -- not reviewed yet\n";
    assert_eq!(text(&scratch, "src/lib.rs"), lib.replace("process\n", comment));
}

#[test]
fn arms_and_long_statements_get_a_line_above() {
    let lib = "use std::thread::sleep;\nuse std::time::Duration;\n\npub fn nap(how: u8) {\n    match how {\n        0 => {}\n        _ => sleep(Duration::from_secs(1)),\n    }\n    let short =\n        Duration::from_millis(1);\n    let _ =\n        Some(\n            sleep(short),\n        );\n}\n";
    let scratch = package(lib);
    scratch.write("conclint.toml", "[[ban]]\npath = \"std::thread::sleep\"\nreason = \"it blocks\"\n");
    assert_eq!(added(&scratch, &[]).stdout, "conclint: 3 allows written in 1 file\n");
    let mut wanted = lib.to_owned();
    for line in ["use std::thread::sleep;", "        _ => sleep", "    let _ =\n"] {
        let indent = &line[..line.len() - line.trim_start().len()];
        wanted = wanted.replace(line, &format!("{indent}// conclint: allow(banned-path) -- not reviewed yet\n{line}"));
    }
    assert_eq!(text(&scratch, "src/lib.rs"), wanted);
}

#[test]
fn code_in_a_macro_of_ones_own_is_allowed_there() {
    let lib = format!(
        "macro_rules! served {{ ($($code:tt)*) => {{ $($code)* }} }}\n\n{}",
        DENIED.replace("    loop {", "    served! {\n    loop {").replace("\n    }\n}", "\n    }\n    }\n}")
    );
    assert_eq!(allowed(&lib), lib.replace(ASKS, &format!("        {SPIN}\n{ASKS}")));
}

#[test]
fn behind_other_code_it_is_the_end_of_the_line() {
    let lib = "use std::time::Duration;\n\npub fn nap() { std::thread::sleep(Duration::from_secs(1)) }\n\npub fn rest() { nap() }\n";
    let scratch = package(lib);
    scratch.write("conclint.toml", "[[ban]]\npath = \"std::thread::sleep\"\nreason = \"it blocks\"\n");
    added(&scratch, &[]);
    let comment = "(1)) } // conclint: allow(banned-path) -- not reviewed yet\n";
    assert_eq!(text(&scratch, "src/lib.rs"), lib.replace("(1)) }\n", comment));
}

#[test]
fn between_strings_of_several_lines_it_is_what_is_around() {
    let lib = "use std::thread;\nuse std::time::Duration;\n\npub fn nap() {\n    println!(\"a\n    b\"); thread::sleep(Duration::from_secs(1)); println!(\"c\n    d\");\n}\n";
    let scratch = package(lib);
    scratch.write("conclint.toml", "[[ban]]\npath = \"std::thread::sleep\"\nreason = \"it blocks\"\n");
    added(&scratch, &[]);
    let comment = "// conclint: allow(banned-path) -- not reviewed yet\npub fn nap";
    assert_eq!(text(&scratch, "src/lib.rs"), lib.replace("pub fn nap", comment));
}

#[test]
fn line_ends_of_windows_and_tabs_are_kept() {
    let windows = |text: &str| text.replace("    ", "\t").replace('\n', "\r\n");
    let wanted = DENIED.replace(ASKS, &format!("        {SPIN}\n{ASKS}"));
    assert_eq!(allowed(&windows(DENIED)), windows(&wanted));
}

#[test]
fn a_reason_is_no_word_on_what_a_sleep_waits_for() {
    let lib = "use std::time::Duration;\n\n#[tokio::test]\nasync fn answers() {\n    tokio::spawn(serve());\n    // give the server time to start\n    tokio::time::sleep(Duration::from_millis(100)).await;\n    assert!(ask().await);\n}\n\nasync fn serve() {}\n\nasync fn ask() -> bool {\n    true\n}\n";
    let scratch = package(lib);
    assert_eq!(scratch.paths(&[]), ["src/lib.rs"], "there is something to allow");
    assert_eq!(scratch.run(&["--add-allows=retry with backoff, to simulate latency"]).code, 0);
    assert_eq!(
        scratch.paths(&[]),
        [""; 0],
        "the finding is allowed, and the allow is of use: {}",
        text(&scratch, "src/lib.rs")
    );
}

#[test]
fn comments_that_are_themselves_findings_are_allowed_too() {
    let lib =
        format!("// conclint: allow(timer-reset) -- it is rare\n{QUIET}\nfn sub() {{\n    // conclint: alow\n}}\n");
    let scratch = package(&lib);
    assert_eq!(added(&scratch, &[]).stdout, "conclint: 2 allows written in 1 file\n");
}

// ---- Which findings -----------------------------------------------------------------------------------------------

#[test]
fn only_what_is_reported_in_the_given_files_is_allowed() {
    let scratch = harbour();
    assert_eq!(scratch.run(&["--add-allows", "src/tower.rs"]).stdout, "conclint: 1 allow written in 1 file\n");
    assert_eq!(text(&scratch, "src/quay.rs"), WARNED);
    let scratch = harbour();
    scratch.run(&["--add-allows", "-A", "channel"]);
    assert_eq!(text(&scratch, "src/tower.rs"), DENIED);
    added(&scratch, &["-W", "pedantic"]);
    assert!(text(&scratch, "src/yard.rs").contains("allow(sleep-poll-loop)"));
}

#[test]
fn what_a_baseline_holds_back_needs_no_allow() {
    let scratch = harbour();
    scratch.run(&["--write-baseline"]);
    scratch.write("src/quay.rs", &WARNED.replace("from_secs(10)", "from_secs(20)"));
    assert_eq!(scratch.run(&["--add-allows"]).stdout, "conclint: 1 allow written in 1 file\n");
    assert_eq!(text(&scratch, "src/tower.rs"), DENIED);
    assert_eq!(scratch.paths(&[]), [""; 0]);
}

// ---- What is left alone -------------------------------------------------------------------------------------------

#[test]
fn a_file_with_mistakes_is_left_alone_and_the_others_are_written() {
    let scratch = harbour();
    let broken = format!("{DENIED}\nfn broken( {{ let = ; }}\n");
    scratch.write("src/yard.rs", &broken);
    let run = scratch.run(&["--add-allows"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, "conclint: 2 allows written in 2 files\n"));
    let said = "conclint: src/yard.rs was left as it is: its file has mistakes that must be fixed first\n";
    assert_eq!((run.stderr.as_str(), text(&scratch, "src/yard.rs")), (said, broken));
}

#[test]
fn an_allow_that_would_make_another_finding_is_not_written() {
    // At the end of the line the allow would change the mark by which the baseline knows the other finding there.
    let lib = "use std::time::Duration;\n\npub struct Pier;\n\nimpl Pier {\n    pub fn watch(&self, step: Duration) { std::thread::spawn(move || loop { std::thread::sleep(step); }); }\n}\n";
    let scratch = package(lib);
    assert_eq!(scratch.run(&["--write-baseline"]).stdout, "conclint: conclint-baseline.json suppresses 1 finding\n");
    scratch.write("conclint.toml", "[[ban]]\npath = \"std::thread::sleep\"\nreason = \"it blocks\"\n");
    let said = "src/lib.rs was left as it is: with the allow written, detached-spawn would report src/lib.rs:6:43\n";
    let run = scratch.run(&["--add-allows"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, "conclint: no allow written\n"));
    assert_eq!((run.stderr, text(&scratch, "src/lib.rs")), (format!("conclint: {said}"), lib.to_owned()));
}

#[cfg(unix)]
#[test]
fn no_link_is_followed_out_of_the_given_paths() {
    let scratch = Scratch::new(&[
        ("inside/Cargo.toml", MANIFEST),
        ("inside/src/lib.rs", "pub mod link;\n"),
        ("outside.rs", DENIED),
    ]);
    let link = scratch.path("inside/src/link.rs");
    std::os::unix::fs::symlink("../../outside.rs", &link).expect("links can be made");
    scratch.run(&["--add-allows", "inside"]);
    assert_eq!(text(&scratch, "outside.rs"), DENIED);
    assert!(link.is_symlink());
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = harbour();
    fs::set_permissions(scratch.path("src/quay.rs"), fs::Permissions::from_mode(0o444)).expect("it is ours");
    let run = scratch.run(&["--add-allows"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, "conclint: 1 allow written in 1 file\n"));
    assert!(run.stderr.contains("src/quay.rs could not be written: "), "{}", run.stderr);
    assert_eq!(text(&scratch, "src/quay.rs"), WARNED);
}

// ---- What cannot be asked for -------------------------------------------------------------------------------------

#[test]
fn a_reason_is_one_line_of_text() {
    let scratch = package(DENIED);
    for empty in ["--add-allows=", "--add-allows=  "] {
        wrong(&scratch, &[empty], "is given no reason; say one, or leave out the `=`");
    }
    for odd in ["a\nb", "a\rb", "a\u{1b}[2Jb", "a\u{202e}b"] {
        wrong(&scratch, &[&format!("--add-allows={odd}")], "give it in one line of plain text");
    }
    assert_eq!(text(&scratch, "src/lib.rs"), DENIED);
}

#[test]
fn it_goes_with_nothing_that_writes_something_else() {
    let scratch = package(DENIED);
    for other in ["--fix", "--fix=all", "--diff", "--write-baseline", "--prune-baseline", "--staged"] {
        wrong(&scratch, &["--add-allows", other], "cannot be used with");
    }
    wrong(&scratch, &["--add-allows", "-", "--stdin-filename", "a.rs"], "leave out `-`, or --add-allows");
    assert_eq!(text(&scratch, "src/lib.rs"), DENIED);
}

// ---- All of it ----------------------------------------------------------------------------------------------------

#[test]
fn all_that_the_lints_find_in_their_rooms_can_be_allowed() {
    let rooms = conclint::lints::ALL.iter().map(|lint| lint.name.replace('-', "_"));
    let scratch = package("");
    let (mut lib, mut configs) = (String::new(), String::new());
    for room in rooms {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("lints").join(&room);
        let bad = rooms::bad(&folder);
        scratch.write(&format!("src/{room}.rs"), &bad);
        lib.push_str(&format!("pub mod {room};\n"));
        if let Ok(config) = fs::read_to_string(folder.join("conclint.toml")) {
            // Its patterns are about the room's own files, and each room is a module here.
            scratch.write("src/good.rs", "");
            let inside = format!("crate::{room}::");
            configs.push_str(&config.replace("crate::", &inside).replace("bad.rs", &format!("{room}.rs")));
        }
    }
    scratch.write("conclint.toml", &configs.replace(", \"README.md\"", ""));
    scratch.write("src/lib.rs", &lib);
    let before = scratch.json(&["-W", "pedantic"]);
    assert!(before["findings"].as_array().is_some_and(|all| all.len() > 200), "the rooms have much to find");
    added(&scratch, &["-W", "pedantic"]);
}
