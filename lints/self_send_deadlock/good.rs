//! conclint: allow(lost-task-error) -- the cases here are about something else
//! Loops that never wait for themselves.

use std::collections::HashMap;
use std::sync::mpsc as threads;
use std::thread;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};

fn one_that_only_tries() -> mpsc::Sender<u32> {
    let (tx, mut rx) = mpsc::channel(8);
    let again = tx.clone();
    tokio::spawn(async move {
        while let Some(page) = rx.recv().await {
            if page == 0 {
                break;
            }
            if again.try_send(page + 1).is_err() {
                println!("{page} is lost");
            }
        }
    });
    tx
}

fn one_with_a_limit() -> mpsc::Sender<u32> {
    let (tx, mut rx) = mpsc::channel(8);
    let again = tx.clone();
    tokio::spawn(async move {
        while let Some(page) = rx.recv().await {
            if page == 0 {
                break;
            }
            let sent = tokio::time::timeout(Duration::from_secs(1), again.send(page + 1)).await;
            println!("{}", sent.is_ok());
        }
    });
    tx
}

fn a_limit_of_the_send() -> crossbeam_channel::Sender<u32> {
    let (tx, rx) = crossbeam_channel::bounded(8);
    let again = tx.clone();
    thread::spawn(move || {
        for page in rx {
            if page == 0 {
                break;
            }
            println!("{}", again.send_timeout(page + 1, Duration::from_secs(1)).is_ok());
        }
    });
    tx
}

fn another_branch_takes() -> mpsc::Sender<u32> {
    let (tx, mut rx) = mpsc::channel(8);
    let again = tx.clone();
    tokio::spawn(async move {
        while let Some(page) = rx.recv().await {
            if page == 0 {
                break;
            }
            tokio::select! {
                sent = again.send(page + 1) => println!("{}", sent.is_ok()),
                other = rx.recv() => println!("{other:?}"),
            }
        }
    });
    tx
}

fn in_a_task_of_its_own() -> mpsc::Sender<u32> {
    let (tx, mut rx) = mpsc::channel(8);
    let again = tx.clone();
    tokio::spawn(async move {
        let mut late = tokio::task::JoinSet::new();
        while let Some(page) = rx.recv().await {
            if page == 0 {
                break;
            }
            let again = again.clone();
            late.spawn(async move { again.send(page + 1).await.is_ok() });
            while late.len() > 4 {
                late.join_next().await;
            }
        }
    });
    tx
}

fn another_channel() -> (mpsc::Sender<u32>, mpsc::Receiver<u32>) {
    let (tx, mut rx) = mpsc::channel(8);
    let (printed, out) = mpsc::channel(8);
    tokio::spawn(async move {
        while let Some(page) = rx.recv().await {
            if printed.send(page + 1).await.is_err() {
                break;
            }
        }
    });
    (tx, out)
}

fn room_for_what_was_taken() {
    let (tx, rx) = threads::sync_channel(2);
    tx.send(3).unwrap();
    thread::spawn(move || {
        while let Ok(pages) = rx.recv() {
            if pages == 0 {
                break;
            }
            tx.send(pages - 1).unwrap();
        }
    });
}

fn another_receiver() -> flume::Sender<u32> {
    let (tx, rx) = flume::bounded(8);
    for _ in 0..4 {
        let rx = rx.clone();
        let again = tx.clone();
        thread::spawn(move || {
            while let Ok(page) = rx.recv() {
                if page == 0 {
                    break;
                }
                again.send(page / 2).unwrap();
            }
        });
    }
    tx
}

struct Press {
    name: String,
    tx: mpsc::Sender<u32>,
    rx: mpsc::Receiver<u32>,
}

impl Press {
    fn new(name: String) -> (Press, mpsc::Sender<u32>) {
        let (tx, rx) = mpsc::channel(16);
        (Press { name, tx: tx.clone(), rx }, tx)
    }

    async fn to_a_neighbour(mut self, neighbour: Press) {
        while let Some(page) = self.rx.recv().await {
            if neighbour.tx.send(page).await.is_err() || page == 0 {
                break;
            }
        }
        println!("{} has ended", self.name);
    }
}

async fn to_one_of_many(mut pages: mpsc::Receiver<u32>, presses: HashMap<u32, mpsc::Sender<u32>>) {
    while let Some(page) = pages.recv().await {
        if let Some(press) = presses.get(&(page % 4)) {
            println!("{}", press.send(page).await.is_ok());
        }
    }
}

async fn an_answer(mut questions: mpsc::Receiver<(u32, oneshot::Sender<u32>)>) {
    while let Some((page, answer)) = questions.recv().await {
        println!("{}", answer.send(page + 1).is_ok());
    }
}

async fn before_the_loop() {
    let (tx, mut rx) = mpsc::channel(8);
    println!("{}", tx.send(1).await.is_ok());
    drop(tx);
    while let Some(page) = rx.recv().await {
        println!("{page}");
    }
}

struct Pile(Vec<u32>);

impl Pile {
    async fn send(&mut self, page: u32) {
        self.0.push(page);
    }
}

async fn a_method_of_its_own(mut pages: mpsc::Receiver<u32>, mut pile: Pile) {
    while let Some(page) = pages.recv().await {
        pile.send(page).await;
    }
}
