//! A run that is stopped, and one whose reader goes: it ends at once, says nothing, and leaves no half of a file.
#![cfg(unix)]

mod scratch;

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Output};
use std::thread;
use std::time::{Duration, Instant};

use scratch::*;

const INTERRUPT: i32 = 2;

/// More than an unoptimised build judges in the time that a test takes.
fn long() -> Scratch {
    let scratch = Scratch::new(&[]);
    for n in 0..60 {
        scratch.write(&format!("p{n}/Cargo.toml"), MANIFEST);
        scratch.write(&format!("p{n}/src/lib.rs"), &DENIED.repeat(100));
    }
    scratch
}

fn interrupt(child: Child) -> (Output, Duration) {
    let begun = Instant::now();
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(sent.is_ok_and(|status| status.success()), "kill sends a signal");
    (child.wait_with_output().expect("the program ends"), begun.elapsed())
}

#[test]
fn an_interrupt_ends_a_run_at_once_and_quietly() {
    let scratch = long();
    scratch.write("report.json", "what was there");
    for args in [&["--report", "json=report.json"][..], &["--write-baseline"], &["--fix=all"], &["--format", "json"]] {
        let child = start(&mut scratch.bare(args));
        thread::sleep(Duration::from_millis(60));
        let (output, took) = interrupt(child);
        assert_eq!(output.status.signal(), Some(INTERRUPT), "{args:?}: {:?}", output.status);
        assert!(output.stdout.is_empty() && output.stderr.is_empty(), "{args:?}");
        assert!(took < Duration::from_secs(2), "{args:?}: {took:?}");
        let text = |path: &str| fs::read_to_string(scratch.path(path)).expect("it is there");
        assert_eq!(text("report.json"), "what was there");
        assert!(!scratch.path("conclint-baseline.json").exists());
        assert_eq!(text("p0/src/lib.rs"), DENIED.repeat(100));
    }
}

#[test]
fn an_interrupt_ends_one_that_waits_for_its_text() {
    let scratch = harbour();
    let child = start(&mut scratch.bare(&["-"]));
    thread::sleep(Duration::from_millis(100));
    let (output, took) = interrupt(child);
    assert_eq!((output.status.signal(), output.stderr.len()), (Some(INTERRUPT), 0));
    assert!(took < Duration::from_secs(2), "{took:?}");
}

#[test]
fn a_reader_that_goes_is_no_failure() {
    let scratch = harbour();
    for (args, code) in [(&["-W", "all"][..], 0), (&["-D", "all", "--format", "json"], 1), (&["lints"], 0)] {
        let mut child = start(&mut scratch.bare(args));
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the program ends");
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(code), &b""[..]), "{args:?}");
    }
}

#[test]
fn a_disk_that_is_full_is_told_and_nothing_is_half_written() {
    let scratch = harbour();
    scratch.write("report.json", "what was there");
    // No file may grow beyond a block, as on a disk that is full.
    let limited = |args: &str| {
        let program = env!("CARGO_BIN_EXE_conclint");
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("trap '' XFSZ; ulimit -f 1; exec {program} {args}")]).current_dir(&scratch.dir);
        scratch.finish(shell, b"")
    };
    let run = limited("-W all --report json=report.json -q");
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("report.json could not be written"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(scratch.path("report.json")).expect("it is there"), "what was there");
    let left = fs::read_dir(&scratch.dir).expect("it is there").flatten();
    assert!(left.into_iter().all(|entry| !entry.file_name().to_string_lossy().ends_with(".conclint")));
}
