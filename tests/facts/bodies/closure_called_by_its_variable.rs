//! A closure runs where its variable is called, and its code is known there.
use std::time::Duration;

pub fn start() {
    let turn = || loop {
        std::thread::sleep(Duration::from_secs(1));
    };
    turn();
}

pub fn begin() {
    let beat = |period: Duration| async move {
        loop {
            tokio::time::sleep(period).await;
        }
    };
    tokio::spawn(beat(Duration::from_secs(9)));
    tokio::spawn((async move || tokio::time::sleep(Duration::from_secs(8)).await)());
}
