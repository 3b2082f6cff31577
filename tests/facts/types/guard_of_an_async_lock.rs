//! An async lock gives a future, and that gives the guard when it is awaited.
use std::sync::Arc;
use tokio::sync::{Mutex, RwLock};

pub async fn awaited(songs: Arc<Mutex<Vec<String>>>) {
    let guard = songs.lock().await;
    drop(guard);
    let not_awaited = songs.lock();
    let later = not_awaited.await;
    drop(later);
}

pub async fn owned(songs: Arc<Mutex<Vec<String>>>, volume: Arc<RwLock<u8>>) {
    let guard = songs.clone().lock_owned().await;
    let loud = volume.write_owned().await;
    tokio::spawn(async move { drop((guard, loud)) });
}

pub fn not_in_async(songs: Arc<Mutex<Vec<String>>>) {
    let blocked = songs.blocking_lock();
    drop(blocked);
    if let Ok(free) = songs.try_lock() {
        drop(free);
    }
}

pub async fn shared(volume: &RwLock<u8>) -> u8 {
    let volume = volume.read().await;
    *volume
}
