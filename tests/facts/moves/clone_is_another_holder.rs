//! A clone of a sender is a holder of its own, by method, by `Clone::clone` and behind `Arc`, and it has the sender's type.
use std::sync::Arc;
use tokio::sync::mpsc;

pub async fn run() {
    let (tx, mut rx) = mpsc::channel::<u8>(1);
    let second = tx.clone();
    let third = Clone::clone(&second);
    let shared = Arc::new(tx);
    let fourth = Arc::clone(&shared);
    rx.recv().await;
    drop((third, fourth));
}
