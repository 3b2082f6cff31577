//! `std::pin::pin!` gives what it is given: the loop's timer was made before the loop.
use std::pin::pin;
use std::time::Duration;
use tokio::sync::mpsc::Receiver;

pub async fn run(mut rx: Receiver<u8>) {
    let mut deadline = pin!(tokio::time::sleep(Duration::from_secs(9)));
    loop {
        tokio::select! {
            _ = deadline.as_mut() => break,
            Some(n) = rx.recv() => println!("{n}"),
        }
    }
}
