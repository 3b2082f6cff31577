//! Folders to run the program in, the packages that most tests put there, and what a run leaves.

// Each test program uses its own part of this.
#![allow(dead_code)]

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;

pub const MANIFEST: &str = "[package]\nname = \"harbour\"\nversion = \"0.1.0\"\nedition = \"2021\"\n";

/// `timer-reset`, at warn.
pub const WARNED: &str = r#"use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;

pub async fn watch(mut arrivals: mpsc::Receiver<String>, mut ships: Vec<String>) {
    loop {
        tokio::select! {
            ship = arrivals.recv() => match ship {
                Some(ship) => ships.push(ship),
                None => break,
            },
            _ = sleep(Duration::from_secs(10)) => ships.retain(|ship| !ship.is_empty()),
        }
    }
}
"#;

/// `closed-channel-spin`, at deny.
pub const DENIED: &str = r#"use tokio::sync::mpsc;

pub async fn serve(mut jobs: mpsc::Receiver<String>) {
    loop {
        if let Some(job) = jobs.recv().await {
            println!("{job}");
        }
    }
}
"#;

/// `sleep-poll-loop`, at pedantic.
pub const PEDANTIC: &str = r#"use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

static STOP: AtomicBool = AtomicBool::new(false);

pub fn work(log: &mut Vec<u32>) {
    while !STOP.load(Ordering::Relaxed) {
        log.push(1);
        thread::sleep(Duration::from_millis(100));
    }
}
"#;

pub const QUIET: &str = "pub fn add(a: u32, b: u32) -> u32 {\n    a + b\n}\n";

pub const LIB: &str = "pub mod quay;\npub mod tower;\npub mod yard;\n";

/// A package with one finding of each level.
pub fn harbour() -> Scratch {
    Scratch::new(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", LIB),
        ("src/quay.rs", WARNED),
        ("src/tower.rs", DENIED),
        ("src/yard.rs", PEDANTIC),
    ])
}

/// A package whose library is this text.
pub fn package(lib: &str) -> Scratch {
    Scratch::new(&[("Cargo.toml", MANIFEST), ("src/lib.rs", lib)])
}

/// A folder that is there as long as the test runs.
pub struct Scratch {
    pub dir: PathBuf,
}

/// What a run of the program left; the folder reads `[scratch]`, a time `[time]`.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Scratch {
    pub fn new(files: &[(&str, &str)]) -> Scratch {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("conclint-cli-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let dir = std::env::temp_dir().join(name);
        fs::create_dir_all(&dir).expect("the folder for temporary files can be written to");
        let scratch = Scratch { dir: dir.canonicalize().expect("it was just made") };
        for (path, text) in files {
            scratch.write(path, text);
        }
        scratch
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.dir.join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).expect("the folder can be written to");
        fs::write(path, text).expect("the folder can be written to");
    }

    pub fn run(&self, args: &[&str]) -> Run {
        self.command(args, &[], b"")
    }

    pub fn run_with(&self, args: &[&str], stdin: &[u8]) -> Run {
        self.command(args, &[], stdin)
    }

    pub fn run_in(&self, folder: &str, args: &[&str]) -> Run {
        let mut command = self.bare(args);
        command.current_dir(self.path(folder));
        self.finish(command, b"")
    }

    pub fn command(&self, args: &[&str], env: &[(&str, &str)], stdin: &[u8]) -> Run {
        let mut command = self.bare(args);
        command.envs(env.iter().map(|(key, value)| (OsStr::new(key), OsStr::new(value))));
        self.finish(command, stdin)
    }

    /// The program in this folder, with nothing of the tester's environment that it looks at.
    pub fn bare(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_conclint"));
        command.args(args).current_dir(&self.dir);
        for name in ["NO_COLOR", "CLICOLOR_FORCE", "FORCE_HYPERLINK", "RUST_BACKTRACE", "CI_PROJECT_DIR"] {
            command.env_remove(name);
        }
        for name in ["ACTIONS", "STEP_SUMMARY", "WORKSPACE", "SERVER_URL", "REPOSITORY", "SHA"] {
            command.env_remove(format!("GITHUB_{name}"));
        }
        command
    }

    pub fn finish(&self, mut command: Command, stdin: &[u8]) -> Run {
        let mut child = start(&mut command);
        // Most runs never read it and may end first.
        let _ = child.stdin.take().expect("it is piped").write_all(stdin);
        let output = child.wait_with_output().expect("the program ends");
        Run {
            code: output.status.code().expect("it was not killed"),
            stdout: self.stable(&output.stdout),
            stderr: self.stable(&output.stderr),
        }
    }

    pub fn stable(&self, bytes: &[u8]) -> String {
        let text = String::from_utf8(bytes.to_vec()).expect("the program prints UTF-8");
        let text = text.replace(&*self.dir.to_string_lossy(), "[scratch]");
        let lines = text.split_inclusive('\n').map(|line| match line.rsplit_once("; ") {
            Some((rest, time)) if line.starts_with("conclint: ") && time.ends_with(" s\n") => {
                format!("{rest}; [time]\n")
            }
            _ => line.to_owned(),
        });
        lines.collect()
    }

    pub fn json(&self, args: &[&str]) -> Value {
        let run = self.run(&[args, &["--format", "json"]].concat());
        serde_json::from_str(&run.stdout).expect("the document is JSON")
    }

    /// The paths of the findings, in order, each once.
    pub fn paths(&self, args: &[&str]) -> Vec<String> {
        let run = self.run(&[&["--format", "short"], args].concat());
        assert_eq!(run.stderr, "", "{args:?}");
        let mut paths: Vec<String> = run.stdout.lines().filter_map(|l| Some(l.split(':').next()?.to_owned())).collect();
        paths.dedup();
        paths
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.dir);
    }
}

pub fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots/cli");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// Starts a program whose streams are ours to write and read.
pub fn start(command: &mut Command) -> Child {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts")
}
