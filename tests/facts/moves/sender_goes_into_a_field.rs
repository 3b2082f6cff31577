//! A sender that goes into a struct literal is let go by its variable, in the shorthand too.
use tokio::sync::mpsc::{Sender, channel};

pub struct Client {
    tx: Sender<u8>,
    spare: Option<Sender<u8>>,
}

pub fn open() -> Client {
    let (tx, mut rx) = channel(4);
    let second = tx.clone();
    rx.close();
    Client { tx, spare: Some(second) }
}
