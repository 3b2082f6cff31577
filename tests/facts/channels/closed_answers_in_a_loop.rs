//! What a closed channel's answer leads to: out of the loop by `while let`, round again where nobody looks.
use tokio::sync::mpsc::Receiver;

pub async fn ends(mut rx: Receiver<u8>) {
    while let Some(n) = rx.recv().await {
        println!("{n}");
    }
}

pub async fn ignores(mut rx: Receiver<u8>) {
    loop {
        let _ = rx.recv().await;
    }
}

pub async fn unwraps(mut rx: Receiver<u8>) {
    loop {
        println!("{}", rx.recv().await.expect("open"));
    }
}
