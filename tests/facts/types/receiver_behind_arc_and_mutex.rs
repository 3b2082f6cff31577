//! A receiver is known behind `Arc`, a lock and its guard, whether the lock is awaited or unwrapped.
use std::sync::{Arc, Mutex, mpsc};
use tokio::sync::Mutex as Latch;

pub fn blocking(shared: Arc<Mutex<mpsc::Receiver<u8>>>) {
    let next = shared.lock().unwrap().recv();
    drop(next);
}

pub async fn waiting(shared: Arc<Latch<tokio::sync::mpsc::Receiver<u8>>>) {
    let mut guard = shared.lock().await;
    guard.recv().await;
}
