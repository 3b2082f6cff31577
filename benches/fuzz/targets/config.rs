//! Any bytes as a configuration.

#![no_main]

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use conclint::config::{Choice, InForce};
use conclint::lints;
use conclint::run::{self, Settings};
use conclint_fuzz::{expect_whole, scratch, selection, settings};
use libfuzzer_sys::fuzz_target;

/// A task without an end, a lock held at an await, and an unbounded channel: something for every kind of rule.
const CODE: &str = "
pub async fn serve(state: std::sync::Arc<State>) {
    let (tx, mut rx) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move { loop { tx.send(tokio::time::sleep(PERIOD).await); } });
    let guard = state.users.lock().unwrap();
    while let Some(user) = rx.recv().await { guard.insert(user).await; }
    let other = state.rooms.lock().unwrap();
}
struct State { users: std::sync::Mutex<u8>, rooms: std::sync::Mutex<u8> }
";

static FILE: LazyLock<PathBuf> = LazyLock::new(|| scratch("config").join("conclint.toml"));

fuzz_target!(|bytes: &[u8]| {
    fs::write(&*FILE, bytes).expect("the file can be written");
    let mut selection = selection(CODE);
    match InForce::find(&Choice::File(FILE.clone()), &selection, lints::ALL) {
        Ok(configs) => {
            configs.leave_out_excluded(&mut selection);
            expect_whole(&run::check(&selection, &Settings { configs, ..settings() }));
        }
        Err(sentences) => assert!(sentences.iter().all(|one| !one.contains("please report")), "{sentences:?}"),
    }
});
