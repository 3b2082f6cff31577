//! Conditions of a branch and heads of a loop that are no longer what they were when the channel has ended.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::mpsc;

pub async fn the_closed_case_switches_the_branch_off(mut jobs: mpsc::Receiver<u32>) {
    let mut taking = true;
    let mut hour = tokio::time::interval(Duration::from_secs(3600));
    loop {
        tokio::select! {
            job = jobs.recv(), if taking => match job {
                Some(job) => println!("{job}"),
                None => taking = false,
            },
            _ = hour.tick() => println!("an hour"),
        }
    }
}

pub struct Counter {
    open: bool,
    tickets: mpsc::Receiver<u32>,
}

impl Counter {
    fn is_open(&self) -> bool {
        self.open
    }

    fn close(&mut self) {
        self.open = false;
    }

    pub async fn serve(&mut self) {
        while self.is_open() {
            match self.tickets.recv().await {
                Some(number) => println!("{number}"),
                None => self.close(),
            }
        }
    }
}

pub struct Shared {
    open: AtomicBool,
}

impl Shared {
    fn is_open(&self) -> bool {
        self.open.load(Ordering::Acquire)
    }

    fn close(&self) {
        self.open.store(false, Ordering::Release);
    }

    pub async fn serve(&self, mut tickets: mpsc::Receiver<u32>) {
        while self.is_open() {
            match tickets.recv().await {
                Some(number) => println!("{number}"),
                None => self.close(),
            }
        }
    }
}

pub async fn the_condition_asks_something_else(mut jobs: mpsc::Receiver<u32>, mut rooms: mpsc::Receiver<u32>) {
    let mut waiting = Vec::new();
    loop {
        tokio::select! {
            job = jobs.recv(), if waiting.is_empty() => waiting.push(job),
            room = rooms.recv() => match room {
                Some(room) => println!("{room}: {:?}", waiting.pop()),
                None => return,
            },
        }
    }
}
