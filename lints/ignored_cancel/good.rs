//! Loops that look at what stops them, that are stopped in another way, or that need not be.

use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

async fn water(bed: u32) {
    sleep(Duration::from_millis(u64::from(bed))).await;
}

// They look.

async fn a_branch(mut beds: mpsc::Receiver<u32>, cancel: CancellationToken) {
    loop {
        tokio::select! {
            _ = cancel.cancelled() => break,
            bed = beds.recv() => match bed {
                Some(bed) => water(bed).await,
                None => break,
            },
        }
    }
}

async fn in_each_iteration(beds: Vec<u32>, cancel: &CancellationToken) {
    for bed in beds {
        if cancel.is_cancelled() {
            return;
        }
        water(bed).await;
    }
}

async fn a_future_made_before(beds: Vec<u32>, cancel: CancellationToken) {
    let cancelled = cancel.cancelled();
    tokio::pin!(cancelled);
    for bed in beds {
        tokio::select! {
            _ = &mut cancelled => return,
            _ = water(bed) => {}
        }
    }
}

async fn handed_on(beds: Vec<u32>, cancel: CancellationToken) {
    for bed in beds {
        in_each_iteration(vec![bed], &cancel).await;
    }
}

async fn another_ends_the_source(mut beds: mpsc::Receiver<u32>, cancel: CancellationToken) {
    tokio::spawn(async move { cancel.cancelled().await });
    loop {
        match beds.recv().await {
            Some(bed) => water(bed).await,
            None => break,
        }
    }
}

async fn the_sleep_is_a_branch(cancel: CancellationToken) {
    while !cancel.is_cancelled() {
        water(1).await;
        tokio::select! {
            _ = cancel.cancelled() => {}
            _ = sleep(Duration::from_secs(60)) => {}
        }
    }
}

async fn the_sleep_is_cut_short(cancel: CancellationToken) {
    while !cancel.is_cancelled() {
        water(1).await;
        cancel.run_until_cancelled(sleep(Duration::from_secs(60))).await;
    }
}

// Stopped in another way.

async fn dropped_by_its_caller(beds: Vec<u32>, _cancel: CancellationToken) {
    for bed in beds {
        water(bed).await;
    }
}

async fn the_caller(cancel: CancellationToken) {
    let _ = timeout(Duration::from_secs(5), dropped_by_its_caller(vec![1, 2], cancel)).await;
}

// The parameter is asked for.

trait Tended {
    async fn tend(&self, cancel: &CancellationToken);
}

struct Pots(Vec<u32>);

impl Tended for Pots {
    async fn tend(&self, _cancel: &CancellationToken) {
        for pot in &self.0 {
            water(*pot).await;
        }
    }
}

async fn for_a_table(_cancel: CancellationToken) {
    for pot in [1, 2, 3] {
        water(pot).await;
    }
}

async fn the_table(cancel: CancellationToken) {
    let kinds = [for_a_table];
    for kind in kinds {
        kind(cancel.clone()).await;
    }
}

// Nothing is waited for.

async fn no_wait(beds: Vec<u32>, _cancel: CancellationToken) -> u32 {
    let mut all = 0;
    for bed in beds {
        all += bed;
    }
    all
}

async fn no_loop(_cancel: CancellationToken) {
    water(1).await;
}

async fn a_short_sleep(mut beds: mpsc::Receiver<u32>, cancel: CancellationToken) {
    loop {
        tokio::select! {
            _ = cancel.cancelled() => break,
            bed = beds.recv() => match bed {
                Some(bed) => water(bed).await,
                None => break,
            },
        }
        sleep(Duration::from_millis(200)).await;
    }
}

// After the stop.

async fn what_is_left(mut beds: mpsc::Receiver<u32>, cancel: CancellationToken) {
    cancel.cancelled().await;
    loop {
        match beds.recv().await {
            Some(bed) => water(bed).await,
            None => break,
        }
    }
}

// Another receiver.

async fn no_word_to_stop(_weather: watch::Receiver<bool>, beds: Vec<u32>) {
    for bed in beds {
        water(bed).await;
    }
}

// Tests.

#[cfg(test)]
mod tests {
    use super::*;

    async fn all(beds: Vec<u32>, _cancel: CancellationToken) {
        for bed in beds {
            water(bed).await;
        }
    }
}
