//! One run in parts: each shard checks its packages, and merged they are the run over all of them.

mod scratch;

use std::fs::{self, File};

use scratch::{DENIED, MANIFEST, QUIET, Scratch, WARNED};

fn manifest(name: &str, uses: &[&str]) -> String {
    let uses: String = uses.iter().map(|other| format!("{other} = {{ path = \"../{other}\" }}\n")).collect();
    format!("{}\n[dependencies]\n{uses}", MANIFEST.replace("harbour", name))
}

const STARTS: &str = "pub fn start() {\n    std::thread::spawn(|| loop {\n        std::thread::park();\n    });\n}\n";

/// `office` starts once what `quay` has, and `quay` calls what `crane` has under a lock.
fn workspace() -> Scratch {
    let quay = format!(
        "use std::sync::Mutex;\n\npub struct Quay {{\n    ships: Mutex<Vec<u32>>,\n}}\n\nimpl Quay {{\n    pub fn unload(&self) \
         {{\n        let ships = self.ships.lock().unwrap();\n        crane::count(&self.ships);\n        drop(ships);\n    \
         }}\n}}\n\n{STARTS}"
    );
    Scratch::new(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"crane\", \"quay\", \"office\", \"tower\"]\n"),
        ("crane/Cargo.toml", &manifest("crane", &[])),
        (
            "crane/src/lib.rs",
            "pub fn count(ships: &std::sync::Mutex<Vec<u32>>) -> usize {\n    ships.lock().unwrap().len()\n}\n",
        ),
        ("quay/Cargo.toml", &manifest("quay", &["crane"])),
        ("quay/src/lib.rs", &quay),
        ("office/Cargo.toml", &manifest("office", &["quay"])),
        ("office/src/main.rs", "fn main() {\n    quay::start();\n}\n"),
        ("tower/Cargo.toml", &manifest("tower", &[])),
        ("tower/src/lib.rs", "mod bell;\nmod lamp;\n"),
        ("tower/src/bell.rs", DENIED),
        ("tower/src/lamp.rs", WARNED),
    ])
}

/// The folders in which as many shards kept what they found, and the paths of what each reported.
fn shards(scratch: &Scratch, of: usize) -> (Vec<String>, Vec<Vec<String>>) {
    (1..=of)
        .map(|number| {
            let folder = format!("kept-{of}-{number}");
            let shard = format!("{number}/{of}");
            let found = scratch.paths(&["--shard", &shard, "--cache-dir", &folder]);
            (folder, found)
        })
        .unzip()
}

fn merged(scratch: &Scratch, folders: &[String], format: &str) -> scratch::Run {
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    scratch.run(&[&["--format", format, "--cache-dir", "joined", "merge"], &folders[..]].concat())
}

#[test]
fn shards_together_are_one_run() {
    let scratch = workspace();
    let whole = scratch.paths(&["--no-cache"]);
    assert!(
        whole.contains(&"quay/src/lib.rs".to_owned()) && whole.contains(&"tower/src/bell.rs".to_owned()),
        "{whole:?}"
    );
    for of in 1..=5 {
        let (folders, found) = shards(&scratch, of);
        for one in found.iter().flatten() {
            let times = found.iter().filter(|paths| paths.contains(one)).count();
            assert_eq!(times, 1, "{one} was reported by {times} of {of} shards");
        }
        let kept: Vec<String> = folders.into_iter().filter(|folder| scratch.path(folder).is_dir()).collect();
        for format in ["json", "jsonl", "sarif", "rustc", "gitlab", "checkstyle"] {
            let (one, parts) = (scratch.run(&["--no-cache", "--format", format]), merged(&scratch, &kept, format));
            assert_eq!((one.code, one.stdout, one.stderr), (parts.code, parts.stdout, parts.stderr), "{of} {format}");
        }
    }
}

#[test]
fn what_only_the_whole_shows_is_seen_when_merged() {
    let scratch = workspace();
    let starts = |args: &[&str]| scratch.run(args).stdout.contains("detached-spawn");
    assert!(!starts(&["--no-cache", "-W", "detached-spawn", "."]), "`main` starts it once");
    assert!(starts(&["--no-cache", "-W", "detached-spawn", "quay"]), "alone nobody knows who starts it");
}

#[test]
fn what_the_shards_have_checked_is_not_checked_again() {
    let scratch = workspace();
    let then = fs::metadata(scratch.path("tower/src/bell.rs")).and_then(|meta| meta.modified()).expect("it is there");
    std::thread::sleep(std::time::Duration::from_millis(100));
    let (folders, _) = shards(&scratch, 2);
    scratch.write("tower/src/bell.rs", &"/".repeat(DENIED.len()));
    File::options()
        .write(true)
        .open(scratch.path("tower/src/bell.rs"))
        .and_then(|file| file.set_modified(then))
        .expect("ours");
    assert!(merged(&scratch, &folders, "short").stdout.contains("tower/src/bell.rs"));
    scratch.write("tower/src/bell.rs", QUIET);
    assert!(!merged(&scratch, &folders, "short").stdout.contains("tower/src/bell.rs"), "what changed since is checked");
}

#[test]
fn a_baseline_counts_for_the_whole() {
    let scratch = workspace();
    scratch.run(&["--no-cache", "--write-baseline"]);
    let (folders, found) = shards(&scratch, 3);
    assert_eq!(found.concat(), Vec::<String>::new());
    let run = merged(&scratch, &folders, "short");
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert!(scratch.run(&["--cache-dir", "joined", "merge", "kept-3-1"]).stdout.contains("suppresse"));
}

#[test]
fn a_shard_without_packages_says_so() {
    let scratch = workspace();
    let run = scratch.run(&["--shard", "9/9", "--no-cache"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("there are fewer packages than shards, and none is left for 9/9"), "{}", run.stdout);
}

#[test]
fn what_is_wrong_is_said_in_a_sentence() {
    let scratch = workspace();
    for (args, sentence) in [
        (&["--shard", "0/4"][..], "`0/4` is no shard; write the first of four as --shard 1/4"),
        (&["--shard", "5/4"], "`5/4` is no shard; write the first of four as --shard 1/4"),
        (&["--shard", "one"], "`one` is no shard; write the first of four as --shard 1/4"),
        (&["merge"], "<DIR>... is missing; write `conclint merge <DIR>..."),
        (&["merge", "nowhere"], "there is no folder nowhere; name the --cache-dir of each shard"),
        (&["--fix", "merge", "quay"], "`--fix` does nothing with `conclint merge`; leave it out"),
    ] {
        let run = scratch.run(args);
        assert_eq!(run.code, 2, "{args:?}");
        assert!(run.stderr.contains(sentence), "{args:?}: {}", run.stderr);
    }
}
