//! conclint: allow(sleep-poll-loop) -- the cases here are about something else
//! Loops that wait, work or end while a receiver is empty.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError};
use std::thread;
use std::time::Duration;

use tokio::sync::mpsc;

// The loop ends.

fn a_drain(letters: &Receiver<String>) -> u32 {
    let mut count = 0;
    while let Ok(letter) = letters.try_recv() {
        println!("{letter}");
        count += 1;
    }
    count
}

fn empty_exits(letters: &Receiver<String>) {
    loop {
        match letters.try_recv() {
            Ok(letter) => println!("{letter}"),
            Err(TryRecvError::Empty) => break,
            Err(TryRecvError::Disconnected) => break,
        }
    }
}

fn empty_returns(letters: &Receiver<String>) -> Option<String> {
    loop {
        match letters.try_recv() {
            Ok(letter) if letter.is_empty() => println!("an empty one"),
            Ok(letter) => return Some(letter),
            Err(_) => return None,
        }
    }
}

fn a_few_attempts(letters: &Receiver<String>) {
    for _ in 0..10 {
        if let Ok(letter) = letters.try_recv() {
            println!("{letter}");
        }
    }
}

fn one_of_each(post: &[Receiver<String>]) {
    for letters in post {
        if let Ok(letter) = letters.try_recv() {
            println!("{letter}");
        }
    }
}

// The loop waits.

fn a_sleep(letters: Receiver<String>) {
    loop {
        match letters.try_recv() {
            Ok(letter) => println!("{letter}"),
            Err(TryRecvError::Empty) => thread::sleep(Duration::from_millis(10)),
            Err(TryRecvError::Disconnected) => break,
        }
    }
}

fn a_yield(letters: Receiver<String>) {
    loop {
        match letters.try_recv() {
            Ok(letter) => println!("{letter}"),
            Err(TryRecvError::Empty) => thread::yield_now(),
            Err(TryRecvError::Disconnected) => break,
        }
    }
}

fn a_park(letters: Receiver<String>) {
    loop {
        match letters.try_recv() {
            Ok(letter) => println!("{letter}"),
            Err(TryRecvError::Empty) => thread::park(),
            Err(TryRecvError::Disconnected) => break,
        }
    }
}

async fn a_tick(mut letters: mpsc::Receiver<String>) {
    let mut clock = tokio::time::interval(Duration::from_secs(1));
    loop {
        clock.tick().await;
        while let Ok(letter) = letters.try_recv() {
            println!("{letter}");
        }
    }
}

fn another_receive(letters: Receiver<String>, parcels: Receiver<u32>) {
    loop {
        if let Ok(letter) = letters.try_recv() {
            println!("{letter}");
        }
        let Ok(parcel) = parcels.recv() else { break };
        println!("{parcel}");
    }
}

// The loop works.

fn draw(page: &mut VecDeque<String>) {
    page.truncate(100);
}

fn a_frame_of_a_game(letters: Receiver<String>) {
    let mut page = VecDeque::new();
    loop {
        while let Ok(letter) = letters.try_recv() {
            page.push_back(letter);
        }
        draw(&mut page);
    }
}

fn an_atomic_is_changed(letters: Receiver<String>, count: &AtomicU32) {
    loop {
        match letters.try_recv() {
            Ok(letter) => println!("{letter}"),
            Err(TryRecvError::Empty) => drop(count.fetch_add(1, Ordering::Relaxed)),
            Err(TryRecvError::Disconnected) => break,
        }
    }
}

// A method of the package's own.

struct Post {
    letters: Receiver<String>,
}

impl Post {
    fn try_recv(&self) -> Option<String> {
        self.letters.recv_timeout(Duration::from_secs(1)).ok()
    }
}

fn of_its_own(post: Post) {
    loop {
        if let Some(letter) = post.try_recv() {
            println!("{letter}");
        }
    }
}
