//! The `else` of a `let` is where a closed channel leads: out of this loop, and round in that one.
use tokio::sync::mpsc::Receiver;

pub async fn ends(mut rx: Receiver<u8>) {
    loop {
        let Some(job) = rx.recv().await else { return };
        drop(job);
    }
}

pub async fn spins(mut rx: Receiver<u8>) {
    loop {
        let Some(job) = rx.recv().await else { continue };
        drop(job);
    }
}
