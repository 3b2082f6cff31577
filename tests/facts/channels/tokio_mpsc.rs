//! The runtime's queue: bounded sends wait, unbounded ones do not, and a closed one answers `None`.
use tokio::sync::mpsc;

pub async fn all() {
    let (tx, mut rx) = mpsc::channel::<u8>(4);
    tx.send(1).await.ok();
    tx.try_send(2).ok();
    rx.recv().await;
    rx.try_recv().ok();
    let (tx, mut rx) = mpsc::unbounded_channel::<u8>();
    tx.send(3).ok();
    let weak = tx.downgrade();
    drop(weak);
    let mut many = Vec::new();
    rx.recv_many(&mut many, 8).await;
}
