//! A watch is asked for changes, and answers with an error once its sender is gone.
use tokio::sync::watch;

pub async fn all() {
    let (tx, mut rx) = watch::channel(0_u8);
    tx.send(1).ok();
    tx.send_replace(2);
    while rx.changed().await.is_ok() {
        println!("{}", *rx.borrow());
    }
    rx.wait_for(|n| *n > 3).await.ok();
}
