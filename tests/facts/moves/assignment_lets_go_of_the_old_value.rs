//! A variable that is given a new sender lets go of the one it had.
use std::sync::mpsc::channel;

pub fn run() {
    let (mut tx, rx) = channel::<u8>();
    let (second, _rest) = channel::<u8>();
    tx.send(1).ok();
    tx = second;
    tx.send(2).ok();
    rx.recv().ok();
}
