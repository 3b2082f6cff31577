//! Crossbeam's `select!` receives and sends by keyword, and its `default` may wait for a time; what a branch binds is no end of a channel.
use crossbeam_channel::{Receiver, Sender, select};
use std::time::Duration;

pub fn run(jobs: &Receiver<u8>, out: &Sender<u8>) {
    loop {
        select! {
            recv(jobs) -> job => match job {
                Ok(job) => println!("{job}"),
                Err(_) => break,
            },
            send(out, 1) -> sent => drop(sent),
            default(Duration::from_secs(1)) => println!("idle"),
        }
    }
}
