pub fn run() {
    loop {
        super::super::net::pump::step();
    }
}

pub fn step() {}
