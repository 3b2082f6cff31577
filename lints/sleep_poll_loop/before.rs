//! Loops that only look whether work is done, before code that waits for just that.

use std::thread;
use std::time::Duration;

use tokio::time::sleep;

async fn a_task(press: tokio::task::JoinHandle<u32>) -> u32 {
    // Wait for the press.
    while !press.is_finished() {
        sleep(Duration::from_millis(10)).await; //~ --fix
    }

    press.await.unwrap_or(0)
}

fn a_thread(press: thread::JoinHandle<u32>) -> u32 {
    while !press.is_finished() {
        thread::sleep(Duration::from_millis(10)); //~ --fix
    }
    let litres = press.join().unwrap_or(0);
    litres * 2
}
