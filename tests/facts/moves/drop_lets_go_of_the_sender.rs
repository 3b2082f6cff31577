//! `drop` takes the sender where it stands, and what is not dropped goes out of scope at the end.
use std::sync::mpsc;

pub fn run() {
    let (tx, rx) = mpsc::channel::<u8>();
    let spare = tx.clone();
    tx.send(1).ok();
    drop(tx);
    for n in rx {
        println!("{n}");
    }
    spare.send(2).ok();
}
