//! `ref` borrows of the guard in the head, which lives to the end of the statement; without it the guard goes with its arm.
use std::sync::Mutex;

pub fn borrowed(tides: &Mutex<Vec<u32>>) -> usize {
    match tides.lock() {
        Ok(ref tides) => Some(tides.len()),
        _ => None,
    }
    .unwrap_or_else(|| 3)
}

pub fn taken(tides: &Mutex<Vec<u32>>) -> usize {
    match tides.lock() {
        Ok(tides) => Some(tides.len()),
        _ => None,
    }
    .unwrap_or_else(|| 3)
}
