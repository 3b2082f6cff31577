//! `join!` waits for all of its futures: one that never ends makes the whole never end.
pub fn start() {
    tokio::spawn(async {
        tokio::join!(once(), ever());
    });
}

async fn once() {}

async fn ever() {
    loop {
        tokio::task::yield_now().await;
    }
}
