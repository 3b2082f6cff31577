//! A cell in a field is filled once for each owner, and that is as often as others make owners.
use std::sync::OnceLock;
use std::thread;

#[derive(Default)]
pub struct Buoy {
    light: OnceLock<u32>,
}

impl Buoy {
    pub fn light(&self) -> &u32 {
        self.light.get_or_init(|| {
            thread::spawn(|| ());
            1
        })
    }
}
