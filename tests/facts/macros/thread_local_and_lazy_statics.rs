//! What `thread_local!` and `lazy_static!` declare are statics, and code in their values is seen.
use std::sync::mpsc::{Receiver, Sender, channel};

thread_local! {
    static QUEUE: (Sender<u8>, Receiver<u8>) = channel();
}

lazy_static::lazy_static! {
    static ref WORKER: std::thread::JoinHandle<()> = std::thread::spawn(|| loop {
        std::thread::park();
    });
}
