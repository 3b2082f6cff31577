//! `matches!` looks at its value like a condition: a closed channel leaves the loop.
use std::sync::mpsc::Receiver;

pub fn run(rx: Receiver<u8>, limit: u8) {
    while matches!(rx.recv(), Ok(n) if n < limit) {
        println!("more");
    }
}

pub fn other(rx: Receiver<u8>) {
    while !matches!(rx.recv(), Err(_)) {
        println!("more");
    }
}
