//! A channel that is made in a block, an `if` or a `match` is named by the pattern around it; of two, the first has the name.
use tokio::sync::mpsc;

pub async fn run(wide: bool) {
    let (tx, mut rx) = if wide { mpsc::channel::<u8>(100) } else { mpsc::channel::<u8>(1) };
    let tx = {
        println!("renamed");
        tx
    };
    tx.send(1).await.ok();
    rx.recv().await;
}
