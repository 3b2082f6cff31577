//! A sender in a `static` is known behind the cell that is filled later.
use std::sync::OnceLock;
use std::sync::mpsc::{self, SyncSender};

static LOG: OnceLock<SyncSender<String>> = OnceLock::new();

pub fn start() {
    let (tx, rx) = mpsc::sync_channel(64);
    LOG.set(tx).ok();
    std::thread::spawn(move || {
        for line in rx {
            println!("{line}");
        }
    });
}

pub fn log(line: String) {
    let log = LOG.get().expect("started");
    log.send(line).ok();
}
