//! Outside tests: what comes next is not what the work before the sleep changes.

use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

#[derive(Default)]
struct Board {
    guests: u32,
    weather: String,
}

fn another_field_is_looked_at() -> String {
    let board = Arc::new(Mutex::new(Board::default()));
    let counted = board.clone();
    thread::spawn(move || counted.lock().unwrap().guests += 1);
    thread::sleep(Duration::from_millis(300));
    let weather = board.lock().unwrap().weather.clone();
    weather
}

fn the_work_only_reads() -> u32 {
    let board = Arc::new(Mutex::new(Board::default()));
    let seen = board.clone();
    thread::spawn(move || println!("{}", seen.lock().unwrap().guests));
    thread::sleep(Duration::from_millis(300));
    let guests = board.lock().unwrap().guests;
    guests
}
