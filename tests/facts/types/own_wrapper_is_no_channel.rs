//! `Mailbox::unbounded()` is the package's own function: the channel is where it is made, and not where it is called.
use tokio::sync::mpsc;

pub struct Mailbox {
    tx: mpsc::UnboundedSender<u8>,
}

impl Mailbox {
    pub fn unbounded() -> (Mailbox, mpsc::UnboundedReceiver<u8>) {
        let (tx, rx) = mpsc::unbounded_channel();
        (Mailbox { tx }, rx)
    }
}

pub async fn open() {
    let (mailbox, mut rx) = Mailbox::unbounded();
    mailbox.tx.send(1).ok();
    rx.recv().await;
}
