//! What a run asks of the system, as strace sees it: no network, no process but git, no write outside of what was asked for.
#![cfg(target_os = "linux")]

mod scratch;

use std::fs;
use std::process::Command;

use scratch::*;

/// Whether calls can be traced here; where they cannot, says why the test is skipped.
fn can_trace() -> bool {
    let said = Command::new("strace").args(["-f", "-o", "/dev/null", "true"]).output();
    let can = said.as_ref().is_ok_and(|output| output.status.success());
    if !can {
        let why = said.map_or_else(|e| e.to_string(), |output| String::from_utf8_lossy(&output.stderr).into_owned());
        eprintln!("skipped: strace cannot be used here: {why}");
    }
    can
}

/// The calls of a run that succeeded and are about the network, processes or files, a line each.
fn traced(scratch: &Scratch, args: &[&str]) -> Vec<String> {
    let log = scratch.dir.with_extension("trace");
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-s", "4096", "-e", "trace=%network,%process,%file", "-o"]).arg(&log);
    command.arg(env!("CARGO_BIN_EXE_conclint")).args(args).current_dir(&scratch.dir);
    let run = scratch.finish(command, b"");
    assert!(run.code == 0 || run.code == 1, "{args:?}: {}", run.stderr);
    let text = fs::read_to_string(&log).expect("strace has written it");
    fs::remove_file(&log).expect("it is there");
    let done = text.lines().filter(|line| !line.contains(" = -1 "));
    done.map(|line| line.split_once(' ').map_or(line, |(_, call)| call.trim_start()).to_owned()).collect()
}

fn of<'c>(calls: &'c [String], names: &[&str]) -> Vec<&'c str> {
    let is_one =
        |call: &&str| names.iter().any(|name| call.strip_prefix(name).is_some_and(|rest| rest.starts_with('(')));
    calls.iter().map(String::as_str).filter(is_one).collect()
}

/// The paths of calls that change something on the disk, beside the null device and the terminal.
fn written(calls: &[String]) -> Vec<String> {
    let mut found: Vec<String> = of(calls, &["open", "openat", "creat"])
        .into_iter()
        .filter(|call| ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"].iter().any(|flag| call.contains(flag)))
        .map(str::to_owned)
        .collect();
    let others =
        ["rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "link", "linkat", "symlink"];
    found.extend(of(calls, &others).into_iter().map(str::to_owned));
    found.extend(
        of(calls, &["symlinkat", "truncate", "chmod", "fchmodat", "chown", "fchownat", "mknod", "mknodat"])
            .into_iter()
            .map(str::to_owned),
    );
    let path = |call: String| call.split('"').nth(1).unwrap_or_default().to_owned();
    found.into_iter().map(path).filter(|path| !path.starts_with("/dev/")).collect()
}

/// The programs that were started, the first one left out.
fn started(calls: &[String]) -> Vec<&str> {
    of(calls, &["execve", "execveat"])
        .into_iter()
        .skip(1)
        .map(|call| call.split('"').nth(1).unwrap_or_default())
        .collect()
}

const NETWORK: &[&str] =
    &["socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg"];

#[test]
fn a_run_reads_and_does_nothing_else() {
    if !can_trace() {
        return;
    }
    let scratch = harbour();
    scratch.write("build.rs", "fn main() { std::process::Command::new(\"touch\").arg(\"built\").spawn(); }\n");
    scratch.write("conclint.toml", "");
    for args in [
        &["--no-cache", "-W", "all"][..],
        &["--no-cache", "-W", "all", "--format", "sarif"],
        &["facts", "src/quay.rs"],
        &["why", "src/quay.rs:9"],
        &["lints"],
    ] {
        let calls = traced(&scratch, args);
        assert!(calls.iter().any(|call| call.starts_with("execve(")), "nothing was traced");
        assert_eq!(of(&calls, NETWORK), [""; 0], "{args:?}");
        assert_eq!(started(&calls), [""; 0], "{args:?}");
        assert_eq!(written(&calls), [""; 0], "{args:?}");
    }
    assert!(!scratch.path("built").exists());
}

#[test]
fn what_a_run_keeps_is_all_in_one_folder() {
    if !can_trace() {
        return;
    }
    let scratch = harbour();
    let kept = written(&traced(&scratch, &["-A", "all"]));
    assert!(!kept.is_empty(), "it keeps what it found");
    let folder = scratch.path(".conclint-cache");
    let others: Vec<&String> = kept.iter().filter(|path| !scratch.dir.join(path).starts_with(&folder)).collect();
    assert_eq!(others, [""; 0]);
}

#[test]
fn what_was_asked_for_is_written_and_nothing_beside_it() {
    if !can_trace() {
        return;
    }
    let scratch = harbour();
    let cases: &[(&[&str], &[&str])] = &[
        (&["-A", "all", "--report", "json=report.json"], &["report.json"]),
        (&["--write-baseline"], &["conclint-baseline.json"]),
        (&["--fix=all", "-W", "all"], &["src/quay.rs", "src/tower.rs", "src/yard.rs"]),
        (&["--add-allows=a reason", "-W", "all"], &["src/quay.rs", "src/tower.rs", "src/yard.rs"]),
    ];
    for (args, allowed) in cases {
        let calls = traced(&scratch, &[&["--no-cache"], *args].concat());
        assert_eq!(of(&calls, NETWORK), [""; 0], "{args:?}");
        assert_eq!(started(&calls), [""; 0], "{args:?}");
        // A file is written beside the one whose place it takes: `.name.1-0.conclint`.
        let is_allowed = |path: &String| {
            allowed.iter().map(|allowed| scratch.path(allowed)).any(|file| {
                let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let (folder, own) = (file.with_file_name(""), scratch.dir.join(path));
                own == file
                    || own.parent() == Some(&folder.components().collect::<std::path::PathBuf>())
                        && own.file_name().is_some_and(|own| {
                            let own = own.to_string_lossy();
                            own.starts_with(&format!(".{name}.")) && own.ends_with(".conclint")
                        })
            })
        };
        let others: Vec<String> = written(&calls).into_iter().filter(|path| !is_allowed(path)).collect();
        assert_eq!(others, [""; 0], "{args:?}");
    }
}

#[test]
fn git_alone_is_started_and_only_for_what_has_changed() {
    let git = |scratch: &Scratch, args: &[&str]| {
        Command::new("git").args(args).current_dir(&scratch.dir).output().is_ok_and(|output| output.status.success())
    };
    let scratch = harbour();
    if !can_trace() || !git(&scratch, &["init", "-q"]) {
        return;
    }
    let named = ["-c", "user.name=a", "-c", "user.email=a@b"];
    assert!(git(&scratch, &["add", "."]) && git(&scratch, &[&named[..], &["commit", "-qm", "a"]].concat()));
    scratch.write("src/tower.rs", &format!("{DENIED}\n// more\n"));
    let calls = traced(&scratch, &["--changed=HEAD"]);
    let all = started(&calls);
    assert!(!all.is_empty() && all.iter().all(|program| program.ends_with("/git")), "{all:?}");
    assert_eq!(of(&calls, &["connect", "bind", "listen"]), [""; 0]);
}
