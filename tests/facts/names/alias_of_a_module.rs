//! A module that is imported under another name leads to the same functions.
use async_std::task as green;
use crossbeam::channel as belt;
use std::time::Duration;

pub fn begin() {
    let (put, take) = belt::bounded::<u32>(4);
    green::spawn(async move {
        green::sleep(Duration::from_millis(5)).await;
        put.send(1).ok();
    });
    take.recv().ok();
}
