//! A chain of lets in a condition is left on its no-side by whichever part fails.
use tokio::sync::mpsc::Receiver;

pub async fn run(mut rx: Receiver<u8>, limit: u8) {
    loop {
        if let Some(n) = rx.recv().await
            && n < limit
        {
            println!("{n}");
        } else {
            break;
        }
    }
}
