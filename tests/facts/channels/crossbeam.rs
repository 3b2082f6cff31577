//! Crossbeam's channel by either crate name: blocking receives, an error when closed, and clocks that are no channels.
use crossbeam_channel::{bounded, tick, unbounded};
use std::time::Duration;

pub fn all() {
    let (tx, rx) = bounded::<u8>(4);
    tx.send(1).ok();
    rx.recv().ok();
    let (tx, rx) = crossbeam::channel::unbounded::<u8>();
    tx.try_send(2).ok();
    for n in rx.iter() {
        println!("{n}");
    }
    let (_tx, _rx) = unbounded::<u8>();
    let clock = tick(Duration::from_secs(1));
    clock.recv().ok();
}
