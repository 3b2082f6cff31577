//! `Self::` and a type lead to the type's own constants; what a trait's constant is, each type says for itself.
use std::thread::sleep;
use std::time::Duration;

pub struct Bell;

impl Bell {
    const STROKE: Duration = Duration::from_millis(20);
    const PAUSE: u64 = 4;

    pub fn ring() {
        sleep(Self::STROKE);
        sleep(Duration::from_secs(Self::PAUSE));
    }
}

pub trait Rung {
    const ECHO: Duration = Duration::from_secs(7);

    fn fade(&self) {
        sleep(Self::ECHO);
    }
}

impl Rung for Bell {
    const ECHO: Duration = Duration::from_secs(9);
}

pub fn still() {
    sleep(Bell::STROKE);
    sleep(Bell::ECHO);
}
