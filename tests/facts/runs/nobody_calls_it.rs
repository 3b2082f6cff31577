//! In a library others call what nobody in it calls; a call on a value of unknown type may mean a method of that name.
use std::thread;

struct Tug;

impl Tug {
    fn pull(&self) {
        thread::spawn(|| ());
    }

    fn rest(&self) {
        thread::spawn(|| ());
    }
}

fn main() {
    let tug = harbour_tugs::next();
    tug.pull();
}
