//! What a function declares to return is what its call is, also through `?` and a tuple.
use std::io::Error;
use std::sync::mpsc::{self, Receiver, Sender};

fn open() -> (Sender<u8>, Receiver<u8>) {
    mpsc::channel()
}

fn feed() -> Result<Receiver<u8>, Error> {
    Ok(open().1)
}

pub fn read() -> Result<(), Error> {
    let (_tx, rx) = open();
    rx.recv().ok();
    let more = feed()?;
    more.recv().ok();
    Ok(())
}
