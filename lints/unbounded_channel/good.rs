//! Channels with a limit, and those that take little.

use std::sync::mpsc as threads;
use std::thread;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::{broadcast, mpsc, oneshot, watch};

fn a_limit(stream: TcpStream) -> mpsc::Receiver<String> {
    let (tx, rx) = mpsc::channel(64);
    tokio::spawn(async move {
        let mut lines = BufReader::new(stream).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            if tx.send(line).await.is_err() {
                break;
            }
        }
    });
    rx
}

fn a_limit_of_threads(letters: threads::Receiver<String>) -> threads::Receiver<usize> {
    let (tx, rx) = threads::sync_channel(8);
    thread::spawn(move || {
        while let Ok(letter) = letters.recv() {
            if tx.send(letter.len()).is_err() {
                break;
            }
        }
    });
    rx
}

struct Post {
    orders: mpsc::UnboundedSender<u32>,
}

impl Post {
    fn for_commands() -> (Post, mpsc::UnboundedReceiver<u32>) {
        let (orders, rx) = mpsc::unbounded_channel();
        (Post { orders }, rx)
    }

    fn order(&self, number: u32) -> bool {
        self.orders.send(number).is_ok()
    }
}

fn a_list(letters: Vec<String>) -> threads::Receiver<usize> {
    let (tx, rx) = threads::channel();
    thread::spawn(move || {
        for letter in letters {
            if tx.send(letter.len()).is_err() {
                break;
            }
        }
    });
    rx
}

fn one_result_for_each_thread() -> u32 {
    let (tx, rx) = threads::channel();
    for n in 0..4 {
        let tx = tx.clone();
        thread::spawn(move || tx.send(n));
    }
    drop(tx);
    rx.iter().sum()
}

fn ticks() -> mpsc::UnboundedReceiver<u32> {
    let (tx, rx) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            if tx.send(1).is_err() {
                break;
            }
        }
    });
    rx
}

fn a_reply() -> oneshot::Receiver<u32> {
    let (tx, rx) = oneshot::channel();
    let _ = tx.send(1);
    rx
}

fn a_state(mut letters: mpsc::Receiver<u32>) -> watch::Receiver<u32> {
    let (tx, rx) = watch::channel(0);
    tokio::spawn(async move {
        while let Some(letter) = letters.recv().await {
            tx.send_replace(letter);
        }
    });
    rx
}

fn news(mut letters: mpsc::Receiver<u32>) -> broadcast::Receiver<u32> {
    let (tx, rx) = broadcast::channel(16);
    tokio::spawn(async move {
        while let Some(letter) = letters.recv().await {
            if tx.send(letter).is_err() {
                break;
            }
        }
    });
    rx
}

fn what_is_over(mut letters: mpsc::Receiver<u32>) -> mpsc::UnboundedReceiver<u32> {
    let (tx, rx) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let mut sum = 0;
        while let Some(letter) = letters.recv().await {
            sum += letter;
        }
        let _ = tx.send(sum);
    });
    rx
}

fn nobody_sends() -> threads::Receiver<u32> {
    let (tx, rx) = threads::channel();
    drop(tx);
    rx
}

struct Pile(Vec<u32>);

impl Pile {
    fn send(&mut self, letter: u32) -> bool {
        self.0.push(letter);
        true
    }
}

fn unbounded() -> (Pile, usize) {
    (Pile(Vec::new()), 0)
}

async fn a_constructor_of_its_own(mut letters: mpsc::Receiver<u32>) -> usize {
    let (mut pile, first) = unbounded();
    while let Some(letter) = letters.recv().await {
        pile.send(letter);
    }
    first + pile.0.len()
}

async fn what_a_clock_gives_is_not_what_comes_from_outside() -> mpsc::UnboundedReceiver<u32> {
    let (tick, ticks) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let mut clock = tokio::time::interval(Duration::from_secs(1));
        loop {
            clock.tick().await;
            if tick.send(1).is_err() {
                return;
            }
        }
    });
    ticks
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc;

    fn relay(mut letters: mpsc::Receiver<u32>) -> mpsc::UnboundedReceiver<u32> {
        let (tx, rx) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Some(letter) = letters.recv().await {
                if tx.send(letter).is_err() {
                    break;
                }
            }
        });
        rx
    }
}
