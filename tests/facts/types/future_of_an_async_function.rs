//! A call of an async function is a future of what the function declares; awaiting it gives that.
use std::pin::Pin;
use tokio::sync::mpsc::{self, Receiver};
use tokio::time::{Duration, timeout};

async fn open() -> Receiver<u8> {
    mpsc::channel(4).1
}

fn boxed() -> Pin<Box<dyn Future<Output = Receiver<u8>> + Send>> {
    Box::pin(open())
}

fn given() -> impl Future<Output = Receiver<u8>> {
    open()
}

pub async fn run() {
    let called = open();
    let mut rx = called.await;
    rx.recv().await;
    let block = async { open().await };
    let mut second = block.await;
    second.recv().await;
    let pinned = boxed();
    let mut third = pinned.await;
    let mut fourth = given().await;
    third.recv().await;
    fourth.recv().await;
    let limited = timeout(Duration::from_secs(1), open());
    if let Ok(mut fifth) = limited.await {
        fifth.recv().await;
    }
}
