//! A function that does nothing but sleep for what it is given is a sleep where it is called, with that length.
use std::time::Duration;

const STEP: Duration = Duration::from_millis(40);

async fn nap(time: Duration) {
    tokio::time::sleep(time).await;
}

pub async fn run(times: u32) {
    nap(Duration::from_secs(2)).await;
    nap(STEP * 3).await;
    nap(STEP * times).await;
}
