//! `conclint editor -- COMMAND`: what an editor reads whose one check command this is.

#![cfg(unix)]

mod scratch;

use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};

use cargo_metadata::Message;
use serde_json::Value;

use scratch::{MANIFEST, QUIET, Scratch, WARNED, harbour};

/// Both a finding at deny and something that clippy warns of, with no dependency.
const STD: &str = r#"use std::sync::mpsc::Receiver;

pub fn serve(jobs: Receiver<String>) {
    loop {
        if let Ok(job) = jobs.recv() {
            println!("{job}");
        }
    }
}

pub fn length(text: &str) -> usize {
    return text.len();
}
"#;

/// The codes of the lines that are messages of a compiler, in order.
fn codes(stdout: &str) -> Vec<String> {
    let lines = stdout.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let messages = lines.filter(|line| line["reason"] == "compiler-message");
    messages.filter_map(|line| Some(line["message"]["code"]["code"].as_str()?.to_owned())).collect()
}

const SPIN: &str = "conclint::closed-channel-spin";
const TIMER: &str = "conclint::timer-reset";

#[test]
fn findings_come_first_and_the_command_says_the_rest() {
    let scratch = harbour();
    let run = scratch.run(&["editor", "--", "sh", "-c", "echo 'one  line'; echo two; echo three >&2; exit 7"]);
    assert_eq!((run.code, run.stderr.as_str()), (7, "three\n"));
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines.len(), 4, "{}", run.stdout);
    assert_eq!(codes(&lines[..2].join("\n")), [TIMER, SPIN]);
    assert_eq!(lines[2..], ["one  line", "two"]);
}

#[test]
fn a_denied_finding_is_no_failure_of_the_command() {
    let run = harbour().run(&["editor", "--", "true"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(codes(&run.stdout), [TIMER, SPIN]);
    assert!(run.stdout.lines().all(|line| line.contains("compiler-message")), "nobody says that a build has finished");
}

#[test]
fn levels_and_configuration_count() {
    let scratch = harbour();
    let of = |args: &[&str]| codes(&scratch.run(&[args, &["--", "true"]].concat()).stdout);
    assert_eq!(of(&["editor", "-A", "channel"]), [TIMER]);
    assert_eq!(of(&["-A", "time", "editor"]), [SPIN]);
    assert_eq!(of(&["editor", "-A", "all"]), [""; 0]);
    assert_eq!(of(&["editor", "-W", "pedantic"]).len(), 3);
    scratch.write("conclint.toml", "levels = { all = \"allow\" }\n");
    assert_eq!(of(&["editor"]), [""; 0]);
    assert_eq!(of(&["editor", "--isolated"]), [TIMER, SPIN]);
}

#[test]
fn what_a_baseline_holds_back_is_not_printed() {
    let scratch = harbour();
    scratch.run(&["--write-baseline"]);
    let of = |args: &[&str]| codes(&scratch.run(args).stdout);
    assert_eq!(of(&["editor", "--", "true"]), [""; 0]);
    assert_eq!(of(&["--no-baseline", "editor", "--", "true"]), [TIMER, SPIN]);
}

#[test]
fn paths_are_those_of_the_workspace_and_the_command_stays_where_it_is() {
    let scratch = Scratch::new(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\nexclude = [\"fuzz\"]\n"),
        ("crates/quay/Cargo.toml", MANIFEST),
        ("crates/quay/src/lib.rs", WARNED),
        ("crates/yard/Cargo.toml", &MANIFEST.replace("harbour", "yard")),
        ("crates/yard/src/lib.rs", QUIET),
        ("fuzz/Cargo.toml", &MANIFEST.replace("harbour", "fuzz")),
        ("fuzz/src/main.rs", WARNED),
    ]);
    let files = |stdout: &str| -> Vec<String> {
        let lines = stdout.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        lines.map(|line| line["message"]["spans"][0]["file_name"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let run = scratch.run_in("crates/yard/src", &["editor", "--", "pwd"]);
    assert_eq!(run.stdout.lines().last(), Some("[scratch]/crates/yard/src"));
    assert_eq!(files(&run.stdout), ["crates/quay/src/lib.rs", "fuzz/src/main.rs"]);
    let alone = scratch.run_in("fuzz/src", &["editor", "--", "true"]);
    assert_eq!(files(&alone.stdout), ["src/main.rs"], "cargo works there in a workspace of its own");
}

#[test]
fn what_is_wrong_with_us_does_not_keep_the_command_from_running() {
    let scratch = harbour();
    scratch.write("conclint.toml", "levels = { timer-rest = \"deny\" }\n");
    let run = scratch.run(&["editor", "--", "echo", "compiled"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "compiled\n"));
    assert!(
        run.stderr.starts_with("conclint: conclint.toml:1: ") && run.stderr.contains("`timer-reset`?"),
        "{}",
        run.stderr
    );

    let empty = Scratch::new(&[]).run(&["editor", "--", "echo", "compiled"]);
    assert_eq!((empty.code, empty.stdout.as_str(), empty.stderr.as_str()), (0, "compiled\n", ""));
}

#[test]
fn what_cannot_be_run_is_said_in_a_sentence() {
    let scratch = Scratch::new(&[]);
    scratch.write("notes.txt", "");
    for (args, sentence) in [
        (
            &["editor"][..],
            "there is no command to run; write it after `--`, as in `conclint editor -- cargo clippy --message-format=json`",
        ),
        (&["editor", "--", "no-such-command"], "there is no command `no-such-command`; check how it is spelt"),
        (
            &["editor", "--", "./notes.txt"],
            "`./notes.txt` could not be started: permission denied; check that it may be run",
        ),
        (
            &["editor", "-D", "timer-rest", "--", "true"],
            "no lint, family or group is called `timer-rest`; did you mean `timer-reset`?",
        ),
    ] {
        let run = scratch.run(args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        assert_eq!(run.stderr, format!("conclint: {sentence}\n"));
    }
}

#[test]
fn the_flags_of_the_command_are_its_own() {
    let scratch = Scratch::new(&[]);
    for args in [
        &["editor", "--", "echo", "-A", "--isolated", "--", "-q"][..],
        &["editor", "echo", "-A", "--isolated", "--", "-q"],
    ] {
        assert_eq!(scratch.run(args).stdout, "-A --isolated -- -q\n", "{args:?}");
    }
}

#[test]
fn lines_come_as_they_are_printed_and_signals_reach_the_command() {
    let scratch = harbour();
    let mut command = scratch.bare(&["editor", "-A", "all", "--", "sh", "-c", "echo started; exec sleep 600"]);
    let mut child = command.stdout(Stdio::piped()).spawn().expect("the program starts");
    let mut line = String::new();
    let stdout = child.stdout.take().expect("it is piped");
    BufReader::new(stdout).read_line(&mut line).expect("it is UTF-8");
    assert_eq!(line, "started\n", "it came before the command had ended");
    // Not SIGINT: what a shell starts in the background inherits that one as ignored.
    let asked = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("there is a `kill`");
    assert!(asked.success());
    assert_eq!(child.wait().expect("it can be waited for").signal(), Some(15), "it ended by the signal that it got");
}

#[test]
fn cargos_own_parser_reads_findings_and_clippy_in_one_stream() {
    let scratch = Scratch::new(&[("Cargo.toml", MANIFEST), ("src/lib.rs", STD)]);
    let mut command = scratch.bare(&["editor", "--", "cargo", "clippy", "--offline", "--message-format=json"]);
    command.env("CARGO_TARGET_DIR", scratch.path("target"));
    let output = command.stderr(Stdio::piped()).stdout(Stdio::piped()).output().expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut found = Vec::new();
    let mut finished = Vec::new();
    for message in Message::parse_stream(output.stdout.as_slice()) {
        match message.expect("every line is read") {
            Message::CompilerMessage(message) => {
                let span = message.message.spans.first().expect("a message has a place");
                let code = message.message.code.as_ref().map_or("", |code| &code.code);
                found.push((code.to_owned(), span.file_name.clone(), span.line_start, message.package_id.repr.clone()));
            }
            Message::BuildFinished(end) => finished.push(end.success),
            Message::TextLine(line) => panic!("this line is no message: {line}"),
            _ => {}
        }
    }
    let places: Vec<_> = found.iter().map(|(code, file, line, _)| (code.as_str(), file.as_str(), *line)).collect();
    assert_eq!(places, [(SPIN, "src/lib.rs", 5), ("clippy::needless_return", "src/lib.rs", 12)]);
    assert_eq!(found[0].3, found[1].3, "both name the package as cargo does");
    assert_eq!(finished, [true], "only cargo says that the build has finished");
}
