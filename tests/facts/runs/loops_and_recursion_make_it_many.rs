//! A loop that others feed and a call that leads back make it many; a loop over a collection makes it one for each item.
use std::net::TcpListener;
use std::thread;

fn main() {
    for berth in [1, 2, 3] {
        keep(berth);
    }
    let Ok(sea) = TcpListener::bind("[::]:1602") else { return };
    for ship in sea.incoming() {
        greet(ship.is_ok());
    }
    retry();
    once_in_a_loop();
}

fn keep(_: u32) {
    thread::spawn(|| ());
}

fn greet(_: bool) {
    thread::spawn(|| ());
}

fn retry() {
    thread::spawn(|| ());
    retry();
}

fn once_in_a_loop() {
    loop {
        if std::env::args().count() > 1 {
            thread::spawn(|| ());
            break;
        }
    }
}
