//! `while true` is a loop without an end; `while` with a condition is left by it.
use std::sync::atomic::{AtomicBool, Ordering};

pub fn ever() {
    while true {
        std::thread::yield_now();
    }
}

pub fn until(stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        std::thread::yield_now();
    }
}
