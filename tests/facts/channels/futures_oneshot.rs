//! The futures crate's oneshot, under either name of the crate.
use futures::channel::oneshot;
use futures_channel::oneshot as again;

pub async fn all() {
    let (tx, rx) = oneshot::channel::<u8>();
    tx.send(1).ok();
    rx.await.ok();
    let (tx, mut rx) = again::channel::<u8>();
    drop(tx);
    rx.try_recv().ok();
}
