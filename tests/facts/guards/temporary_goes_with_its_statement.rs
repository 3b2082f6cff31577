//! A guard without a name is dropped at the end of its statement, that of a condition before the block.
use std::sync::Mutex;

pub fn ring(bells: &Mutex<Vec<u8>>) {
    bells.lock().unwrap().push(1);
    let count = bells.lock().unwrap().len();
    println!("{count}");
    if bells.lock().unwrap().is_empty() {
        println!("none is left");
    }
}
