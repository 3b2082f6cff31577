//! What a run keeps for the next one: it is used where nothing has changed, and it never changes what is reported.

mod scratch;

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use scratch::{DENIED, MANIFEST, QUIET, Run, Scratch, WARNED, harbour};

const FOLDER: &str = ".conclint-cache";

/// Makes every file look as if it had been written an hour ago.
fn settle(scratch: &Scratch, files: &[&str]) {
    let then = SystemTime::now() - Duration::from_secs(3600);
    for file in files {
        let file = File::options().write(true).open(scratch.path(file)).expect("the file is there");
        file.set_modified(then).expect("the time can be set");
    }
}

const HARBOUR: [&str; 5] = ["Cargo.toml", "src/lib.rs", "src/quay.rs", "src/tower.rs", "src/yard.rs"];

fn settled() -> Scratch {
    let scratch = harbour();
    settle(&scratch, &HARBOUR);
    scratch
}

/// What a run prints as JSON, without the cache and with it; both must say the same.
fn both(scratch: &Scratch, args: &[&str]) -> String {
    let json = |more: &[&str]| scratch.run(&[&["--format", "json"], args, more].concat());
    let (without, with) = (json(&["--no-cache"]), json(&[]));
    assert_eq!((without.code, &without.stderr), (with.code, &with.stderr), "{args:?}");
    assert_eq!(without.stdout, with.stdout, "{args:?}");
    with.stdout
}

/// The entries of the cache, by name, with what they hold.
fn entries(scratch: &Scratch) -> Vec<(String, Vec<u8>)> {
    let Ok(files) = fs::read_dir(scratch.path(FOLDER)) else { return Vec::new() };
    let names = files.map(|file| file.expect("it can be listed").file_name().into_string().expect("it is ours"));
    let mut names: Vec<String> = names.filter(|name| name.len() == 32).collect();
    names.sort();
    names
        .into_iter()
        .map(|name| (name.clone(), fs::read(scratch.path(FOLDER).join(name)).expect("it is there")))
        .collect()
}

#[test]
fn where_length_and_time_of_change_are_the_same_nothing_is_read() {
    let scratch = settled();
    let then = fs::metadata(scratch.path("src/tower.rs")).and_then(|meta| meta.modified()).expect("it is there");
    let first = scratch.run(&["--format", "json"]);
    scratch.write("src/tower.rs", &"/".repeat(DENIED.len()));
    File::options()
        .write(true)
        .open(scratch.path("src/tower.rs"))
        .and_then(|file| file.set_modified(then))
        .expect("ours");
    assert_eq!(scratch.run(&["--format", "json"]).stdout, first.stdout, "what is kept was not used");
}

#[test]
fn a_change_is_seen() {
    let scratch = settled();
    assert!(both(&scratch, &[]).contains("src/tower.rs"));
    scratch.write("src/tower.rs", QUIET);
    assert!(!both(&scratch, &[]).contains("src/tower.rs"));
    scratch.write("src/tower.rs", DENIED);
    assert!(both(&scratch, &[]).contains("src/tower.rs"));
    fs::remove_file(scratch.path("src/tower.rs")).expect("it is there");
    assert!(!both(&scratch, &[]).contains("closed-channel-spin"));
    scratch.write("src/mast.rs", DENIED);
    scratch.write("src/lib.rs", "pub mod mast;\n");
    assert!(both(&scratch, &[]).contains("src/mast.rs"));
}

#[test]
fn a_file_that_was_only_touched_is_known_again() {
    let scratch = settled();
    both(&scratch, &[]);
    let before = entries(&scratch);
    settle(&scratch, &["src/tower.rs"]);
    both(&scratch, &[]);
    let after = entries(&scratch);
    let rest = |entry: &[u8]| entry.splitn(2, |byte| *byte == b'\n').nth(1).map(<[u8]>::to_vec);
    assert_ne!(before, after, "the new time is kept");
    assert_eq!(rest(&before[0].1), rest(&after[0].1));
}

#[test]
fn flags_and_configuration_are_seen() {
    let scratch = settled();
    let plain = both(&scratch, &[]);
    let all = both(&scratch, &["-W", "all"]);
    assert_ne!(plain, all);
    assert_eq!(both(&scratch, &[]), plain, "the entry of other flags is another one");
    scratch.write("conclint.toml", "levels = { closed-channel-spin = \"allow\" }\n");
    assert!(!both(&scratch, &[]).contains("closed-channel-spin"));
    scratch.write("conclint.toml", "exclude = [\"src/quay.rs\"]\n");
    assert!(!both(&scratch, &[]).contains("src/quay.rs"));
    fs::remove_file(scratch.path("conclint.toml")).expect("it is there");
    assert_eq!(both(&scratch, &[]), plain);
    scratch.write("Cargo.toml", &MANIFEST.replace("harbour", "haven"));
    both(&scratch, &["--format", "rustc"]);
}

#[test]
fn paths_are_those_of_the_folder_from_which_it_runs() {
    let scratch = settled();
    let above = scratch.paths(&[]);
    let below = scratch.run_in("src", &["--format", "json", "."]).stdout;
    assert!(below.contains("\"tower.rs\"") && !below.contains("\"src/tower.rs\""), "{below}");
    assert_eq!(scratch.paths(&[]), above);
}

#[test]
fn an_entry_that_is_broken_is_made_again() {
    let scratch = settled();
    let told = both(&scratch, &[]);
    let whole = entries(&scratch);
    let (name, entry) = &whole[0];
    let path = scratch.path(FOLDER).join(name);
    let half = &entry[..entry.len() / 2];
    let mut flipped = entry.clone();
    let last = flipped.len() - 10;
    flipped[last] ^= 1;
    let other = String::from_utf8_lossy(entry).replacen("\"key\":\"", "\"key\":\"f", 1).into_bytes();
    for broken in [&b""[..], b"\n\n\n", half, &flipped, &other, &[0xff; 64]] {
        fs::write(&path, broken).expect("it is there");
        assert_eq!(both(&scratch, &[]), told);
        assert_eq!(entries(&scratch), whole, "it was not made again");
    }
}

#[test]
fn a_folder_that_cannot_be_made_costs_nothing_but_time() {
    let scratch = settled();
    scratch.write(FOLDER, "no folder");
    assert!(both(&scratch, &[]).contains("closed-channel-spin"));
    assert_eq!(fs::read_to_string(scratch.path(FOLDER)).expect("it is there"), "no folder");
}

#[test]
fn runs_at_once_do_not_disturb_one_another() {
    let scratch = settled();
    let told = scratch.run(&["--no-cache", "--format", "json"]).stdout;
    std::thread::scope(|scope| {
        let run = || (0..5).for_each(|_| assert_eq!(scratch.run(&["--format", "json"]).stdout, told));
        (0..4).for_each(|_| _ = scope.spawn(run));
    });
    let left = fs::read_dir(scratch.path(FOLDER)).expect("it is there").count();
    assert_eq!(left, 4, "the entry, the program, the tag and the .gitignore");
}

/// A workspace in which `quay` calls what `crane` has.
fn workspace(crane: &str) -> Scratch {
    let scratch = Scratch::new(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"crane\", \"quay\"]\n"),
        ("crane/Cargo.toml", &MANIFEST.replace("harbour", "crane")),
        ("crane/src/lib.rs", crane),
        (
            "quay/Cargo.toml",
            &format!("{}\n[dependencies]\ncrane = {{ path = \"../crane\" }}\n", MANIFEST.replace("harbour", "quay")),
        ),
        ("quay/src/lib.rs", CALLER),
    ]);
    settle(&scratch, &["crane/src/lib.rs", "quay/src/lib.rs"]);
    scratch
}

const CALLER: &str = "use std::sync::Mutex;\n\npub struct Quay {\n    ships: Mutex<Vec<u32>>,\n}\n\nimpl Quay {\n    \
                      pub fn unload(&self) {\n        let mut ships = self.ships.lock().unwrap();\n        ships.push(1);\n        \
                      crane::count(&self.ships);\n    }\n}\n";

const LOCKS: &str = "pub fn count(ships: &std::sync::Mutex<Vec<u32>>) -> usize {\n    ships.lock().unwrap().len()\n}\n";

#[test]
fn what_a_package_leaves_for_others_is_kept_and_compared() {
    let scratch = workspace(LOCKS);
    let told = both(&scratch, &[]);
    assert!(told.contains("double-lock"), "{told}");
    let before = entries(&scratch);
    assert_eq!(before.len(), 2);

    // What others see of it stays: only its own entry is written again.
    scratch.write("crane/src/lib.rs", &format!("{LOCKS}\nfn unseen() {{}}\n"));
    settle(&scratch, &["crane/src/lib.rs"]);
    assert!(both(&scratch, &[]).contains("double-lock"));
    let after = entries(&scratch);
    assert_eq!(before.iter().zip(&after).filter(|(a, b)| a != b).count(), 1);

    // It no longer locks: the other package is judged again, though nothing in it has changed.
    scratch.write("crane/src/lib.rs", "pub fn count(_: &std::sync::Mutex<Vec<u32>>) -> usize {\n    0\n}\n");
    assert!(!both(&scratch, &[]).contains("double-lock"));

    // Only one is judged, and the other looked at for it.
    scratch.write("crane/src/lib.rs", LOCKS);
    for _ in 0..2 {
        assert!(both(&scratch, &["quay"]).contains("double-lock"));
    }
}

#[test]
fn what_is_not_on_the_disk_is_not_kept() {
    let scratch = settled();
    scratch.run_with(&["-", "--stdin-filename", "src/tower.rs"], QUIET.as_bytes());
    scratch.run(&["why", "src/tower.rs:5"]);
    scratch.run(&["facts", "src/tower.rs"]);
    assert!(!scratch.path(FOLDER).exists());
}

#[test]
fn fixes_are_made_with_it_as_without() {
    let (with, without) = (settled(), settled());
    with.run(&[]);
    let fixed = |scratch: &Scratch, args: &[&str]| -> (Run, String) {
        (scratch.run(args), fs::read_to_string(scratch.path("src/quay.rs")).expect("it is there"))
    };
    let (a, b) = (fixed(&with, &["--fix=all"]), fixed(&without, &["--fix=all", "--no-cache"]));
    assert_eq!((a.0.stdout, a.0.stderr, a.1), (b.0.stdout, b.0.stderr, b.1.clone()));
    assert_ne!(b.1, WARNED);
    both(&with, &[]);
}

#[test]
fn it_lies_where_it_is_said_to() {
    let scratch = settled();
    scratch.run(&["--no-cache"]);
    assert!(!scratch.path(FOLDER).exists());
    scratch.run(&["--cache-dir", "kept"]);
    assert!(scratch.path("kept/CACHEDIR.TAG").is_file() && !scratch.path(FOLDER).exists());
    assert_eq!(fs::read_to_string(scratch.path("kept/.gitignore")).expect("it is there"), "*\n");
    scratch.command(&[], &[("CONCLINT_CACHE_DIR", "said")], b"");
    assert!(scratch.path("said/CACHEDIR.TAG").is_file() && !scratch.path(FOLDER).exists());
    scratch.run_in("src", &[]);
    assert!(scratch.path(FOLDER).is_dir(), "the project's folder, wherever in it the run begins");

    let loose = Scratch::new(&[("a.rs", DENIED)]);
    loose.run(&[]);
    assert_eq!(fs::read_dir(&loose.dir).expect("it is there").count(), 1, "there is no project to keep it in");
}

#[cfg(unix)]
#[test]
fn a_link_in_the_project_is_not_followed() {
    let scratch = settled();
    fs::create_dir(scratch.path("elsewhere")).expect("it can be made");
    std::os::unix::fs::symlink(scratch.path("elsewhere"), scratch.path(FOLDER)).expect("it can be made");
    assert!(both(&scratch, &[]).contains("closed-channel-spin"));
    assert_eq!(fs::read_dir(scratch.path("elsewhere")).expect("it is there").count(), 0);

    let scratch = settled();
    fs::create_dir(scratch.path(FOLDER)).expect("it can be made");
    let inside = scratch.path(FOLDER).join(".gitignore");
    std::os::unix::fs::symlink(scratch.path("made"), inside).expect("it can be made");
    both(&scratch, &[]);
    assert!(!scratch.path("made").exists(), "a link in the folder is not written through");
}

#[test]
fn it_can_be_deleted() {
    let scratch = settled();
    let said = |args: &[&str]| {
        let run = scratch.run(args);
        (run.code, run.stdout, run.stderr)
    };
    let told = |text: &str| (0, format!("conclint: {text}\n"), String::new());
    assert_eq!(said(&["clean"]), told("there is no cache at .conclint-cache"));
    scratch.run(&[]);
    assert_eq!(said(&["clean"]), told(".conclint-cache was deleted"));
    assert!(!scratch.path(FOLDER).exists());
    scratch.write("mine/notes.txt", "mine");
    let (code, _, stderr) = said(&["clean", "--cache-dir", "mine"]);
    assert_eq!(
        (code, stderr.as_str()),
        (2, "conclint: mine was left as it is: it has no CACHEDIR.TAG, so it may not be conclint's\n")
    );
    assert!(scratch.path("mine/notes.txt").is_file());
}
