//! Loops over what others bring: they look at the token, or are dropped when it is cancelled.

use tokio_util::sync::CancellationToken;

trait Orchard {
    async fn next_ripe(&mut self) -> Option<u32>;
}

async fn asked_after_each(orchard: &mut impl Orchard, cancel: &CancellationToken) -> u32 {
    let mut picked = 0;
    while let Some(tree) = orchard.next_ripe().await {
        picked += tree;
        if cancel.is_cancelled() {
            break;
        }
    }
    picked
}

async fn waited_for_beside_it(orchard: &mut impl Orchard, cancel: &CancellationToken) -> u32 {
    let mut picked = 0;
    loop {
        let tree = tokio::select! {
            () = cancel.cancelled() => break,
            tree = orchard.next_ripe() => tree,
        };
        let Some(tree) = tree else { break };
        picked += tree;
    }
    if !cancel.is_cancelled() {
        println!("all trees are picked");
    }
    picked
}

async fn dropped_from_outside(orchard: &mut impl Orchard, cancel: CancellationToken) -> u32 {
    let mut picked = 0;
    tokio::select! {
        () = cancel.cancelled() => {}
        () = pick_all(orchard, &cancel, &mut picked) => {}
    }
    picked
}

async fn pick_all(orchard: &mut impl Orchard, cancel: &CancellationToken, picked: &mut u32) {
    while let Some(tree) = orchard.next_ripe().await {
        *picked += tree;
    }
    if !cancel.is_cancelled() {
        println!("all trees are picked");
    }
}
