//! Loops that poll an empty receiver as fast as they can.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError};
use std::thread;

use tokio::sync::mpsc;

fn empty_goes_on(letters: Receiver<String>) {
    loop {
        match letters.try_recv() { //~
            Ok(letter) => println!("{letter}"),
            Err(TryRecvError::Empty) => continue,
            Err(TryRecvError::Disconnected) => break,
        }
    }
}

fn any_error_is_passed_over(letters: Receiver<String>) {
    loop {
        if let Ok(letter) = letters.try_recv() { //~
            println!("{letter}");
        }
    }
}

fn until_it_is_told(letters: Receiver<String>, stop: Arc<AtomicBool>) {
    thread::spawn(move || {
        while !stop.load(Ordering::Relaxed) {
            match letters.try_recv() { //~
                Ok(letter) => println!("{letter}"),
                Err(TryRecvError::Empty) => {}
                Err(TryRecvError::Disconnected) => return,
            }
        }
    });
}

fn a_drain_in_a_loop(letters: Receiver<String>) {
    loop {
        while let Ok(letter) = letters.try_recv() { //~
            println!("{letter}");
        }
    }
}

async fn in_a_task(mut letters: mpsc::Receiver<String>) {
    tokio::spawn(async move {
        loop {
            match letters.try_recv() { //~
                Ok(letter) => println!("{letter}"),
                Err(mpsc::error::TryRecvError::Empty) => continue,
                Err(mpsc::error::TryRecvError::Disconnected) => break,
            }
        }
    });
}

fn of_another_library(letters: crossbeam_channel::Receiver<String>, stop: &AtomicBool) {
    loop {
        match letters.try_recv() { //~
            Ok(letter) => println!("{letter}"),
            Err(crossbeam_channel::TryRecvError::Empty) => {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
            }
            Err(crossbeam_channel::TryRecvError::Disconnected) => break,
        }
    }
}

struct Post {
    letters: flume::Receiver<String>,
    count: u32,
}

impl Post {
    fn sort(&mut self) {
        loop {
            match self.letters.try_recv() { //~
                Ok(letter) => {
                    println!("{letter}");
                    self.count += 1;
                }
                Err(flume::TryRecvError::Empty) => self.count = 0,
                Err(flume::TryRecvError::Disconnected) => return,
            }
        }
    }
}

fn in_a_job(letters: Receiver<String>) {
    tokio::task::spawn_blocking(move || {
        loop {
            let letter = match letters.try_recv() { //~
                Ok(letter) => letter,
                Err(TryRecvError::Empty) => continue,
                Err(TryRecvError::Disconnected) => break,
            };
            println!("{letter}");
        }
    });
}
