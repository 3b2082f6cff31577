//! Loops and sleeps that do not look at what their caller stops them by.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::time::{interval, sleep};
use tokio_util::sync::CancellationToken;

async fn water(bed: u32) {
    sleep(Duration::from_millis(u64::from(bed))).await;
}

async fn unused(beds: Vec<u32>, _cancel: CancellationToken) {
    for bed in beds { //~
        water(bed).await;
    }
}

async fn lent_and_unused(mut beds: mpsc::Receiver<u32>, _closing: &CancellationToken) {
    while let Some(bed) = beds.recv().await { //~
        water(bed).await;
    }
}

async fn an_unused_receiver(_shutdown: watch::Receiver<bool>) {
    let mut mornings = interval(Duration::from_secs(60));
    loop { //~
        mornings.tick().await;
        water(1).await;
    }
}

struct Garden {
    beds: Vec<u32>,
}

impl Garden {
    async fn in_a_method(&self, _cancel: &CancellationToken) -> u32 {
        let mut done = 0;
        for bed in &self.beds { //~
            water(*bed).await;
            done += 1;
        }
        done
    }

    async fn asked_before_the_loop(&self, cancel: CancellationToken) {
        if cancel.is_cancelled() {
            return;
        }
        loop { //~
            for bed in &self.beds {
                water(*bed).await;
            }
        }
    }
}

async fn a_flag_before_the_loop(stop: Arc<AtomicBool>) {
    if stop.load(Ordering::Relaxed) {
        return;
    }
    loop { //~
        water(2).await;
    }
}

async fn a_long_sleep(mut beds: mpsc::Receiver<u32>, cancel: CancellationToken) {
    loop {
        tokio::select! {
            _ = cancel.cancelled() => break,
            bed = beds.recv() => match bed {
                Some(bed) => water(bed).await,
                None => break,
            },
        }
        sleep(Duration::from_secs(30)).await; //~
    }
}

async fn a_pause_after_an_error(mut shutdown: watch::Receiver<bool>) {
    loop {
        let watered = tokio::select! {
            _ = shutdown.changed() => return,
            watered = async { water(4).await; Err::<(), ()>(()) } => watered,
        };
        if watered.is_err() {
            sleep(Duration::from_secs(10)).await; //~
        }
    }
}

mod threads {
    use super::*;
    use std::thread;

    fn an_unused_flag(_stop: &AtomicBool, beds: &[u32]) {
        for bed in beds { //~
            println!("{bed}");
            thread::sleep(Duration::from_millis(100));
        }
    }
}
