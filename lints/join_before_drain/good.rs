//! Waits for tasks that can go on.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

const SCALES: usize = 4;

fn weigh(parcel: u32) -> u32 {
    parcel * 3
}

fn received_first(parcels: Vec<u32>) -> Vec<u32> {
    let (tx, rx) = mpsc::sync_channel(4);
    let scale = thread::spawn(move || {
        for parcel in parcels {
            tx.send(weigh(parcel)).unwrap();
        }
    });
    let weights = rx.iter().collect();
    scale.join().unwrap();
    weights
}

fn as_many_slots_as_threads() -> u32 {
    let (tx, rx) = mpsc::sync_channel(SCALES);
    let mut scales = Vec::new();
    for parcel in 0..SCALES {
        let tx = tx.clone();
        scales.push(thread::spawn(move || tx.send(weigh(parcel as u32))));
    }
    drop(tx);
    for scale in scales {
        let _ = scale.join();
    }
    rx.iter().sum()
}

fn a_slot_for_the_one_value(parcel: u32) -> Option<u32> {
    let (tx, rx) = crossbeam_channel::bounded(1);
    let scale = thread::spawn(move || tx.send(weigh(parcel)));
    let _ = scale.join();
    rx.recv().ok()
}

fn a_capacity_that_is_counted(parcels: Vec<u32>) -> u32 {
    let (tx, rx) = mpsc::sync_channel(parcels.len());
    let scale = thread::spawn(move || {
        for parcel in parcels {
            tx.send(weigh(parcel)).unwrap();
        }
    });
    scale.join().unwrap();
    rx.iter().sum()
}

fn no_limit(parcels: Vec<u32>) -> u32 {
    let (tx, rx) = mpsc::channel();
    let scale = thread::spawn(move || {
        for parcel in parcels {
            tx.send(weigh(parcel)).unwrap();
        }
    });
    scale.join().unwrap();
    rx.iter().sum()
}

fn only_tried(parcels: Vec<u32>) -> u32 {
    let (tx, rx) = mpsc::sync_channel(4);
    let scale = thread::spawn(move || {
        for parcel in parcels {
            if tx.try_send(weigh(parcel)).is_err() {
                break;
            }
        }
    });
    scale.join().unwrap();
    rx.iter().sum()
}

fn a_limit_of_time(parcels: Vec<u32>) -> u32 {
    let (tx, rx) = crossbeam_channel::bounded(4);
    let scale = thread::spawn(move || {
        for parcel in parcels {
            if tx.send_timeout(weigh(parcel), Duration::from_secs(1)).is_err() {
                break;
            }
        }
    });
    scale.join().unwrap();
    rx.iter().sum()
}

fn another_thread_receives(parcels: Vec<u32>) -> u32 {
    let (tx, rx) = mpsc::sync_channel(4);
    let sum = thread::spawn(move || rx.iter().sum());
    let scale = thread::spawn(move || {
        for parcel in parcels {
            tx.send(weigh(parcel)).unwrap();
        }
    });
    scale.join().unwrap();
    sum.join().unwrap()
}

async fn a_task_that_joins(parcels: Vec<Vec<u32>>) -> u32 {
    let (tx, mut rx) = tokio::sync::mpsc::channel(4);
    tokio::spawn(async move {
        let mut scales = tokio::task::JoinSet::new();
        for parcels in parcels {
            while scales.len() > 3 {
                if let Some(Err(e)) = scales.join_next().await {
                    println!("{e}");
                }
            }
            let tx = tx.clone();
            scales.spawn(async move {
                for parcel in parcels {
                    if tx.send(weigh(parcel)).await.is_err() {
                        break;
                    }
                }
            });
        }
    });
    let mut sum = 0;
    while let Some(weight) = rx.recv().await {
        sum += weight;
    }
    sum
}

fn a_receiver_that_is_dropped_first(parcels: Vec<u32>) -> Option<u32> {
    let (tx, rx) = mpsc::sync_channel(4);
    let scale = thread::spawn(move || {
        for parcel in parcels {
            if tx.send(weigh(parcel)).is_err() {
                break;
            }
        }
    });
    let first = rx.recv().ok();
    drop(rx);
    scale.join().unwrap();
    first
}

fn all_in_one_scope(parcels: &[u32]) -> u32 {
    let (tx, rx) = mpsc::sync_channel(1);
    thread::scope(|scope| {
        scope.spawn(move || {
            for parcel in parcels {
                tx.send(weigh(*parcel)).unwrap();
            }
        });
        rx.iter().sum()
    })
}

fn a_receiver_that_ends_with_the_scope(parcels: &[u32]) -> Option<u32> {
    thread::scope(|scope| {
        let (tx, rx) = mpsc::sync_channel(1);
        scope.spawn(move || {
            for parcel in parcels {
                if tx.send(weigh(*parcel)).is_err() {
                    break;
                }
            }
        });
        rx.recv().ok()
    })
}

async fn a_function_that_gets_the_receiver(parcels: Vec<u32>) -> u32 {
    let (tx, rx) = tokio::sync::mpsc::channel(16);
    let scale = tokio::spawn(async move {
        for parcel in parcels {
            if tx.send(weigh(parcel)).await.is_err() {
                break;
            }
        }
    });
    let sum = add(rx).await;
    println!("{}", scale.await.is_ok());
    sum
}

async fn add(mut weights: tokio::sync::mpsc::Receiver<u32>) -> u32 {
    let mut sum = 0;
    while let Some(weight) = weights.recv().await {
        sum += weight;
    }
    sum
}

async fn a_wait_for_another_task(parcels: Vec<u32>) -> u32 {
    let (tx, rx) = tokio::sync::mpsc::channel(16);
    tokio::spawn(async move {
        for parcel in parcels {
            if tx.send(weigh(parcel)).await.is_err() {
                break;
            }
        }
    });
    let bell = tokio::spawn(async { println!("ding") });
    println!("{}", bell.await.is_ok());
    add(rx).await
}

async fn a_limit_of_the_wait(parcels: Vec<u32>) -> u32 {
    let (tx, rx) = tokio::sync::mpsc::channel(16);
    let mut scale = tokio::spawn(async move {
        for parcel in parcels {
            if tx.send(weigh(parcel)).await.is_err() {
                break;
            }
        }
    });
    let ended = tokio::time::timeout(Duration::from_secs(1), &mut scale).await;
    if ended.is_err() {
        scale.abort();
    }
    add(rx).await
}

/// An `async` function starts the task and gives its handle: its own await is over when the task has begun.
async fn begin(parts: Vec<u32>) -> Result<(tokio::sync::mpsc::Receiver<u32>, tokio::task::JoinHandle<()>), String> {
    if parts.is_empty() {
        tokio::task::yield_now().await;
        return Err("nothing to weigh".to_owned());
    }
    let (tx, rx) = tokio::sync::mpsc::channel(2);
    let weigher = tokio::spawn(async move {
        for part in parts {
            if tx.send(part).await.is_err() {
                return;
            }
        }
    });
    Ok((rx, weigher))
}

async fn weigh_and_sum(parts: Vec<u32>) -> Result<u32, String> {
    let (rx, weigher) = begin(parts).await?;
    sum_up(rx, weigher).await
}

async fn sum_up(
    mut rx: tokio::sync::mpsc::Receiver<u32>,
    weigher: tokio::task::JoinHandle<()>,
) -> Result<u32, String> {
    let mut sum = 0;
    while let Some(part) = rx.recv().await {
        sum += part;
    }
    weigher.await.map_err(|error| error.to_string())?;
    Ok(sum)
}

// Their handles lie in a struct.

struct Weighers {
    threads: Vec<thread::JoinHandle<u32>>,
    names: Vec<String>,
}

impl Weighers {
    fn hire(parcels: [u32; 3], sheets: &mpsc::SyncSender<u32>) -> Weighers {
        let mut threads = Vec::new();
        for parcel in parcels {
            let sheets = sheets.clone();
            threads.push(thread::spawn(move || {
                for part in 0..parcel {
                    if sheets.send(weigh(part)).is_err() {
                        return part;
                    }
                }
                parcel
            }));
        }
        Weighers { threads, names: Vec::new() }
    }

    fn send_home(self) -> u32 {
        let mut done = 0;
        for thread in self.threads {
            done += thread.join().unwrap_or_default();
        }
        done
    }

    fn call_all(&self) -> String {
        self.names.join(", ")
    }
}

fn the_sum_before_they_go_home(parcels: [u32; 3]) -> u32 {
    let (tx, rx) = mpsc::sync_channel(8);
    let weighers = Weighers::hire(parcels, &tx);
    drop(tx);
    let sum: u32 = rx.iter().sum();
    sum + weighers.send_home()
}

fn another_method_is_called(parcels: [u32; 3]) -> u32 {
    let (tx, rx) = mpsc::sync_channel(8);
    let weighers = Weighers::hire(parcels, &tx);
    drop(tx);
    println!("{}", weighers.call_all());
    rx.iter().sum()
}
