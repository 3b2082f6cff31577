//! Before edition 2024 a guard in the tail of a block is held through the statement that the block stands in.
//! Edition 2021.
use std::sync::Mutex;

pub fn ring(bells: &Mutex<Vec<u8>>) {
    match { bells.lock().unwrap().len() } {
        0 => println!("none"),
        n => println!("{n}"),
    }
}
