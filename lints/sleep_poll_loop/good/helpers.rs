//! Helpers that are given the look.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

fn until(limit: Duration, holds: impl Fn() -> bool) -> bool {
    let end = Instant::now() + limit;
    while !holds() {
        if Instant::now() >= end {
            return false;
        }
        thread::sleep(Duration::from_millis(20));
    }
    true
}

fn a_file_is_looked_for(path: &std::path::Path) -> bool {
    until(Duration::from_secs(1), || path.exists())
}

fn a_state_is_looked_for_by_the_same_helper(hot: &AtomicBool) -> bool {
    until(Duration::from_secs(1), || hot.load(Ordering::Acquire))
}

fn as_long_as_it_says(holds: fn() -> bool) {
    while !holds() {
        thread::sleep(Duration::from_millis(20));
    }
}

fn is_hot() -> bool {
    true
}

fn a_function_is_given() {
    as_long_as_it_says(is_hot);
}
