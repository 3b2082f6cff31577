//! A test whose clock is paused, by its attribute or by a call in it, sleeps in virtual time.
use std::time::Duration;
use tokio::time::{pause, sleep};

#[tokio::test(start_paused = true)]
async fn by_attribute() {
    sleep(Duration::from_secs(60)).await;
}

#[tokio::test]
async fn by_call() {
    pause();
    sleep(Duration::from_secs(60)).await;
}

#[tokio::test]
async fn in_real_time() {
    sleep(Duration::from_secs(60)).await;
}
