//! Who waits for a press looks again and again whether it is done.
use std::thread;
use std::time::Duration;

pub fn for_a_thread(press: thread::JoinHandle<u32>) -> u32 {
    while !press.is_finished() {
        thread::sleep(Duration::from_millis(5));
    }
    press.join().unwrap_or(0)
}

pub async fn for_a_task(press: tokio::task::JoinHandle<u32>) -> u32 {
    while !press.is_finished() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    press.await.unwrap_or(0)
}
