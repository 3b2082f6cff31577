//! Handles in `vec![]` are kept.
pub async fn run() {
    let both = vec![tokio::spawn(one()), tokio::spawn(async { two().await })];
    for handle in both {
        handle.await.ok();
    }
}

async fn one() {}

async fn two() {}
