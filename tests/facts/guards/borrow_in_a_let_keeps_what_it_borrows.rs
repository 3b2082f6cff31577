//! `&` in a `let` keeps what it borrows, or the whole of which that is a part, for the block; not what the whole was made from.
use std::sync::Mutex;

pub fn ring(bells: &Mutex<Vec<u8>>) {
    let copied = &bells.lock().unwrap().clone();
    println!("{copied:?}");
    let first = &bells.lock().unwrap()[0];
    println!("{first}");
}
