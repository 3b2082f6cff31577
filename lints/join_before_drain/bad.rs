//! Waits for tasks that wait for whoever waits.

use std::sync::mpsc;
use std::thread;

use tokio::task::JoinSet;

const LETTERS: usize = 2;

fn weigh(parcel: u32) -> u32 {
    parcel * 3
}

// Threads.

fn of_a_thread(parcels: Vec<u32>) -> Vec<u32> {
    let (tx, rx) = mpsc::sync_channel(4);
    let scale = thread::spawn(move || {
        for parcel in parcels {
            tx.send(weigh(parcel)).unwrap();
        }
    });
    scale.join().unwrap(); //~
    rx.iter().collect()
}

fn of_one_that_meets_its_receiver(parcel: u32) -> Option<u32> {
    let (tx, rx) = mpsc::sync_channel(0);
    let scale = thread::spawn(move || tx.send(weigh(parcel)));
    let _ = scale.join(); //~
    rx.recv().ok()
}

fn of_many_threads(parcels: Vec<u32>) -> u32 {
    let (tx, rx) = crossbeam_channel::bounded(LETTERS);
    let mut scales = Vec::new();
    for parcel in parcels {
        let tx = tx.clone();
        scales.push(thread::spawn(move || tx.send(weigh(parcel))));
    }
    drop(tx);
    for scale in scales {
        let _ = scale.join(); //~
    }
    rx.iter().sum()
}

fn of_more_than_fit() -> u32 {
    let (tx, rx) = flume::bounded(LETTERS);
    let scale = thread::spawn(move || {
        for parcel in 0..8 {
            tx.send(weigh(parcel)).unwrap();
        }
    });
    scale.join().unwrap(); //~
    rx.iter().sum()
}

fn of_a_scope(parcels: &[u32]) -> Vec<u32> {
    let (tx, rx) = mpsc::sync_channel(1);
    thread::scope(|scope| { //~
        for parcel in parcels {
            let tx = tx.clone();
            scope.spawn(move || tx.send(weigh(*parcel)).unwrap());
        }
    });
    drop(tx);
    rx.iter().collect()
}

// Tasks.

async fn of_a_task(parcels: Vec<u32>) -> u32 {
    let (tx, mut rx) = tokio::sync::mpsc::channel(16);
    let scale = tokio::spawn(async move {
        for parcel in parcels {
            if tx.send(weigh(parcel)).await.is_err() {
                break;
            }
        }
    });
    let _ = scale.await; //~
    let mut sum = 0;
    while let Some(weight) = rx.recv().await {
        sum += weight;
    }
    sum
}

async fn of_a_set_of_tasks(parcels: Vec<u32>) -> u32 {
    let (tx, mut rx) = tokio::sync::mpsc::channel(100);
    let mut scales = JoinSet::new();
    for parcel in parcels {
        let tx = tx.clone();
        scales.spawn(async move { tx.send(weigh(parcel)).await.is_ok() });
    }
    drop(tx);
    while let Some(sent) = scales.join_next().await { //~
        println!("{}", sent.is_ok());
    }
    let mut sum = 0;
    while let Ok(weight) = rx.try_recv() {
        sum += weight;
    }
    sum
}

async fn of_all_tasks_at_once(parcels: Vec<u32>) -> u32 {
    let (tx, rx) = async_channel::bounded(8);
    let mut scales = Vec::new();
    for parcel in parcels {
        let tx = tx.clone();
        scales.push(tokio::spawn(async move { tx.send(weigh(parcel)).await.is_ok() }));
    }
    drop(tx);
    futures::future::join_all(scales).await; //~
    let mut sum = 0;
    while let Ok(weight) = rx.recv().await {
        sum += weight;
    }
    sum
}

// A function starts the tasks, and gives their handles back.

fn start_counters(pages: Vec<String>, counts: tokio::sync::mpsc::Sender<usize>) -> Vec<tokio::task::JoinHandle<()>> {
    let start = |page: String| {
        let counts = counts.clone();
        tokio::spawn(async move {
            let _ = counts.send(page.len()).await;
        })
    };
    pages.into_iter().map(start).collect()
}

async fn all_of_a_function(pages: Vec<String>) -> usize {
    let (counts, mut all) = tokio::sync::mpsc::channel(8);
    let counters = start_counters(pages, counts);
    futures::future::join_all(counters).await; //~
    let mut sum = 0;
    while let Some(count) = all.recv().await {
        sum += count;
    }
    sum
}

// Their handles lie in a struct, and a method of that waits for them.

struct Weighers {
    threads: Vec<thread::JoinHandle<u32>>,
}

impl Weighers {
    fn hire(parcels: &[u32], sheets: &mpsc::SyncSender<u32>) -> Option<Weighers> {
        let mut threads = Vec::new();
        for &parcel in parcels {
            let sheets = sheets.clone();
            let work = move || {
                for part in 0..parcel {
                    if sheets.send(weigh(part)).is_err() {
                        return part;
                    }
                }
                parcel
            };
            threads.push(thread::Builder::new().spawn(work).ok()?);
        }
        Some(Weighers { threads })
    }

    fn dismiss(self) -> u32 {
        self.threads.into_iter().filter_map(|thread| thread.join().ok()).sum()
    }

    fn send_home(self) -> u32 {
        let mut done = 0;
        for thread in self.threads {
            done += thread.join().unwrap_or_default();
        }
        done
    }
}

struct Hall {
    room: usize,
}

impl Default for Hall {
    fn default() -> Self {
        Hall { room: 8 }
    }
}

fn sent_home_before_the_sum(parcels: &[u32], hall: &Hall) -> Option<u32> {
    let (tx, rx) = mpsc::sync_channel(hall.room.max(1));
    let weighers = Weighers::hire(parcels, &tx)?;
    drop(tx);
    let done = weighers.send_home(); //~
    Some(done + rx.iter().sum::<u32>())
}

struct Counters {
    tasks: Vec<tokio::task::JoinHandle<()>>,
    limit: usize,
}

impl Counters {
    async fn rest(self) {
        for task in self.tasks {
            let _ = task.await;
        }
    }

    fn start(pages: Vec<String>, counts: &tokio::sync::mpsc::Sender<usize>) -> Counters {
        let mut tasks = Vec::new();
        for page in pages {
            let counts = counts.clone();
            tasks.push(tokio::spawn(async move {
                let _ = counts.send(page.len()).await;
            }));
        }
        Counters { tasks, limit: 8 }
    }
}

async fn they_rest_before_the_sum(pages: Vec<String>) -> usize {
    let (counts, mut all) = tokio::sync::mpsc::channel(8);
    let counters = Counters::start(pages, &counts);
    drop(counts);
    counters.rest().await; //~
    let mut sum = 0;
    while let Some(count) = all.recv().await {
        sum += count;
    }
    sum
}
