//! A condition variable of std takes the guard and gives it back; one of parking_lot borrows it.
use std::sync::{Condvar, Mutex};
use std::time::Duration;

pub fn wait(state: &Mutex<bool>, changed: &Condvar) {
    let mut ready = state.lock().unwrap();
    while !*ready {
        ready = changed.wait(ready).unwrap();
    }
    let timed = changed.wait_timeout(ready, Duration::from_secs(1)).unwrap();
    let (back, _) = timed;
    drop(back);
    let until = changed.wait_while(state.lock().unwrap(), |ready| !*ready).unwrap();
    drop(until);
}

pub fn borrow(state: &parking_lot::Mutex<bool>, changed: &parking_lot::Condvar) {
    let mut guard = state.lock();
    changed.wait(&mut guard);
}
