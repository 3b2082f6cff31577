//! A `move` closure takes what it mentions, though the mention itself only borrows.
use std::sync::mpsc;
use std::thread;

pub fn run() {
    let (tx, rx) = mpsc::channel::<u8>();
    let name = String::from("a");
    thread::spawn(move || {
        tx.send(1).ok();
        println!("{name}");
    });
    rx.recv().ok();
}
