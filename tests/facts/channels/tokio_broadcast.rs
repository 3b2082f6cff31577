//! A broadcast gives a receiver to whoever subscribes, and lagging is not closing.
use tokio::sync::broadcast::{self, error::RecvError};

pub async fn all() {
    let (tx, _) = broadcast::channel::<u8>(16);
    let mut rx = tx.subscribe();
    tx.send(1).ok();
    loop {
        match rx.recv().await {
            Ok(n) => println!("{n}"),
            Err(RecvError::Lagged(_)) => continue,
            Err(RecvError::Closed) => break,
        }
    }
}
