//! A sender that is lent stays with its variable, and one that is given is let go at the call.
use std::sync::mpsc::{Sender, channel};

fn lend(_tx: &Sender<u8>) {}

fn give(_tx: Sender<u8>) {}

pub fn run() {
    let (tx, rx) = channel::<u8>();
    lend(&tx);
    give(tx);
    rx.recv().ok();
}
