//! `super` means the module around this one, with its imports and its functions.
use std::thread;
use std::time::Duration;

fn pause() {
    thread::sleep(Duration::from_millis(7));
}

mod inner {
    use super::pause;

    pub fn twice() {
        pause();
        super::pause();
        super::thread::sleep(super::Duration::from_millis(9));
    }
}
