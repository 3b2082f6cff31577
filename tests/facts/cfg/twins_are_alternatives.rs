//! Two neighbours under opposite `#[cfg]` are alternatives: each of them leaves the loop, and each takes the sender.
use std::sync::mpsc::{Sender, channel};

fn give(_tx: Sender<u8>) {}

pub fn leave() {
    loop {
        #[cfg(unix)]
        break;
        #[cfg(not(unix))]
        return;
    }
}

pub fn take() {
    let (tx, rx) = channel::<u8>();
    #[cfg(unix)]
    give(tx);
    #[cfg(not(unix))]
    drop(tx);
    rx.recv().ok();
}
