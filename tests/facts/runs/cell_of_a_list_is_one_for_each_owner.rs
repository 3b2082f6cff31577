//! A cell in a list is filled once for each item, be its type known or not.
use std::sync::OnceLock;
use std::thread;

pub struct Buoys {
    lights: Vec<OnceLock<u32>>,
    others: Chart,
}

impl Buoys {
    pub fn light(&self, number: usize) -> Option<&u32> {
        let cell = self.lights.get(number)?;
        Some(cell.get_or_init(|| {
            thread::spawn(|| ());
            1
        }))
    }

    pub fn other_light(&self, name: &str) -> &u32 {
        self.others[name].get_or_init(|| {
            thread::spawn(|| ());
            2
        })
    }
}
