//! Work that was awaited or joined before a sleep is over: the sleep waits for what still runs.
use std::time::Duration;

pub async fn one_runs_on() {
    let first = tokio::spawn(async {});
    tokio::spawn(async {});
    first.await.unwrap();
    tokio::time::sleep(Duration::from_millis(5)).await;
    println!("the second may be done");
}

pub async fn none_runs_on() {
    let only = tokio::spawn(async {});
    only.await.unwrap();
    std::thread::spawn(|| {}).join().unwrap();
    tokio::time::sleep(Duration::from_millis(5)).await;
    println!("both are done");
}

pub fn the_last_runs_on() {
    let first = std::thread::spawn(|| {});
    std::thread::spawn(|| {});
    std::thread::sleep(Duration::from_millis(5));
    first.join().unwrap();
}
