//! No room where some is needed.

use futures::{Stream, StreamExt};
use tokio::sync::{broadcast, mpsc};

const NO_LIMIT: usize = 0;

struct Bell {
    rings: broadcast::Sender<u32>,
}

impl Bell {
    const LISTENERS: usize = 0;

    fn new() -> Bell {
        Bell { rings: broadcast::channel(Self::LISTENERS).0 } //~
    }
}

fn a_channel() -> (mpsc::Sender<u32>, mpsc::Receiver<u32>) {
    mpsc::channel(0) //~
}

fn a_constant() {
    let (tx, rx) = mpsc::channel::<u32>(NO_LIMIT); //~
    println!("{} {}", tx.capacity(), rx.len());
}

fn a_variable() {
    let room = 0;
    let (tx, rx) = tokio::sync::mpsc::channel::<u32>(room); //~
    println!("{} {}", tx.capacity(), rx.len());
}

fn a_broadcast() {
    let (rings, _) = broadcast::channel::<u32>(0); //~
    println!("{}", rings.len());
}

fn of_another_library() {
    let (tx, rx) = async_channel::bounded::<u32>(0); //~
    println!("{} {}", tx.len(), rx.len());
}

fn in_a_function_that_hands_it_on() -> async_channel::Sender<u32> {
    let (tx, rx) = async_channel::bounded(NO_LIMIT); //~
    println!("{}", rx.len());
    tx
}

async fn ring(bell: u32) -> u32 {
    bell + 1
}

async fn in_order(bells: impl Stream<Item = u32>) -> Vec<u32> {
    bells.map(ring).buffered(0).collect().await //~
}

async fn in_any_order(bells: impl Stream<Item = u32>) -> Vec<u32> {
    bells.map(ring).buffer_unordered(NO_LIMIT).collect().await //~
}
