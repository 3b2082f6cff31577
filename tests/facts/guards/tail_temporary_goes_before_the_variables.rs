//! From edition 2024 on a guard in the tail of a block is dropped before the block's variables, and so before what is around.
use std::sync::Mutex;

pub fn ring(bells: &Mutex<Vec<u8>>) {
    let count = {
        let bells = bells;
        bells.lock().unwrap().len()
    };
    println!("{count}");
    match { bells.lock().unwrap().len() } {
        0 => println!("none"),
        n => println!("{n}"),
    }
}
