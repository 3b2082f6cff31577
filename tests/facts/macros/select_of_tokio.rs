//! A `select!` is its branches: each with what it waits for, its guard, and whether the loop goes on after it.
use std::time::Duration;
use tokio::sync::mpsc::Receiver;

pub async fn run(mut jobs: Receiver<u8>, mut stop: Receiver<()>, busy: bool) {
    loop {
        tokio::select! {
            biased;
            _ = stop.recv() => break,
            Some(job) = jobs.recv(), if !busy => println!("{job}"),
            _ = tokio::time::sleep(Duration::from_secs(5)) => println!("idle"),
            else => return,
        }
    }
}
