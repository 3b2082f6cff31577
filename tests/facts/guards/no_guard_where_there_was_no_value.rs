//! Where a lock was only tried, or a map has no such key, the other arm holds nothing; the error of a poisoned lock has the guard.
use dashmap::DashMap;
use std::sync::Mutex;

pub fn ring(bells: &Mutex<Vec<u8>>, towers: &DashMap<u8, String>) {
    match bells.try_lock() {
        Ok(bells) => println!("{}", bells.len()),
        Err(_) => println!("somebody rings"),
    }
    match towers.get(&1) {
        Some(tower) => println!("{}", tower.len()),
        None => println!("no tower"),
    }
    let bells = match bells.lock() {
        Ok(bells) => bells,
        Err(poisoned) => poisoned.into_inner(),
    };
    println!("{}", bells.len());
}
