//! A sender that one branch moves is out of scope at the end on the other.
use std::sync::mpsc::{Sender, channel};

fn take(_tx: Sender<u8>) {}

pub fn run(give: bool) {
    let (tx, rx) = channel::<u8>();
    if give {
        take(tx);
    } else {
        println!("kept");
    }
    rx.recv().ok();
}
