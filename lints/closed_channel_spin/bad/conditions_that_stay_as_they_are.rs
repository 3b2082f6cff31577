//! Conditions of a branch and heads of a loop that nothing changes between the end of the channel and the next receive.

use std::time::Duration;

use tokio::sync::mpsc;

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
