//! A guard with a name is held to the end of its block, or to where it is dropped or moved.
use std::sync::{Mutex, MutexGuard};

pub fn ring(bells: &Mutex<Vec<u8>>) {
    {
        let mut inner = bells.lock().unwrap();
        inner.push(1);
    }
    let dropped = bells.lock().unwrap();
    println!("{}", dropped.len());
    drop(dropped);
    let moved = bells.lock().unwrap();
    count(moved);
    println!("done");
}

fn count(bells: MutexGuard<'_, Vec<u8>>) -> usize {
    bells.len()
}
