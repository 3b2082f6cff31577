//! Conditions of a branch and heads of a loop that nothing changes between the end of the channel and the next receive.

use std::time::Duration;

use tokio::sync::{broadcast, mpsc};

pub async fn the_branch_stays_on(mut jobs: mpsc::Receiver<u32>) {
    let mut taking = true;
    let mut hour = tokio::time::interval(Duration::from_secs(3600));
    loop {
        tokio::select! {
            job = jobs.recv(), if taking => { //~
                if let Some(job) = job {
                    println!("{job}");
                }
            }
            _ = hour.tick() => taking = !taking,
        }
    }
}

pub struct Counter {
    open: bool,
    tickets: mpsc::Receiver<u32>,
    closing: mpsc::Receiver<()>,
}

impl Counter {
    fn is_open(&self) -> bool {
        self.open
    }

    pub async fn serve(&mut self) {
        while self.is_open() {
            tokio::select! {
                ticket = self.tickets.recv() => match ticket { //~
                    Some(number) => println!("{number}"),
                    None => println!("no more tickets"),
                },
                _ = self.closing.recv() => self.open = false,
            }
        }
    }
}

#[derive(PartialEq)]
enum Mode {
    Day,
    Night,
}

impl Mode {
    fn is_day(&self) -> bool {
        matches!(self, Mode::Day)
    }
}

pub async fn by_a_method_that_looks(mut jobs: mpsc::Receiver<u32>, mut bell: mpsc::Receiver<()>) {
    let mut mode = Mode::Day;
    loop {
        tokio::select! {
            job = jobs.recv(), if mode.is_day() => match job { //~
                Some(job) => println!("{job}"),
                None => println!("nothing to do"),
            },
            Some(()) = bell.recv() => mode = Mode::Night,
        }
    }
}

// The head of the loop asks what the closed case leaves as it was.

struct Quorum {
    wanted: usize,
}

impl Quorum {
    async fn until_enough_have_answered(&self, mut answers: broadcast::Receiver<u32>) -> Vec<u32> {
        let mut heard = Vec::new();
        while heard.len() < self.wanted {
            match answers.recv().await { //~
                Ok(answer) => heard.push(answer),
                Err(_lagged_or_closed) => continue,
            }
        }
        heard
    }

    async fn until_an_instant(&self, mut answers: broadcast::Receiver<u32>, end: tokio::time::Instant) -> Vec<u32> {
        let mut heard = Vec::new();
        while heard.len() < self.wanted {
            match tokio::time::timeout_at(end, answers.recv()).await { //~
                Ok(Ok(answer)) => heard.push(answer),
                Ok(Err(_lagged_or_closed)) => continue,
                Err(_late) => break,
            }
        }
        heard
    }
}
