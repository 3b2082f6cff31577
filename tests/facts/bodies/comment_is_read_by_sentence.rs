//! Of a comment only the sentences count that say what a sleep waits for; a sleep may be all of a block around it.
use std::time::Duration;

pub async fn another_sentence_speaks_of_time() {
    tokio::spawn(async {});
    // The timeout is 1.5 s. Wait for the task to start!
    tokio::time::sleep(Duration::from_millis(5)).await;
    println!("started");
}

pub async fn the_same_sentence_speaks_of_time() {
    tokio::spawn(async {});
    // Wait for the task to run into its timeout.
    tokio::time::sleep(Duration::from_millis(5)).await;
    println!("timed out");
}

pub fn a_block_is_run_in_place() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    // Hopefully this is long enough.
    runtime.block_on(async { tokio::time::sleep(Duration::from_millis(5)).await });
    println!("slept");
}
