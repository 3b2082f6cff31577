//! Without `move` a closure or async block takes only what it uses up.
use std::sync::mpsc;

pub fn run() {
    let (tx, rx) = mpsc::channel::<u8>();
    let (gone, _kept) = mpsc::channel::<u8>();
    let borrow = || tx.send(1).ok();
    borrow();
    let consume = || drop(gone);
    consume();
    rx.recv().ok();
}
