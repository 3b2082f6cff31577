//! A timeout in a loop is a race against the future that it is given.
use std::time::Duration;
use tokio::sync::mpsc::Receiver;
use tokio::time::timeout;

pub async fn run(mut rx: Receiver<u8>) {
    loop {
        match timeout(Duration::from_secs(30), rx.recv()).await {
            Ok(Some(n)) => println!("{n}"),
            Ok(None) => break,
            Err(_) => println!("quiet"),
        }
    }
}
