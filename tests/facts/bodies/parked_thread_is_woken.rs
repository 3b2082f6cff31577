//! A wait that does not say how it ended races against what wakes it, not against itself.
use std::time::{Duration, Instant};

pub fn wait(limit: Duration, ready: impl Fn() -> bool) -> bool {
    let start = Instant::now();
    while !ready() {
        std::thread::park_timeout(limit);
        if start.elapsed() >= limit {
            return false;
        }
    }
    true
}
