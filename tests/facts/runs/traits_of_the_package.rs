//! A method of the package's own trait runs as often as its calls through the trait, and those by name.
use std::thread;

trait Crane {
    fn start(&self);
}

struct North;
struct South;

impl Crane for North {
    fn start(&self) {
        thread::spawn(|| ());
    }
}

impl Crane for South {
    fn start(&self) {
        thread::spawn(|| ());
    }
}

fn main() {
    let crane: Box<dyn Crane> = Box::new(North);
    crane.start();
    North.start();
    South.start();
}
