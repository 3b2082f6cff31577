//! What others can call runs any number of times: exports, what an attribute registers, what a library's trait asks for.
use std::thread;

pub fn exported() {
    thread::spawn(|| ());
}

#[unsafe(no_mangle)]
extern "C" fn port_open() {
    opened();
}

fn opened() {
    thread::spawn(|| ());
}

struct Ship;

impl Drop for Ship {
    fn drop(&mut self) {
        thread::spawn(|| ());
    }
}
