//! A statement that is compiled for tests only is test code, wherever it stands.
use std::time::Duration;

pub fn ring(loud: bool) {
    #[cfg(test)]
    {
        std::thread::sleep(Duration::from_millis(5));
    }
    if loud {
        std::thread::sleep(Duration::from_millis(10));
    }
}
