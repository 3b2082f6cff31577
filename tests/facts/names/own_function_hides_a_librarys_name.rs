//! A function of the package that is called like a library's is the package's: nothing here sleeps or spawns.
use std::time::Duration;

fn sleep(time: Duration) -> u128 {
    time.as_millis()
}

fn spawn(name: &str) -> usize {
    name.len()
}

pub fn measure() -> u128 {
    sleep(Duration::from_secs(1)) + spawn("ant") as u128
}
