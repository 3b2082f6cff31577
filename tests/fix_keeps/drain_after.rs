//! Who weighs the crates keeps a sender of its own, and never knows that all are weighed.
use std::sync::mpsc;
use std::thread;

pub fn weigh(crates: Vec<u32>, mut seen: impl FnMut(u32)) {
    let (tx, rx) = mpsc::channel();
    for apples in crates {
        let tx = tx.clone();
        thread::spawn(move || tx.send(apples));
    }
    drop(tx);
    for apples in rx {
        seen(apples);
    }
}
