//! A variable that is called like an imported function is the variable: only the first call spawns.
use std::thread::spawn;

pub fn with_library() {
    spawn(|| ());
}

pub fn with_closure() {
    let spawn = |work: fn()| work();
    spawn(|| ());
}
