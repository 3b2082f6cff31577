//! What a user meets: flags, exit codes, formats, streams, broken input, and the sentences that go with them.
//!
//! Each test builds the package it needs in a folder of its own and runs the program on it.

mod scratch;

use std::fs;
use std::process::Stdio;

use scratch::*;

// ---- Formats ------------------------------------------------------------------------------------------------------

#[test]
fn findings_for_people() {
    let run = harbour().run(&[]);
    assert_eq!(run.code, 1);
    assert_eq!(run.stderr, "");
    snapshot("human", &run.stdout);
}

#[test]
fn findings_for_lines() {
    let run = harbour().run(&["--format", "short", "-W", "pedantic"]);
    assert_eq!(run.code, 1);
    snapshot("short", &run.stdout);
}

#[test]
fn findings_for_programs() {
    let run = harbour().run(&["--format", "json"]);
    assert_eq!(run.code, 1);
    snapshot("json", &run.stdout);
}

#[test]
fn offsets_and_columns_mean_the_same_place() {
    let scratch = package(&DENIED.replace("loop {", "/* Kräne äöü */ loop {"));
    let document = scratch.json(&[]);
    let text = fs::read_to_string(scratch.path("src/lib.rs")).expect("it was written");
    let start = &document["findings"][0]["start"];
    let offset = start["offset"].as_u64().expect("a number") as usize;
    let line = text[..offset].lines().count();
    let before = text[..offset].lines().last().unwrap_or_default();
    assert_eq!(start["line"], line);
    assert_eq!(start["column"], before.chars().count() + 1);
}

#[test]
fn what_would_play_with_the_terminal_is_not_printed() {
    let text =
        DENIED.replace("jobs.recv().await {", "jobs.recv().await { // \u{1b}[2J \u{202e}\r").replace('\n', "\r\n");
    let run = package(&text).run(&[]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("when closed"), "{}", run.stdout);
    assert!(!run.stdout.contains(['\u{1b}', '\u{202e}', '\r']), "{:?}", run.stdout);
}

#[test]
fn nothing_found_is_said() {
    let run = package(QUIET).run(&[]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(run.stdout, "conclint: nothing found in 1 file of 1 package; [time]\n");
    assert_eq!(package(QUIET).run(&["-q"]).stdout, "");
    assert_eq!(package(QUIET).run(&["--format", "short"]).stdout, "");
}

#[test]
fn the_fingerprint_survives_edits_elsewhere() {
    let scratch = package(WARNED);
    let before = scratch.json(&[])["findings"][0].clone();
    scratch.write(
        "src/lib.rs",
        &format!("// A line above.\npub struct Crane;\n\n{}", WARNED.replace("ship.is_empty()", "ship.is_ascii()")),
    );
    let after = scratch.json(&[])["findings"][0].clone();
    assert_ne!(before["start"], after["start"]);
    assert!(before["fingerprint"].as_str().is_some_and(|mark| mark.len() == 16));
}

#[test]
fn output_is_the_same_on_any_number_of_threads() {
    let scratch = Scratch::new(&[]);
    for n in 0..20 {
        scratch.write(&format!("p{n}/Cargo.toml"), MANIFEST);
        scratch.write(&format!("p{n}/src/lib.rs"), LIB);
        scratch.write(&format!("p{n}/src/quay.rs"), WARNED);
        scratch.write(&format!("p{n}/src/tower.rs"), &DENIED.repeat(3));
        scratch.write(&format!("p{n}/src/yard.rs"), PEDANTIC);
    }
    let one = scratch.run(&["--format", "json", "-W", "all", "--threads", "1"]);
    assert!(one.stdout.contains("p19/src/quay.rs"));
    for _ in 0..5 {
        let many = scratch.run(&["--format", "json", "-W", "all", "--threads", "8"]);
        assert!(one.stdout == many.stdout, "the bytes differ");
    }
}

// ---- Levels -------------------------------------------------------------------------------------------------------

#[test]
fn levels_are_read_from_left_to_right() {
    const WARN: &str = "warn[timer-reset]";
    let scratch = harbour();
    let cases: &[(&[&str], i32, &[&str])] = &[
        (&[], 1, &[WARN, "deny[closed-channel-spin]"]),
        (&["-D", "warnings"], 1, &["deny[timer-reset]", "deny[closed-channel-spin]"]),
        (&["-A", "closed-channel-spin"], 0, &[WARN]),
        (&["-A", "all"], 0, &[]),
        (&["-A", "all", "-W", "time"], 0, &[WARN, "warn[sleep-poll-loop]"]),
        (&["-W", "time", "-A", "all"], 0, &[]),
        (&["-W", "all"], 0, &[WARN, "warn[closed-channel-spin]", "warn[sleep-poll-loop]"]),
        (&["-W", "all", "-A", "pedantic"], 0, &[WARN, "warn[closed-channel-spin]"]),
        (&["--allow", "channel", "--deny", "pedantic"], 1, &[WARN, "deny[sleep-poll-loop]"]),
        (
            &["-D", "warnings", "-W", "all"],
            1,
            &["deny[timer-reset]", "deny[closed-channel-spin]", "deny[sleep-poll-loop]"],
        ),
        (&["-A", "warnings"], 1, &["deny[closed-channel-spin]"]),
    ];
    for (flags, code, wanted) in cases {
        let run = scratch.run(&[&["--format", "short"], *flags].concat());
        let found: Vec<&str> = run.stdout.lines().filter_map(|line| line.split(' ').nth(1)).collect();
        assert_eq!((run.code, found.as_slice()), (*code, *wanted), "{flags:?}");
    }
}

#[test]
fn what_is_wrong_is_said_in_one_sentence() {
    let scratch = harbour();
    let cases: &[&[&str]] = &[
        &["-D", "timer-rest"],
        &["-W", "pedantics"],
        &["-A", "needless_return"],
        &["-D"],
        &["--format", "xml"],
        &["--format", "jsn"],
        &["--color", "blue"],
        &["--fix=some"],
        &["--diff=all"],
        &["--colour", "always"],
        &["--threads", "0"],
        &["--nonsense"],
        &["src/nowhere.rs"],
        &["scr"],
        &["Cargo.toml"],
        &["src/line\nbreak.rs"],
        &["lint"],
        &["lint", "src"],
        &["version"],
        &["timer-reset"],
        &["expalin", "timer-reset"],
        &["-D", "warnings", "chekc", "src"],
        &["check", "src/nowhere.rs"],
        &["help", "expalin"],
        &["help", "nonsense"],
        &["src/quay.rs:13"],
        &["src/quay.rs:13:5"],
        &["explain"],
        &["explain", "timer-rest"],
        &["explain", "unwrap-used"],
        &["facts"],
        &["facts", "src/nowhere.rs"],
        &["facts", "src/quay.rs:1"],
        &["why", "src/quay.rs"],
        &["why", "src/nowhere.rs:3"],
        &["why", "src/quay.rs:3", "timer-rest"],
        &["why", "src:3"],
        &["--changed", "main"],
        &["--fix", "all"],
        &["--add-allows", "legacy"],
        &["--report", "sarif"],
        &["--report", "serif=a.sarif"],
        &["--report", "sarif=nowhere/a.sarif"],
        &["--config", "nowhere.toml"],
        &["--changed"],
        &["--fix", "--staged"],
        &["--write-baseline", "--no-baseline"],
        &["--exit-zero=1"],
        &["lints", "time"],
        &["config", "src/nowhere.rs"],
        &["completions", "basch"],
        &["--stdin-filename", "src/quay.rs"],
    ];
    let mut all = String::new();
    for args in cases {
        let run = scratch.run(args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        assert_eq!(run.stderr.lines().count(), 1, "{args:?}: {}", run.stderr);
        assert!(run.stderr.starts_with("conclint: "), "{args:?}: {}", run.stderr);
        all.push_str(&format!("$ conclint {}\n{}\n", args.join(" "), run.stderr));
    }
    snapshot("wrong", &all);
}

// ---- Which files --------------------------------------------------------------------------------------------------

#[test]
fn ignored_hidden_and_built_files_are_skipped() {
    let scratch = Scratch::new(&[
        ("Cargo.toml", MANIFEST),
        (".gitignore", "/drafts\n"),
        ("src/lib.rs", DENIED),
        ("src/target/mod.rs", DENIED),
        ("drafts/a.rs", DENIED),
        (".hidden/a.rs", DENIED),
        ("target/debug/build/a.rs", DENIED),
        ("notes.txt", DENIED),
    ]);
    assert_eq!(scratch.paths(&[]), ["src/lib.rs", "src/target/mod.rs"]);
    assert_eq!(scratch.paths(&["drafts/a.rs"]), ["drafts/a.rs"], "what is named is read");
}

#[test]
fn output_is_sorted_however_the_paths_are_given() {
    let scratch = Scratch::new(&[("b.rs", DENIED), ("a/x.rs", DENIED), ("a-b.rs", DENIED)]);
    assert_eq!(scratch.paths(&["b.rs", "a", "a-b.rs", "a/x.rs"]), ["a-b.rs", "a/x.rs", "b.rs"]);
    assert_eq!(scratch.paths(&["."]), ["a-b.rs", "a/x.rs", "b.rs"]);
}

#[test]
fn paths_are_relative_below_the_working_directory_and_absolute_elsewhere() {
    let scratch = harbour();
    scratch.write("elsewhere/keep.txt", "");
    let run = scratch.run_in("elsewhere", &["--format", "short", "../src/tower.rs"]);
    assert!(run.stdout.starts_with("[scratch]/src/tower.rs:5:"), "{}", run.stdout);
    assert_eq!(scratch.paths(&["./src/../src/tower.rs"]), ["src/tower.rs"]);
    assert_eq!(scratch.paths(&[&scratch.path("src/tower.rs").to_string_lossy()]), ["src/tower.rs"]);
}

#[test]
fn one_file_is_judged_with_its_package_in_view() {
    let scratch = harbour();
    assert_eq!(scratch.paths(&["src/tower.rs"]), ["src/tower.rs"]);
    let run = scratch.run(&["src/tower.rs"]);
    assert!(run.stdout.contains("in 1 file (4 read) of 1 package"), "{}", run.stdout);
}

#[test]
fn a_name_of_the_package_is_not_a_library() {
    let own = DENIED.replace("use tokio::sync::mpsc;", "use crate::mpsc;");
    let mpsc = "pub struct Receiver<T>(T);\nimpl<T> Receiver<T> {\n    pub async fn recv(&mut self) -> Option<T> {\n        None\n    }\n}\n";
    let scratch = Scratch::new(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", "pub mod mpsc;\npub mod tower;\n"),
        ("src/mpsc.rs", mpsc),
        ("src/tower.rs", &own),
    ]);
    assert!(scratch.paths(&[]).is_empty());
    assert!(scratch.paths(&["src/tower.rs"]).is_empty(), "the rest of the package is read too");
}

#[test]
fn packages_are_told_apart() {
    let scratch = harbour();
    scratch.write("member/Cargo.toml", &MANIFEST.replace("harbour", "member"));
    scratch.write("member/src/lib.rs", QUIET);
    assert!(scratch.run(&["."]).stdout.contains("in 5 files of 2 packages"));
    assert!(scratch.run(&["src"]).stdout.contains("in 4 files of 1 package"));
}

#[test]
fn standard_input_needs_no_name() {
    let scratch = harbour();
    let run = scratch.run_with(&["-", "--format", "short"], DENIED.as_bytes());
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    assert!(run.stdout.starts_with("<stdin>:5:") && run.stdout.lines().count() == 1, "{}", run.stdout);
    scratch.write("conclint.toml", "levels = { closed-channel-spin = \"allow\" }\n");
    let run = scratch.run_with(&["-", "--format", "short"], DENIED.as_bytes());
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "what the project says counts");
    assert_eq!(Scratch::new(&[]).run_with(&["-"], QUIET.as_bytes()).code, 0);
}

#[test]
fn standard_input_stands_for_a_file() {
    let scratch = harbour();
    let run = scratch.run_with(&["-", "--stdin-filename", "src/quay.rs", "--format", "short"], DENIED.as_bytes());
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    assert!(run.stdout.starts_with("src/quay.rs:5:") && run.stdout.lines().count() == 1, "{}", run.stdout);

    let new = scratch.run_with(&["-", "--stdin-filename", "src/new.rs", "--format", "short"], DENIED.as_bytes());
    assert!(new.stdout.starts_with("src/new.rs:5:") && new.stdout.lines().count() == 1, "{}", new.stdout);

    let bare = Scratch::new(&[]).run_with(&["-", "--stdin-filename", "a.rs", "--format", "short"], DENIED.as_bytes());
    assert!(bare.stdout.starts_with("a.rs:5:"), "{}", bare.stdout);
}

#[test]
fn check_is_the_main_job() {
    let scratch = harbour();
    let cases: &[(&[&str], &[&str])] = &[
        (&["check"], &[]),
        (&["check", "src"], &["src"]),
        (&["check", "src/quay.rs", "--format", "short"], &["src/quay.rs", "--format", "short"]),
        (&["--format", "json", "check", "-W", "all", "src"], &["--format", "json", "-W", "all", "src"]),
        (&["-A", "all", "check", "-W", "time"], &["-A", "all", "-W", "time"]),
        (&["-q", "check", "--color", "always", "--isolated"], &["-q", "--color", "always", "--isolated"]),
    ];
    for (named, plain) in cases {
        let (named, plain) = (scratch.run(named), scratch.run(plain));
        assert_eq!((named.code, named.stderr, named.stdout), (plain.code, plain.stderr, plain.stdout));
    }
    scratch.write("check/a.rs", DENIED);
    assert_eq!(scratch.paths(&["./check"]), ["check/a.rs"]);
    assert_eq!(scratch.paths(&["check", "check"]), ["check/a.rs"]);
    scratch.write("lints/a.rs", DENIED);
    assert_eq!(scratch.paths(&["check", "lints"]), ["lints/a.rs"], "behind `check` a word is a path");
}

#[test]
fn the_files_that_would_be_checked_are_listed() {
    let scratch = harbour();
    scratch.write("conclint.toml", "exclude = [\"src/yard.rs\"]\n");
    scratch.write("tests/it.rs", QUIET);
    let all = scratch.run(&["--show-files"]);
    assert_eq!((all.code, all.stdout.as_str()), (0, "src/lib.rs\nsrc/quay.rs\nsrc/tower.rs\ntests/it.rs\n"));
    assert_eq!(all.stderr, "conclint: 4 files would be checked; 1 more file would be read to tell what names mean\n");
    let one = scratch.run(&["check", "src/quay.rs", "--show-files", "-q"]);
    assert_eq!((one.stdout.as_str(), one.stderr.as_str()), ("src/quay.rs\n", ""));
}

#[test]
fn a_flag_that_means_nothing_to_a_command_is_named() {
    let scratch = harbour();
    for (args, sentence) in [
        (&["--fix", "why", "src/quay.rs:13"][..], "`--fix` does nothing with `conclint why`; leave it out"),
        (&["--changed", "lsp"], "`--changed` does nothing with `conclint lsp`; leave it out"),
        (
            &["--write-baseline", "editor", "--", "true"],
            "`--write-baseline` does nothing with `conclint editor`; leave it out",
        ),
        (&["-W", "all", "explain", "task"], "`--warn` does nothing with `conclint explain`; leave it out"),
        (&["--format", "json", "lints"], "`--format` is a flag of `conclint lints` here; write it after the command"),
    ] {
        let run = scratch.run(args);
        assert_eq!((run.code, run.stderr.as_str()), (2, &*format!("conclint: {sentence}\n")), "{args:?}");
    }
    for args in [&["-W", "pedantic", "why", "src/quay.rs:13"][..], &["-q", "lints"], &["--color", "never", "lints"]] {
        assert_eq!(scratch.run(args).code, 0, "{args:?}");
    }
}

#[test]
fn a_path_called_like_a_subcommand_is_reached() {
    let scratch = Scratch::new(&[("explain/a.rs", DENIED), ("lints", "")]);
    assert_eq!(scratch.paths(&["./explain"]), ["explain/a.rs"]);
    assert_eq!(scratch.paths(&[".", "explain"]), ["explain/a.rs"]);
}

// ---- What cannot be read ------------------------------------------------------------------------------------------

#[test]
fn a_broken_file_is_named_and_what_could_be_read_is_judged() {
    let scratch = package(&format!("{DENIED}\nfn broken( {{ let = ; }}\n\npub fn whole() {{}}\n"));
    let run = scratch.run(&[]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    snapshot("partly", &run.stdout);
}

#[test]
fn a_bracket_without_a_partner_is_named() {
    let cases = [
        ("fn f() {\n    loop {\n}\n", "src/lib.rs:1 is only partly readable: this `{` is never closed"),
        ("fn f() {\n    g(1;\n}\n", "src/lib.rs:2 is only partly readable: this `(` is never closed"),
        ("fn f() {}\n\n}\nfn g() {}\n", "src/lib.rs:3 is only partly readable: this `}` closes no bracket"),
    ];
    for (text, told) in cases {
        // Without a word of concurrency a file is not read any further.
        let run = package(&format!("{text}{DENIED}")).run(&["-A", "all"]);
        assert_eq!((run.code, run.stderr.as_str(), run.stdout.lines().count()), (0, "", 1), "{}", run.stdout);
        assert!(run.stdout.contains(told), "{}", run.stdout);
    }
}

#[cfg(unix)]
#[test]
fn a_line_break_in_a_name_does_not_break_the_line() {
    let scratch = Scratch::new(&[("Cargo.toml", MANIFEST), ("src/a\nb.rs", DENIED)]);
    let short = scratch.run(&["--format", "short"]).stdout;
    assert!(short.starts_with("src/a\\nb.rs:5:28: deny") && short.lines().count() == 1, "{short}");
    assert!(scratch.run(&[]).stdout.contains("┌─ src/a\\nb.rs:5:28\n"));
    assert_eq!(scratch.run(&["--show-files"]).stdout, "src/a\\nb.rs\n");
    fs::write(scratch.path("src/a\nb.rs"), b"\xff").expect("the folder can be written to");
    let run = scratch.run(&[]);
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    assert!(run.stderr.starts_with("conclint: src/a\\nb.rs could not be read"), "{}", run.stderr);
}

#[test]
fn what_is_no_rust_file_is_named_and_the_others_are_checked() {
    let scratch = harbour();
    scratch.write("run", "#!/usr/bin/env -S cargo +nightly -Zscript\nfn main() {}\n");
    scratch.write("NOTES", "not Rust\n");
    let run = scratch.run(&["--format", "short", "Cargo.toml", "NOTES", "run", "src/tower.rs"]);
    assert_eq!(run.code, 2);
    assert!(run.stdout.starts_with("src/tower.rs:5:") && run.stdout.lines().count() == 1, "{}", run.stdout);
    let no_rust = |path| format!("conclint: {path} is no Rust file; name files that end in .rs, or folders\n");
    assert_eq!(run.stderr, no_rust("Cargo.toml") + &no_rust("NOTES"));
}

#[test]
fn a_configuration_that_excludes_every_file_is_named() {
    let scratch = package(DENIED);
    scratch.write("conclint.toml", "exclude = [\"src/\"]\n");
    let run = scratch.run(&[]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(run.stdout, "conclint: nothing was checked, since the configuration excludes every file; [time]\n");
}

#[test]
fn a_file_that_is_not_text_is_named_and_the_others_are_judged() {
    let scratch = package(DENIED);
    fs::write(scratch.path("src/blob.rs"), b"fn main() {}\xff\n").expect("the folder can be written to");
    let run = scratch.run(&["--format", "short"]);
    assert_eq!(run.code, 2);
    assert!(run.stdout.starts_with("src/lib.rs:5:"), "{}", run.stdout);
    assert_eq!(
        run.stderr,
        "conclint: src/blob.rs could not be read: it is not UTF-8 (byte 12); convert it or leave it out\n"
    );
}

#[test]
fn a_missing_path_is_named_and_the_others_are_judged() {
    let run = harbour().run(&["--format", "short", "nowhere", "src/tower.rs"]);
    assert_eq!(run.code, 2);
    assert!(run.stdout.starts_with("src/tower.rs:5:"), "{}", run.stdout);
    assert_eq!(run.stderr, "conclint: no such path: nowhere; check how it is spelt\n");
}

#[test]
fn a_folder_without_rust_is_no_success() {
    let run = Scratch::new(&[("notes.txt", "")]).run(&[]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert_eq!(run.stderr, "conclint: no Rust file found below .; name a file, or a folder that holds some\n");
}

#[test]
fn a_manifest_that_is_not_toml_is_named_once() {
    let scratch = harbour();
    scratch.write("Cargo.toml", "[package]\nname = {{project-name}}\n");
    let run = scratch.run(&["--format", "short"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.stdout.lines().count(), 2, "{}", run.stdout);
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    assert!(run.stderr.starts_with("conclint: Cargo.toml:2 is not TOML ("), "{}", run.stderr);
}

// ---- Streams ------------------------------------------------------------------------------------------------------

#[test]
fn colours_are_for_who_wants_them() {
    let scratch = harbour();
    let colored = |args: &[&str], env: &[(&str, &str)]| scratch.command(args, env, b"").stdout.contains('\u{1b}');
    assert!(!colored(&[], &[]), "a pipe is no terminal");
    assert!(colored(&["--color", "always"], &[]));
    assert!(colored(&["--color", "always"], &[("NO_COLOR", "1")]), "the flag is nearer than the environment");
    assert!(colored(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&[], &[("CLICOLOR_FORCE", "0")]));
    assert!(!colored(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!colored(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&["--color", "always", "--format", "json"], &[]), "a document has no colours");
}

#[test]
fn quiet_leaves_out_the_summary_line_only() {
    let scratch = harbour();
    let (loud, quiet) = (scratch.run(&[]), scratch.run(&["-q"]));
    let summary = "conclint: 1 denied, 1 warning in 4 files of 1 package; --fix=all fixes 2; [time]\n";
    assert_eq!(loud.stdout, quiet.stdout + summary);
    assert_eq!(loud.code, quiet.code);
}

#[test]
fn of_many_findings_the_first_thirty_are_shown_with_their_lines() {
    let scratch = Scratch::new(&[("src/a.rs", &DENIED.repeat(31))]);
    let lines = |run: &Run, of: &str| run.stdout.lines().filter(|line| line.contains(of)).count();
    for args in [&[][..], &["-q"]] {
        let run = scratch.run(args);
        assert_eq!((lines(&run, "error[closed"), lines(&run, ": error[closed")), (31, 1), "{args:?}");
        let said = "conclint: 1 more finding, a line each; --full shows all with their lines";
        assert_eq!(lines(&run, said), 1, "{args:?}");
    }
    let full = scratch.run(&["--full"]);
    assert_eq!((lines(&full, "error[closed"), lines(&full, ": error[closed"), lines(&full, "--full")), (31, 0, 0));
    let thirty = Scratch::new(&[("src/a.rs", &DENIED.repeat(30))]).run(&[]);
    assert_eq!((lines(&thirty, "error[closed"), lines(&thirty, "--full")), (30, 0));
}

#[test]
fn where_findings_are_cut_the_denied_ones_come_first() {
    let scratch = Scratch::new(&[("src/a.rs", &WARNED.repeat(29)), ("src/b.rs", &DENIED.repeat(2))]);
    let heads = |run: &Run| -> Vec<String> {
        let is_head = |line: &&str| line.starts_with("error[") || line.starts_with("warning[");
        run.stdout.lines().filter(is_head).map(|line| line.split('[').next().unwrap_or_default().to_owned()).collect()
    };
    let cut = heads(&scratch.run(&[]));
    assert_eq!((cut.len(), &cut[0], &cut[1], &cut[2]), (30, &"error".into(), &"error".into(), &"warning".into()));
    let full = heads(&scratch.run(&["--full"]));
    assert_eq!((full.len(), &full[0], &full[30]), (31, &"warning".into(), &"error".into()), "by path and place");
}

#[test]
fn a_long_line_is_cut_to_what_is_around_its_marks() {
    let long = |side: &str| (0..400).map(|n| format!("\"{side}{n}\", ")).collect::<String>();
    let text = DENIED.replace(
        "if let Some(job) = jobs.recv().await {",
        &format!("let _ = [{}]; if let Some(job) = jobs.recv().await {{ let _ = [{}];", long("ö"), long("r")),
    );
    let scratch = package(&text);
    let run = scratch.run(&[]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(run.stdout.lines().all(|line| line.chars().count() < 220), "{}", run.stdout);
    assert!(run.stdout.contains("if let Some(job) = jobs.recv().await {"), "{}", run.stdout);
    let mark = run.stdout.lines().find(|line| line.contains("^^^ when closed")).expect("it is marked");
    let marked = run.stdout.lines().find(|line| line.contains("jobs.recv()")).expect("it is shown");
    let column = |line: &str, of: &str| line.find(of).map(|at| line[..at].chars().count());
    assert_eq!(column(mark, "^"), column(marked, "jobs.recv()"), "the mark is below the place: {}", run.stdout);
    let start = scratch.json(&[])["findings"][0]["start"]["column"].clone();
    assert!(run.stdout.contains(&format!("src/lib.rs:5:{start}\n")), "the column is that of the whole line");
}

#[test]
fn a_fix_is_shown_as_the_lines_that_change() {
    let scratch = package(DENIED);
    let plain = scratch.run(&[]).stdout;
    let lines: Vec<&str> = plain.lines().map(str::trim_start).skip_while(|line| !line.starts_with("= help")).collect();
    assert_eq!(lines[1..4], ["7 +         } else {", "8 +             break;", "9           }"], "{plain}");
    let colored = scratch.run(&["--color", "always"]).stdout;
    assert!(colored.contains("\u{1b}[32m7 +         } else {\u{1b}[0m\n"), "{colored:?}");
    scratch.run(&["--fix=all"]);
    let after = fs::read_to_string(scratch.path("src/lib.rs")).expect("it is there");
    assert_eq!(after.lines().nth(6), Some("        } else {"), "the number is that of the line after the fix");
}

#[test]
fn the_page_of_each_lint_is_pointed_to_once() {
    let scratch = package(&DENIED.repeat(3));
    let times = |run: Run| run.stdout.matches("`conclint explain closed-channel-spin` says more").count();
    assert_eq!(times(scratch.run(&[])), 1);
    assert_eq!(times(scratch.command(&[], &[("FORCE_HYPERLINK", "1")], b"")), 0, "the lint's name is a link");
}

#[test]
fn the_summary_counts_what_can_be_fixed_and_what_stands_in_tests() {
    let scratch = harbour();
    let summary = |run: Run| run.stdout.lines().last().map(str::to_owned).unwrap_or_default();
    assert_eq!(
        summary(scratch.run(&["src"])),
        "conclint: 1 denied, 1 warning in 4 files of 1 package; --fix=all fixes 2; [time]"
    );
    scratch.write("tests/it.rs", DENIED);
    assert!(summary(scratch.run(&[])).starts_with("conclint: 1 denied, 2 warnings (1 in tests) in 5 files"));
    assert!(summary(scratch.run(&["tests"])).starts_with("conclint: 1 warning (all in tests) in 1 file"));
    let counts = &scratch.json(&[])["summary"];
    assert_eq!((&counts["in_tests"], &counts["fixable"], &counts["fixable_unsafe"]), (&1.into(), &0.into(), &3.into()));
}

#[test]
fn statistics_count_instead_of_showing() {
    let scratch = harbour();
    scratch.write("src/lib.rs", DENIED);
    let human = scratch.run(&["--statistics"]);
    assert_eq!(human.code, 1);
    assert_eq!(
        human.stdout,
        "2  deny  closed-channel-spin\n1  warn  timer-reset\nconclint: 2 denied, 1 warning in 4 files of 1 package; --fix=all fixes 3; [time]\n"
    );
    let counts = "2  deny  closed-channel-spin\n1  warn  timer-reset\n";
    assert_eq!(scratch.run(&["--statistics", "-q"]).stdout, counts);
    assert_eq!(scratch.run(&["--statistics", "--format", "short"]).stdout, counts);
    let document = scratch.json(&["--statistics"]);
    let most = serde_json::json!({"lint": "closed-channel-spin", "family": "channel", "level": "deny", "count": 2});
    assert_eq!((&document["statistics"][0], &document["summary"]["deny"]), (&most, &2.into()));
    let first = scratch.run(&["--statistics", "--format", "jsonl"]).stdout;
    assert_eq!(serde_json::from_str::<serde_json::Value>(first.lines().next().unwrap_or_default()).ok(), Some(most));
}

#[test]
fn exit_zero_succeeds_whatever_is_found_and_not_whatever_fails() {
    let scratch = harbour();
    let run = scratch.run(&["--exit-zero"]);
    assert_eq!((run.code, run.stdout), (0, scratch.run(&[]).stdout));
    assert_eq!(scratch.run(&["--exit-zero", "src", "nowhere"]).code, 2);
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let scratch = Scratch::new(&[]);
    for n in 0..300 {
        scratch.write(&format!("f{n}.rs"), DENIED);
    }
    let mut command = scratch.bare(&["--format", "json"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(1));
}

// ---- Subcommands --------------------------------------------------------------------------------------------------

#[test]
fn help_fits_a_screen() {
    let run = harbour().run(&["--help"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.lines().count() <= 70, "it has {} lines", run.stdout.lines().count());
    assert!(run.stdout.lines().all(|line| line.chars().count() <= 100), "a line is too long");
    snapshot("help", &run.stdout);
}

#[test]
fn short_help_fits_a_small_screen_and_has_what_most_runs_need() {
    let scratch = harbour();
    let run = scratch.run(&["-h"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.lines().count() <= 40, "it has {} lines", run.stdout.lines().count());
    snapshot("help_short", &run.stdout);
    let whole = scratch.run(&["--help"]).stdout;
    let flags = |text: &str| -> Vec<String> {
        let words = text.split_whitespace().map(|word| word.trim_matches(['[', ',', ';']));
        words
            .filter(|word| word.starts_with("--"))
            .map(|word| word.split(['[', '=']).next().unwrap_or(word).into())
            .collect()
    };
    let whole = flags(&whole);
    for flag in flags(&run.stdout) {
        assert!(whole.contains(&flag), "--help does not have {flag}");
    }
}

#[test]
fn help_is_a_command_too() {
    let scratch = harbour();
    assert_eq!(scratch.run(&["help"]).stdout, scratch.run(&["--help"]).stdout);
    for name in ["check", "explain", "lints"] {
        assert_eq!(scratch.run(&["help", name]).stdout, scratch.run(&[name, "--help"]).stdout, "{name}");
    }
    let whole = scratch.run(&["--help"]).stdout;
    for name in ["check", "explain", "config", "lints", "facts", "map", "editor", "lsp", "why", "completions", "man"] {
        assert!(whole.contains(&format!("\n  {name} ")), "{name} is not listed");
    }
}

#[test]
fn help_has_colours_where_they_are_wanted() {
    let scratch = harbour();
    for args in [&["--help"][..], &["-h"], &["help"], &["explain", "--help"]] {
        assert!(!scratch.run(args).stdout.contains('\u{1b}'), "{args:?}: a pipe is no terminal");
        let always = scratch.command(args, &[("CLICOLOR_FORCE", "1")], b"").stdout;
        assert!(always.contains("\u{1b}[1m"), "{args:?}: {always:?}");
    }
    assert!(scratch.run(&["--color", "always", "--help"]).stdout.contains("\u{1b}[1m"));
    assert!(!scratch.command(&["--color=never", "-h"], &[("CLICOLOR_FORCE", "1")], b"").stdout.contains('\u{1b}'));
}

#[test]
fn the_help_of_a_subcommand_is_its_own() {
    for asked in [["explain", "-h"], ["explain", "--help"], ["lsp", "-h"], ["check", "-h"]] {
        let run = harbour().run(&asked);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{asked:?}");
        assert!(run.stdout.contains(&format!("Usage: conclint {}", asked[0])), "{asked:?}: {}", run.stdout);
    }
}

#[test]
fn the_version_is_that_of_the_manifest() {
    assert_eq!(harbour().run(&["--version"]).stdout, format!("conclint {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn every_lint_is_listed_and_explained() {
    let scratch = harbour();
    let listed = scratch.run(&["lints"]);
    assert_eq!(listed.code, 0);
    for lint in conclint::lints::ALL {
        assert!(listed.stdout.lines().any(|line| line.starts_with(lint.name)), "{}", lint.name);
        let page = scratch.run(&["explain", lint.name]);
        assert_eq!((page.code, page.stdout.as_str()), (0, lint.page));
    }
    snapshot("lints", &listed.stdout);
}

#[test]
fn facts_of_a_file_are_shown() {
    let run = harbour().run(&["facts", "src/quay.rs"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("sleep"), "{}", run.stdout);
    snapshot("facts", &run.stdout);
}

#[test]
fn the_graph_of_the_body_at_a_line_is_shown() {
    let run = harbour().run(&["facts", "src/quay.rs:9"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    snapshot("facts-graph", &run.stdout);
}
