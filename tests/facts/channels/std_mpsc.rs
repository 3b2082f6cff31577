//! The standard library's channel: without a bound or with one, received from by blocking, trying, waiting a while and looping.
use std::sync::mpsc;
use std::time::Duration;

pub fn all() {
    let (tx, rx) = mpsc::channel::<u8>();
    tx.send(1).ok();
    rx.recv().ok();
    rx.try_recv().ok();
    rx.recv_timeout(Duration::from_secs(1)).ok();
    let (tx, rx) = mpsc::sync_channel::<u8>(4);
    tx.try_send(2).ok();
    for n in rx {
        println!("{n}");
    }
}
