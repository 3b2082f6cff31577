//! A guard that becomes another of the same lock is held on; so is one behind whose name another variable hides.
use parking_lot::{MutexGuard, RwLock, RwLockWriteGuard};

pub fn ring(bells: &RwLock<Vec<u8>>, tower: &parking_lot::Mutex<(u8, u8)>) {
    let writing = bells.write();
    let reading = RwLockWriteGuard::downgrade(writing);
    println!("{}", reading.len());
    let first = MutexGuard::map(tower.lock(), |tower| &mut tower.0);
    let first = *first;
    println!("{first}");
}
