//! Conditions of a branch and heads of a loop that are no longer what they were when the channel has ended.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::{broadcast, mpsc};

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

// The closed case changes what the head of the loop asks, or somebody else may.

async fn errors_are_counted(mut answers: mpsc::Receiver<u32>) -> u32 {
    let (mut sum, mut lost) = (0, 0);
    while lost < 10 {
        match answers.recv().await {
            Some(answer) => sum += answer,
            None => lost += 1,
        }
    }
    sum
}

async fn counted_at_the_top(mut answers: mpsc::Receiver<u32>) -> u32 {
    let (mut sum, mut rounds) = (0, 0);
    while rounds < 10 {
        rounds += 1;
        if let Some(answer) = answers.recv().await {
            sum += answer;
        }
    }
    sum
}

async fn lent_to_who_changes_it(mut answers: mpsc::Receiver<u32>) -> Vec<u32> {
    let mut heard = Vec::new();
    while heard.len() < 10 {
        if let Some(answer) = answers.recv().await {
            heard.push(answer);
        }
        fill_up(&mut heard);
    }
    heard
}

fn fill_up(heard: &mut Vec<u32>) {
    heard.push(0);
}

async fn others_set_it(mut answers: mpsc::Receiver<u32>, done: &AtomicBool) -> u32 {
    let mut sum = 0;
    while !done.load(Ordering::Relaxed) {
        if let Some(answer) = answers.recv().await {
            sum += answer;
        }
    }
    sum
}

struct Atlas {
    pages: broadcast::Receiver<u32>,
    is_over: bool,
}

impl Atlas {
    async fn what_it_is_given_to_ends_the_loop(mut self) {
        while !self.is_over {
            let page = self.pages.recv().await;
            self.turn(page);
        }
    }

    fn turn(&mut self, page: Result<u32, broadcast::error::RecvError>) {
        match page {
            Ok(page) => println!("{page}"),
            Err(e) => self.is_over = e == broadcast::error::RecvError::Closed,
        }
    }
}
