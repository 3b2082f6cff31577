//! A second `let` of the same name is another variable: dropping it leaves the first in its place.
use std::sync::mpsc;

pub fn run() {
    let (tx, rx) = mpsc::channel::<u8>();
    {
        let tx = tx.clone();
        drop(tx);
    }
    let (tx, _other) = mpsc::channel::<u8>();
    drop(tx);
    rx.recv().ok();
}
