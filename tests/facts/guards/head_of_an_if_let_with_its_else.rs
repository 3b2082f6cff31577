//! Before edition 2024 a guard in the head of an `if let` is held through its `else`, too.
//! Edition 2021.
use std::sync::Mutex;

pub fn ring(bells: &Mutex<Vec<u8>>) {
    if let Some(bell) = bells.lock().unwrap().pop() {
        println!("{bell}");
    } else {
        println!("none is left");
    }
}
