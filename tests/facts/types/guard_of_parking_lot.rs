//! parking_lot gives its guards without a result, owned ones from an `Arc`; a guard that is mapped or downgraded stays one.
use parking_lot::{MappedMutexGuard, Mutex, MutexGuard, ReentrantMutex, RwLock, RwLockWriteGuard};
use std::sync::Arc;

pub fn plain(songs: &Arc<Mutex<Vec<u8>>>) {
    let guard = songs.lock();
    drop(guard);
    let owned = songs.lock_arc();
    drop(owned);
    let timed = songs.try_lock_for(std::time::Duration::from_millis(4));
    drop(timed);
}

pub fn downgraded(volume: &RwLock<u8>) -> u8 {
    let louder = volume.write();
    let read = RwLockWriteGuard::downgrade(louder);
    let upgradable = volume.upgradable_read();
    *read + *upgradable
}

pub fn first(songs: &Mutex<(u8, u8)>) -> MappedMutexGuard<'_, u8> {
    let whole = songs.lock();
    let part = MutexGuard::map(whole, |pair| &mut pair.0);
    part
}

pub fn again(depth: &ReentrantMutex<u8>) {
    let once = depth.lock();
    let twice = depth.lock();
    drop((once, twice));
}
