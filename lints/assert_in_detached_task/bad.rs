//! Assertions that cannot fail their test.

use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};

#[derive(Default)]
struct Tally {
    count: Mutex<u32>,
}

impl Tally {
    fn add(&self) -> u32 {
        let mut count = self.count.lock().unwrap();
        *count += 1;
        *count
    }
}

#[tokio::test]
async fn what_a_channel_brings() {
    let (votes, mut box_of_votes) = mpsc::channel(4);
    tokio::spawn(async move {
        let first = box_of_votes.recv().await;
        assert_eq!(first, Some(12)); //~
    });
    votes.send(12).await.unwrap();
}

#[tokio::test]
async fn the_wait_is_in_the_assertion() {
    let (vote, cast) = oneshot::channel();
    tokio::spawn(async move {
        assert!(cast.await.is_ok()); //~
    });
    vote.send(12).unwrap();
}

#[tokio::test]
async fn several_of_them() {
    let tally = Arc::new(Tally::default());
    let own = tally.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(1)).await;
        let count = own.add();
        assert_ne!(count, 0);
        assert!(count < 3, "{count} votes"); //~
    });
    tally.add();
}

#[test]
fn in_a_thread() {
    let tally = Arc::new(Tally::default());
    let own = tally.clone();
    thread::spawn(move || {
        assert_eq!(own.add(), 1); //~
    });
    thread::sleep(Duration::from_millis(10));
}

#[test]
fn in_a_thread_without_braces() {
    let tally = Tally::default();
    let _ = thread::spawn(move || assert_eq!(tally.add(), 1)); //~
}

#[test]
fn in_a_task_that_is_detached() {
    let tally = Tally::default();
    smol::spawn(async move {
        smol::Timer::after(Duration::from_millis(1)).await;
        assert_eq!(tally.add(), 1); //~
    })
    .detach();
}

#[tokio::test]
async fn a_line_of_the_log_after_it() {
    let (vote, cast) = oneshot::channel();
    tokio::spawn(async move {
        assert_eq!(cast.await, Ok(12)); //~
        println!("the vote is right");
    });
    vote.send(12).unwrap();
}

#[tokio::test]
async fn the_other_side_of_a_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let _server = tokio::spawn(async move {
        let (mut voter, _) = listener.accept().await.unwrap();
        let mut vote = Vec::new();
        voter.read_to_end(&mut vote).await.unwrap();
        assert_eq!(vote, b"12"); //~
    });
    let voter = TcpStream::connect(address).await.unwrap();
    assert_eq!(voter.try_write(b"12").unwrap(), 2);
}

#[test]
#[ignore]
fn only_when_somebody_asks_for_it() {
    let tally = Arc::new(Tally::default());
    thread::spawn(move || {
        assert_eq!(tally.add(), 1); //~
    });
}
