//! The futures crate's channel is a stream: `next` gives `None` when it has closed, and adaptors drain it.
use futures::channel::mpsc;
use futures::{SinkExt, StreamExt};

pub async fn all() {
    let (mut tx, mut rx) = mpsc::channel::<u8>(4);
    tx.send(1).await.ok();
    while let Some(n) = rx.next().await {
        println!("{n}");
    }
    let (tx, rx) = mpsc::unbounded::<u8>();
    tx.unbounded_send(2).ok();
    let all: Vec<u8> = rx.collect().await;
    drop(all);
}
