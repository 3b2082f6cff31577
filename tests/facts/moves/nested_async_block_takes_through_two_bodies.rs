//! A sender that an inner async block takes is taken from the outer body as well.
use tokio::sync::mpsc;

pub fn run() {
    let (tx, mut rx) = mpsc::unbounded_channel::<u8>();
    tokio::spawn(async move {
        tokio::spawn(async move {
            tx.send(1).ok();
        });
        rx.recv().await;
    });
}
