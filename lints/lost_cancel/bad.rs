//! Tokens that nothing can cancel.

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

async fn a_clone() {
    let cancel = CancellationToken::new(); //~
    oven(cancel.clone()).await;
}

async fn a_child() {
    let cancel = CancellationToken::new(); //~
    tokio::spawn(oven(cancel.child_token())).await.unwrap();
}

async fn two_clones() {
    let cancel = CancellationToken::new(); //~
    let first = tokio::spawn(oven(cancel.clone()));
    let second = tokio::spawn(oven(cancel.clone()));
    first.await.unwrap();
    second.await.unwrap();
}

async fn a_default() {
    let cancel = CancellationToken::default(); //~
    oven(cancel.clone()).await;
}

async fn a_clone_with_a_name() {
    let cancel = CancellationToken::new(); //~
    let of_the_oven = cancel.clone();
    let baking = tokio::spawn(oven(of_the_oven));
    baking.await.unwrap();
}

async fn it_is_waited_for_as_well() {
    let cancel = CancellationToken::new(); //~
    let baking = tokio::spawn(oven(cancel.clone()));
    cancel.cancelled().await;
    baking.await.unwrap();
}

async fn it_is_asked_as_well() {
    let cancel = CancellationToken::new(); //~
    while !cancel.is_cancelled() {
        oven(cancel.clone()).await;
    }
}

async fn two_ovens(cancel: CancellationToken) {
    let upper = tokio::spawn(oven(cancel.clone()));
    oven(cancel).await;
    upper.await.unwrap();
}

async fn through_two_functions() {
    let cancel = CancellationToken::new(); //~
    two_ovens(cancel.clone()).await;
}

async fn a_token_of_each_iteration(breads: Vec<u32>) {
    for bread in breads {
        let cancel = CancellationToken::new(); //~
        bake(bread).await;
        oven(cancel.child_token()).await;
    }
}

// In a field, for which all code only waits.

struct Batch {
    breads: Vec<u32>,
    over: CancellationToken,
}

impl Batch {
    async fn bakes(self) {
        for bread in self.breads {
            tokio::select! {
                _ = self.over.cancelled() => return,
                _ = bake(bread) => {}
            }
        }
    }
}

async fn in_each_batch(batches: Vec<Vec<u32>>) {
    let over = CancellationToken::new(); //~
    let baking = batches.into_iter().map(|breads| Batch { breads, over: over.clone() }.bakes());
    futures::future::join_all(baking).await;
}
