//! What only `main` leads to starts once, through however many calls; a second place that leads there makes it two.
use std::thread;

fn main() {
    app::open();
    gauge();
}

mod app {
    pub fn open() {
        first();
    }

    fn first() {
        second();
    }

    fn second() {
        third(super::gauge);
    }

    fn third(then: fn()) {
        fourth();
        then();
    }

    fn fourth() {
        fifth();
    }

    fn fifth() {
        std::thread::spawn(|| super::park());
    }
}

fn gauge() {
    thread::spawn(|| park());
}

fn park() {}
