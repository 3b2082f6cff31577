//! A timer that is pinned before the loop and polled by reference was made before the loop.
use std::time::Duration;
use tokio::sync::mpsc::Receiver;
use tokio::time::sleep;

pub async fn run(mut rx: Receiver<u8>) {
    let deadline = sleep(Duration::from_secs(9));
    tokio::pin!(deadline);
    loop {
        tokio::select! {
            _ = &mut deadline => break,
            _ = rx.recv() => {}
        }
    }
}
