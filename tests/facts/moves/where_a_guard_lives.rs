//! A guard lives in its variable up to the drop, in a temporary up to the end of its statement, and on some paths only.

use std::sync::Mutex;

fn named(gates: &Mutex<Vec<u32>>) {
    let open = gates.lock().unwrap(); //? dropped with its scope
    drop(open.len());
}

fn dropped(gates: &Mutex<Vec<u32>>) {
    let open = gates.lock().unwrap(); //? moved 12:10
    drop(open);
}

fn temporary(gates: &Mutex<Vec<u32>>) {
    gates.lock().unwrap().push(1); //? dropped with its statement
}

fn perhaps(gates: &Mutex<Vec<u32>>, early: bool) {
    let open = gates.lock().unwrap(); //? possibly
    if early {
        drop(open);
    }
    println!("left");
}
