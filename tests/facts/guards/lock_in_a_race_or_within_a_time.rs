//! The guard of a future that is raced or limited is what the branch passes on, or what comes out of the `Result`.
use std::time::Duration;
use tokio::sync::{Mutex, Notify};

pub async fn passed_on(bells: &Mutex<u32>, stop: &Notify) {
    let rung = tokio::select! {
        guard = bells.lock() => guard,
        _ = stop.notified() => return,
    };
    println!("{rung}");
}

pub async fn dropped_in_its_branch(bells: &Mutex<u32>, stop: &Notify) {
    tokio::select! {
        guard = bells.lock() => drop(guard),
        _ = stop.notified() => {}
    }
    println!("free again");
}

pub async fn limited(bells: &Mutex<u32>) {
    match tokio::time::timeout(Duration::from_secs(1), bells.lock()).await {
        Ok(guard) => println!("{guard}"),
        Err(_) => println!("taken by somebody else"),
    }
}
