//! Waits that block the thread of other tasks.

use std::process::Command;
use std::sync::{Arc, Barrier, mpsc};
use std::thread;

struct Post {
    letters: mpsc::Receiver<String>,
}

impl Post {
    async fn next(&self) -> Option<String> {
        self.letters.recv().ok() //~
    }
}

async fn a_drain(letters: mpsc::Receiver<String>) {
    while let Ok(letter) = letters.recv() { //~
        println!("{letter}");
    }
}

async fn the_answer_of_a_task() -> u32 {
    let (answer, answers) = mpsc::channel();
    tokio::spawn(async move { answer.send(42) });
    answers.recv().unwrap() //~
}

async fn of_another_library(letters: crossbeam_channel::Receiver<String>) {
    println!("{:?}", letters.recv()); //~
}

async fn of_a_third(letters: flume::Receiver<String>) {
    println!("{:?}", letters.recv()); //~
}

async fn in_a_task(letters: mpsc::Receiver<String>) {
    let sorter = tokio::spawn(async move {
        let letter = letters.recv(); //~
        println!("{letter:?}");
    });
    sorter.await.unwrap();
}

async fn in_a_branch(letters: mpsc::Receiver<String>, bell: Arc<tokio::sync::Notify>) {
    tokio::select! {
        () = bell.notified() => {}
        letter = async { letters.recv() } => println!("{letter:?}"), //~
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (letters, post) = mpsc::channel::<String>();
    tokio::spawn(async move { letters.send("Ahoy".to_owned()) });
    println!("{:?}", post.recv()); //~
}

// Pedantic: most of these are short.

async fn the_end_of_a_thread(sorter: thread::JoinHandle<u32>) {
    println!("{}", sorter.join().unwrap()); //~
}

async fn the_end_of_a_process() -> std::io::Result<bool> {
    let ended = Command::new("sort").arg("letters.txt").status()?; //~
    Ok(ended.success())
}

struct Scribe {
    folder: std::path::PathBuf,
}

impl Scribe {
    async fn what_a_process_says(&self) -> std::io::Result<Vec<u8>> {
        let said = Command::new("git")
            .arg("-C")
            .arg(&self.folder)
            .env("PAGER", "cat")
            .output()?; //~
        Ok(said.stdout)
    }
}

async fn all_have_come(barrier: Arc<Barrier>) {
    barrier.wait(); //~
}

// Pedantic, too: plain functions that polled code calls.

fn next_letter(letters: &mpsc::Receiver<String>) -> Option<String> {
    letters.recv().ok() //~
}

async fn through_a_function(letters: mpsc::Receiver<String>) {
    println!("{:?}", next_letter(&letters));
}

fn wait_for_all(letters: &mpsc::Receiver<u32>) -> u32 {
    letters.recv().unwrap_or(0) //~
}

fn count(letters: &mpsc::Receiver<u32>) -> u32 {
    1 + wait_for_all(letters)
}

async fn through_two_functions_and_a_closure(letters: mpsc::Receiver<u32>) {
    use futures::StreamExt;
    futures::stream::iter(0..4).for_each(|_| std::future::ready(println!("{}", count(&letters)))).await;
}
