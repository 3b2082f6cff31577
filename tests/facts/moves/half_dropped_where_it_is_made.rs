//! A half that is bound to `_`, or left behind by taking the other, is dropped at once; `_name` keeps it.
use tokio::sync::mpsc;

pub fn run() {
    let (tx, _) = mpsc::channel::<u8>(1);
    let rx = mpsc::channel::<u8>(1).1;
    let (_kept, also) = mpsc::channel::<u8>(1);
    drop((tx, rx, also));
}
