//! A guard in the head of a `match` is held in every arm and in the guards of arms, which are tried in turn.
use std::sync::Mutex;

pub fn ring(bells: &Mutex<Vec<u8>>, loud: impl Fn(u8) -> bool) {
    match bells.lock().unwrap().pop() {
        Some(bell) if loud(bell) => println!("loud"),
        Some(bell) if loud(bell + 1) => println!("less loud"),
        Some(_) => println!("soft"),
        None => println!("none"),
    }
    println!("done");
}
