//! What a closure gives where nothing was there is followed out of it; what another method makes of it is not.

use tokio::sync::oneshot;

async fn given_or_made(given: Option<oneshot::Receiver<()>>) {
    let stop = given.unwrap_or_else(|| {
        let (_, never) = oneshot::channel();
        never
    });
    let _ = stop.await;
}

async fn kept_by_another_closure(given: Option<oneshot::Receiver<()>>) -> Option<oneshot::Receiver<()>> {
    given.or_else(|| {
        let (_tx, rx) = oneshot::channel();
        Some(rx)
    })
}
