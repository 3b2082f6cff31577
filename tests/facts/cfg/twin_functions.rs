//! Of two functions of one name under opposite `#[cfg]`, the one that is no test stands for both.
use std::time::Duration;

#[cfg(test)]
fn pause() {}

#[cfg(not(test))]
fn pause() {
    std::thread::sleep(Duration::from_secs(1));
}

pub fn run() {
    pause();
}
