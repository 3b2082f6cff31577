//! Every leaf of a nested `use` means its own path, renamed ones and `self` too.
use std::time::Duration;
use tokio::{
    sync::{mpsc, oneshot as once},
    task,
    time::{self, sleep},
};

pub async fn open() {
    let (jobs, mut inbox) = mpsc::channel::<u8>(8);
    let (done, finished) = once::channel::<()>();
    time::sleep_until(time::Instant::now()).await;
    sleep(Duration::from_secs(1)).await;
    task::spawn_blocking(move || drop((jobs, done)));
    inbox.recv().await;
    finished.await.ok();
}
