//! `not(test)` and `any(test, …)` are no test code, since they hold in the real program; `all(test, …)` is.
use std::thread::yield_now;

#[cfg(not(test))]
fn outside() {
    std::thread::spawn(yield_now);
}

#[cfg(any(test, feature = "demo"))]
fn either() {
    std::thread::spawn(yield_now);
}

#[cfg(all(test, unix))]
fn both() {
    std::thread::spawn(yield_now);
}
