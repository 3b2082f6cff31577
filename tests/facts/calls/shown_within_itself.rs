//! A value that shows another of its own type locks fields of fields, and so on: a summary ends at a depth.
use std::fmt;
use std::sync::{Arc, Mutex};

pub struct Wagon {
    load: Mutex<u32>,
    next: Arc<Wagon>,
}

impl fmt::Display for Wagon {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let load = *self.load.lock().unwrap();
        write!(out, "{load}, {}", self.next)
    }
}
