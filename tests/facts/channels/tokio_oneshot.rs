//! A oneshot is a channel of one value; awaiting its receiver is no call and so no receive.
use tokio::sync::oneshot;

pub async fn all() {
    let (tx, rx) = oneshot::channel::<u8>();
    tx.send(1).ok();
    rx.await.ok();
    let (tx, mut rx) = oneshot::channel::<u8>();
    drop(tx);
    rx.try_recv().ok();
}
