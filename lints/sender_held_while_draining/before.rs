//! Drains that a `drop` before them lets end.

use std::sync::mpsc;
use std::thread;

use tokio::sync::mpsc as queue;

fn the_loop_is_a_statement(crates: [Vec<u32>; 4]) -> u32 {
    let (tx, rx) = mpsc::channel();
    for apples in crates {
        let tx = tx.clone();
        thread::spawn(move || tx.send(apples.iter().sum::<u32>()));
    }

    let mut weight = 0;
    // Every crate reports once.
    for apples in rx { //~ --fix
        weight += apples;
    }
    weight
}

fn the_drain_is_the_value(crates: [Vec<u32>; 4]) -> usize {
    let (tx, rx) = mpsc::channel();
    for apples in crates {
        let tx = tx.clone();
        thread::spawn(move || tx.send(apples.len()));
    }
    rx.iter().sum() //~ --fix
}

async fn a_later_drop_comes_before_it(crates: [Vec<u32>; 4]) -> u32 {
    let (weights, mut weighed) = queue::channel(8);
    for apples in crates {
        let weights = weights.clone();
        tokio::spawn(async move { weights.send(apples.iter().sum::<u32>()).await });
    }
    let mut sum = 0;
    while let Some(weight) = weighed.recv().await { //~ --fix
        sum += weight;
    }

    // Nobody weighs any more.
    drop(weights);
    sum
}

async fn inside_a_block_that_is_awaited(crates: [Vec<u32>; 4]) -> u32 {
    let (tx, mut rx) = queue::unbounded_channel();
    for apples in crates {
        let tx = tx.clone();
        tokio::spawn(async move { tx.send(apples.iter().sum::<u32>()) });
    }
    let sum = async {
        let mut sum = 0;
        while let Some(weight) = rx.recv().await { //~ --fix
            sum += weight;
        }
        sum
    }
    .await;
    sum
}

async fn in_a_task_that_is_awaited(crates: [Vec<u32>; 4]) -> u32 {
    let (tx, mut rx) = queue::channel(8);
    let summing = tokio::spawn(async move {
        let mut sum = 0;
        while let Some(weight) = rx.recv().await { //~ --fix
            sum += weight;
        }
        sum
    });
    for apples in crates {
        tx.send(apples.iter().sum::<u32>()).await.ok();
    }
    summing.await.unwrap_or(0)
}
