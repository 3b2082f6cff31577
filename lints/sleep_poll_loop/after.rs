//! Loops that only look whether work is done, before code that waits for just that.

use std::thread;

async fn a_task(press: tokio::task::JoinHandle<u32>) -> u32 {
    press.await.unwrap_or(0)
}

fn a_thread(press: thread::JoinHandle<u32>) -> u32 {
    let litres = press.join().unwrap_or(0);
    litres * 2
}
