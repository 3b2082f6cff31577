//! Who waits for a press looks again and again whether it is done.
use std::thread;

pub fn for_a_thread(press: thread::JoinHandle<u32>) -> u32 {
    press.join().unwrap_or(0)
}

pub async fn for_a_task(press: tokio::task::JoinHandle<u32>) -> u32 {
    press.await.unwrap_or(0)
}
