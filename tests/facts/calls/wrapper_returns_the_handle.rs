//! When a wrapper gives the handle back, what becomes of it is its caller's doing.
use std::thread::JoinHandle;

pub fn named(work: impl FnOnce() + Send + 'static) -> JoinHandle<()> {
    std::thread::spawn(move || work())
}

pub fn start() -> JoinHandle<()> {
    named(|| println!("dropped"));
    let kept = named(|| println!("joined"));
    kept.join().ok();
    named(|| println!("returned"))
}
