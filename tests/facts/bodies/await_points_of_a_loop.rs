//! A chain of awaits, blocks and references between a receive and its question does not hide what a closed channel leads to.
use tokio::sync::mpsc::Receiver;

pub async fn run(mut rx: Receiver<Option<u8>>) {
    loop {
        let next = rx.recv().await;
        let flat = match next {
            Some(inner) => inner,
            None => break,
        };
        if let Some(n) = flat {
            println!("{n}");
        }
    }
}
