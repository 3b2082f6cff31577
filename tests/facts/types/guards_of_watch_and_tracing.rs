//! What a watch receiver lends is a guard of the channel's value, and an entered span is a guard that excludes nobody.
use tokio::sync::watch;

pub async fn watched(mut rx: watch::Receiver<u8>) {
    let now = rx.borrow();
    drop(now);
    let seen = rx.borrow_and_update();
    drop(seen);
    let fitting = rx.wait_for(|n| *n > 3).await;
    drop(fitting);
}

pub fn traced() {
    let span = tracing::info_span!("traced");
    let entered = span.enter();
    drop(entered);
    let owned = tracing::info_span!("again").entered();
    let left = owned.exit();
    left.in_scope(|| ());
}
