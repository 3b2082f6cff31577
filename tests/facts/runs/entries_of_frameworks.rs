//! A framework's attribute makes a function the program's entry.
use std::thread;

#[launch]
fn harbour() -> _ {
    gauge();
    rocket::build()
}

fn gauge() {
    thread::spawn(|| park());
}

fn park() {}
