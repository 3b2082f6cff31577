//! Room where some is needed, and meetings.

use std::sync::mpsc as threads;

use futures::{Stream, StreamExt};
use tokio::sync::{broadcast, mpsc};

const ROOM: usize = 8;

async fn ring(bell: u32) -> u32 {
    bell + 1
}

fn some_room() -> (mpsc::Sender<u32>, mpsc::Receiver<u32>) {
    mpsc::channel(1)
}

fn a_constant_room() -> (mpsc::Sender<u32>, mpsc::Receiver<u32>) {
    mpsc::channel(ROOM)
}

fn a_room_that_is_asked_for(room: usize) -> broadcast::Sender<u32> {
    broadcast::channel(room).0
}

fn a_room_that_grows(bells: &[u32]) -> broadcast::Sender<u32> {
    let mut room = 0;
    for _ in bells {
        room += 1;
    }
    broadcast::channel(room).0
}

fn at_least_one(bells: &[u32]) -> (mpsc::Sender<u32>, mpsc::Receiver<u32>) {
    mpsc::channel(bells.len().max(1))
}

fn a_meeting_of_threads() -> (threads::SyncSender<u32>, threads::Receiver<u32>) {
    threads::sync_channel(0)
}

fn a_meeting_of_crossbeam() -> (crossbeam_channel::Sender<u32>, crossbeam_channel::Receiver<u32>) {
    crossbeam_channel::bounded(0)
}

fn a_meeting_of_flume() -> (flume::Sender<u32>, flume::Receiver<u32>) {
    flume::bounded(0)
}

fn a_slot_for_each_sender() -> (futures::channel::mpsc::Sender<u32>, futures::channel::mpsc::Receiver<u32>) {
    futures::channel::mpsc::channel(0)
}

async fn some_at_a_time(bells: impl Stream<Item = u32>) -> Vec<u32> {
    bells.map(ring).buffered(ROOM).collect().await
}

async fn no_limit_at_all(bells: impl Stream<Item = u32>) {
    bells.for_each_concurrent(0, |bell| async move { println!("{}", ring(bell).await) }).await;
}

fn room_in_a_list() -> Vec<u32> {
    Vec::with_capacity(0)
}

struct Shelf;

impl Shelf {
    fn buffered(self, books: usize) -> usize {
        books
    }
}

fn a_method_of_its_own() -> usize {
    Shelf.buffered(0)
}

fn channel(room: usize) -> usize {
    room
}

fn a_function_of_its_own() -> usize {
    channel(0)
}
