//! A guard that one path drops is held possibly behind it, and surely on the other path.
use std::sync::Mutex;

pub fn ring(bells: &Mutex<Vec<u8>>, early: bool) {
    let bells = bells.lock().unwrap();
    if early {
        println!("{}", bells.len());
        drop(bells);
        println!("dropped");
    }
    println!("perhaps");
}
