//! A guarded arm may not be taken: the loop is left by it, but a closed channel goes on to the next iteration.
use std::sync::mpsc::Receiver;

pub fn run(rx: Receiver<u8>, stop: bool) {
    loop {
        match rx.recv() {
            Ok(0) => break,
            Err(_) if stop => break,
            Err(_) => continue,
            Ok(n) => println!("{n}"),
        }
    }
}
