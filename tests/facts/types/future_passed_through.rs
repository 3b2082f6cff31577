//! `boxed`, `fuse`, `instrument` and `pin!` keep a future, and a `select!` binds what it gives.
use futures::FutureExt;
use std::pin::pin;
use tokio::sync::mpsc::{self, Receiver};
use tracing::Instrument;

async fn open() -> Receiver<u8> {
    mpsc::channel(4).1
}

pub async fn run(other: impl Future<Output = ()>) {
    let fused = open().boxed().fuse();
    let mut first = fused.await;
    first.recv().await;
    let traced = open().instrument(tracing::info_span!("open"));
    let mut pinned = pin!(traced);
    tokio::select! {
        mut rx = &mut pinned => {
            rx.recv().await;
        }
        _ = other => {}
    }
}
