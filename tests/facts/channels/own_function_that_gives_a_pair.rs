//! A function of the package that makes a pair and only hands it on makes a channel where it is called; one that keeps a clone does not.
use tokio::sync::mpsc::{self, Receiver, Sender};

pub fn parcels() -> (Sender<u32>, Receiver<u32>) {
    mpsc::channel(16)
}

pub fn turned() -> (Receiver<u32>, Sender<u32>) {
    let (tx, rx) = parcels();
    (rx, tx)
}

pub fn logged() -> (Sender<u32>, Receiver<u32>) {
    let (tx, rx) = mpsc::channel(16);
    let log = tx.clone();
    std::thread::spawn(move || log.blocking_send(0));
    (tx, rx)
}

pub async fn run() {
    let (mut news, _) = turned();
    news.recv().await;
    let (tx, mut rx) = parcels();
    tx.try_send(1).ok();
    while let Some(n) = rx.recv().await {
        println!("{n}");
    }
    let (_, mut late) = logged();
    late.recv().await;
}
