//! A macro whose tokens are no Rust is a question mark: it may leave the loop, and may take what it mentions.
use std::sync::mpsc;

pub fn run() {
    let (tx, rx) = mpsc::channel::<u8>();
    loop {
        route! { tx => "a" | "b" ~> done }
        rx.recv().ok();
    }
}
