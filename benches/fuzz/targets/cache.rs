//! Any bytes in the place of what an earlier run has kept: the findings are those of a run that keeps nothing.

#![no_main]

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use conclint::files::store::Store;
use conclint::files::{self, Given, Selection};
use conclint::judged::Outcome;
use conclint::run::{self, Cache, Settings};
use conclint_fuzz::{expect_whole, scratch, settings};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

const CODE: &str = "
pub fn start(rx: tokio::sync::mpsc::Receiver<u8>) {
    tokio::spawn(async move { loop { tokio::time::sleep(PERIOD).await; step(); } });
    let _ = LOCK.lock();
}
";

/// A package on the disk, what there is to find in it, and what a run keeps of it.
struct Kept {
    selection: Selection,
    found: String,
    folder: PathBuf,
    /// The file of the package's entry, and what it holds.
    entry: PathBuf,
    holds: Vec<u8>,
}

static KEPT: LazyLock<Kept> = LazyLock::new(|| {
    let root = scratch("cache");
    let folder = root.join("kept");
    fs::create_dir_all(root.join("src")).expect("a folder can be made");
    fs::write(root.join("Cargo.toml"), "[package]\nname = \"fuzzed\"\n").expect("a file can be written");
    fs::write(root.join("src/lib.rs"), CODE).expect("a file can be written");
    let selection = files::select(&[Given::Path(root)]);
    let found = told(&run::check(&selection, &settings()));
    assert_eq!(told(&with_cache(&selection, &folder)), found);
    let entries = fs::read_dir(&folder).expect("it was made").map(|entry| entry.expect("it can be listed").path());
    let is_entry = |path: &PathBuf| !path.ends_with("program") && path.extension().is_none();
    let entry = entries.into_iter().find(is_entry).expect("a run keeps an entry");
    let holds = fs::read(&entry).expect("the entry can be read");
    Kept { selection, found, folder, entry, holds }
});

fn with_cache(selection: &Selection, folder: &std::path::Path) -> Outcome {
    let cache = Arc::new(Cache::new(Store::new(folder.to_owned(), Vec::new())));
    run::check(selection, &Settings { cache: Some(cache), ..settings() })
}

fn told(outcome: &Outcome) -> String {
    expect_whole(outcome);
    outcome.findings.iter().map(|finding| format!("{} {}\n", finding.fingerprint, finding.message)).collect()
}

fuzz_target!(|bytes: &[u8]| {
    fs::write(&KEPT.entry, bytes).expect("the entry can be written");
    let told = told(&with_cache(&KEPT.selection, &KEPT.folder));
    assert_eq!(told, KEPT.found);
});

// Bytes out of nowhere are never an entry: every other time it begins with the true one.
fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mut size = size;
    if seed.is_multiple_of(2) && KEPT.holds.len() <= max_size.min(data.len()) {
        size = KEPT.holds.len();
        data[..size].copy_from_slice(&KEPT.holds);
    }
    fuzzer_mutate(data, size, max_size)
});
