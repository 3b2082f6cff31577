//! Waits for an end that comes, or for something else than an end.

use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use tokio::sync::mpsc;

fn weigh(parcel: u32) -> u32 {
    parcel * 250
}

async fn one_receive_after_the_drop(parcels: Vec<u32>) {
    let (busy, mut idle) = mpsc::channel::<()>(1);
    for parcel in parcels {
        let busy = busy.clone();
        tokio::spawn(async move {
            weigh(parcel);
            drop(busy);
        });
    }
    drop(busy);
    let _ = idle.recv().await;
}

async fn one_receive_of_what_somebody_sends(parcel: u32) {
    let (done, mut told) = mpsc::channel::<()>(1);
    let first = done.clone();
    tokio::spawn(async move {
        weigh(parcel);
        first.send(()).await.ok();
    });
    let _ = told.recv().await;
    drop(done);
}

fn report(done: std::sync::mpsc::Sender<()>) {
    done.send(()).ok();
}

fn one_receive_of_what_a_function_may_send() {
    let (done, told) = channel();
    let first = done.clone();
    thread::spawn(move || report(first));
    told.recv().ok();
    drop(done);
}

fn one_receive_that_nobody_is_to_end() {
    let (_never, told) = channel::<()>();
    told.recv().ok();
}

async fn one_receive_with_a_limit(parcels: Vec<u32>) {
    let (busy, mut idle) = mpsc::channel::<()>(1);
    for parcel in parcels {
        let busy = busy.clone();
        tokio::spawn(async move {
            weigh(parcel);
            drop(busy);
        });
    }
    let _ = tokio::time::timeout(Duration::from_secs(5), idle.recv()).await;
    drop(busy);
}

async fn dropped_before_the_task_is_awaited(parcels: [u32; 4]) -> u32 {
    let (tx, mut rx) = mpsc::channel(8);
    let summing = tokio::spawn(async move {
        let mut sum = 0;
        while let Some(grams) = rx.recv().await {
            sum += grams;
        }
        sum
    });
    for parcel in parcels {
        tx.send(weigh(parcel)).await.ok();
    }
    drop(tx);
    summing.await.unwrap_or(0)
}

async fn the_wait_for_the_task_has_a_limit(parcel: u32) {
    let (tx, mut rx) = mpsc::channel(8);
    let mut printing = tokio::spawn(async move {
        while let Some(grams) = rx.recv().await {
            println!("{grams}");
        }
    });
    tx.send(weigh(parcel)).await.ok();
    if tokio::time::timeout(Duration::from_secs(1), &mut printing).await.is_err() {
        printing.abort();
    }
}

async fn the_task_is_aborted_before_it_is_awaited(parcel: u32) {
    let (tx, mut rx) = mpsc::channel(8);
    let printing = tokio::spawn(async move {
        while let Some(grams) = rx.recv().await {
            println!("{grams}");
        }
    });
    tx.send(weigh(parcel)).await.ok();
    printing.abort();
    printing.await.ok();
}

#[derive(Default)]
struct Depot {
    listeners: Vec<mpsc::Sender<u32>>,
}

impl Depot {
    fn attach(&mut self, listener: mpsc::Sender<u32>) {
        self.listeners.push(listener);
    }

    fn close(&mut self) {
        self.listeners.clear();
    }
}

async fn what_keeps_the_clone_lets_go_of_it() -> u32 {
    let (tx, mut rx) = mpsc::channel(8);
    let mut depot = Depot::default();
    depot.attach(tx.clone());
    tx.send(weigh(1)).await.ok();
    drop(tx);
    depot.close();
    let mut sum = 0;
    while let Some(grams) = rx.recv().await {
        sum += grams;
    }
    println!("{} listeners", depot.listeners.len());
    sum
}

async fn what_keeps_the_clone_goes_before_the_drain() -> u32 {
    let (tx, mut rx) = mpsc::channel(8);
    let mut depot = Depot::default();
    depot.attach(tx);
    println!("{} listeners", depot.listeners.len());
    drop(depot);
    let mut sum = 0;
    while let Some(grams) = rx.recv().await {
        sum += grams;
    }
    sum
}
