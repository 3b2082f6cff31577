//! Work that the token of the caller does not stop.

use tokio_util::sync::CancellationToken;

async fn bake(bread: u32) {
    println!("{bread}");
}

async fn oven(cancel: CancellationToken) {
    tokio::select! {
        _ = cancel.cancelled() => {}
        _ = bake(1) => {}
    }
}

async fn an_argument(cancel: CancellationToken) {
    bake(2).await;
    if !cancel.is_cancelled() {
        oven(CancellationToken::new()).await; //~
    }
}

async fn of_an_unused_one(_cancel: CancellationToken) {
    oven(CancellationToken::new()).await; //~
}

async fn with_a_name(cancel: CancellationToken) {
    let own = CancellationToken::new(); //~
    oven(own).await;
    oven(cancel).await;
}

async fn a_clone(cancel: CancellationToken) {
    let own = CancellationToken::new(); //~
    let baking = tokio::spawn(oven(own.clone()));
    baking.await.unwrap();
    println!("{}", cancel.is_cancelled());
}

async fn lent(cancel: &CancellationToken) {
    let own = CancellationToken::default(); //~
    oven(own).await;
    println!("{}", cancel.is_cancelled());
}

struct Bakery;

impl Bakery {
    async fn in_a_method(&self, cancel: CancellationToken) {
        tokio::spawn(oven(CancellationToken::new())); //~
        cancel.cancelled().await;
    }
}

async fn in_a_loop(breads: Vec<u32>, cancel: CancellationToken) {
    for bread in breads {
        if cancel.is_cancelled() {
            return;
        }
        bake(bread).await;
        oven(CancellationToken::new()).await; //~
    }
}

async fn for_a_default(cancel: CancellationToken) {
    oven(CancellationToken::default()).await; //~
    oven(cancel).await;
}
