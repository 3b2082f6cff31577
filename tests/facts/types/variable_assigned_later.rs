//! A variable that is declared without a value has the type of the first that it is given.
use std::sync::mpsc;

pub fn choose(wide: bool) {
    let rx;
    if wide {
        rx = mpsc::channel::<u8>().1;
    } else {
        rx = mpsc::sync_channel::<u8>(1).1;
    }
    rx.recv().ok();
}
