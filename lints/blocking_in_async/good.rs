//! Waits that keep no other task from running.

use std::sync::mpsc;
use std::thread;

use tokio::sync::mpsc as tasks;

struct Post {
    letters: Vec<String>,
}

impl Post {
    fn recv(&mut self) -> Option<String> {
        self.letters.pop()
    }
}

async fn what_is_awaited(mut letters: tasks::Receiver<String>, more: flume::Receiver<String>) {
    println!("{:?}", letters.recv().await);
    println!("{:?}", more.recv_async().await);
}

async fn a_look_without_a_wait(letters: mpsc::Receiver<String>) {
    println!("{:?}", letters.try_recv());
}

async fn a_method_of_its_own(post: &mut Post) {
    println!("{:?}", post.recv());
}

fn plain_code(letters: mpsc::Receiver<String>) {
    while let Ok(letter) = letters.recv() {
        println!("{letter}");
    }
}

// Threads for code that blocks.

async fn on_threads_for_it(letters: mpsc::Receiver<String>) {
    let first = tokio::task::spawn_blocking(move || (letters.recv(), letters)).await;
    let (letter, letters) = first.unwrap();
    println!("{letter:?}");
    tokio::task::block_in_place(|| println!("{:?}", letters.recv()));
    let sorter = thread::spawn(move || letters.recv());
    let last = tokio::task::spawn_blocking(move || sorter.join()).await;
    println!("{:?}", last.unwrap().is_ok());
}

// The thread has no other tasks.

#[tokio::main]
async fn main() {
    let (letters, post) = mpsc::channel::<String>();
    tokio::spawn(async move { letters.send("Ahoy".to_owned()) });
    println!("{:?}", post.recv());
}

fn what_is_blocked_on(letters: mpsc::Receiver<String>) {
    futures::executor::block_on(async move {
        println!("{:?}", letters.recv());
    });
}

async fn a_function_that_is_only_made(letters: mpsc::Receiver<String>) -> impl FnOnce() -> Option<String> {
    let next = move || letters.recv().ok();
    next
}

// A plain function blocks the thread of those who call it.

fn next_parcel(parcels: &mpsc::Receiver<u32>) -> Option<u32> {
    parcels.recv().ok()
}

async fn called_where_it_may_block(parcels: mpsc::Receiver<u32>) {
    let parcel = tokio::task::spawn_blocking(move || next_parcel(&parcels)).await;
    println!("{parcel:?}");
}

fn called_by_plain_code(parcels: mpsc::Receiver<u32>) {
    while let Some(parcel) = next_parcel(&parcels) {
        println!("{parcel}");
    }
}

// A process that is awaited, and what is called like one.

async fn a_process_of_tasks() -> std::io::Result<bool> {
    let ended = tokio::process::Command::new("sort").arg("letters.txt").status().await?;
    Ok(ended.success())
}

struct Reply(u16);

impl Reply {
    fn status(&self) -> u16 {
        self.0
    }
}

async fn a_status_of_its_own(reply: Reply) -> u16 {
    reply.status()
}

#[tokio::test]
async fn a_test_waits_for_a_process() {
    let sorted = std::process::Command::new("sort").arg("letters.txt").output();
    assert!(sorted.is_ok());
}
