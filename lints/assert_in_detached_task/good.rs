//! conclint: allow(test-without-timeout) -- the cases here are about something else
//! Assertions in tasks that a test waits for, or whose failure it notices.

use std::sync::{Arc, Mutex};
use std::thread;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;

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

// The test waits.

#[tokio::test]
async fn the_task_is_awaited() {
    let (votes, mut box_of_votes) = mpsc::channel(4);
    let counting = tokio::spawn(async move {
        assert_eq!(box_of_votes.recv().await, Some(12));
    });
    votes.send(12).await.unwrap();
    counting.await.unwrap();
}

#[tokio::test]
async fn the_task_is_awaited_right_there() {
    let tally = Tally::default();
    tokio::spawn(async move { assert_eq!(tally.add(), 1) }).await.unwrap();
}

#[test]
fn the_thread_is_joined() {
    let tally = Arc::new(Tally::default());
    let own = tally.clone();
    let counting = thread::spawn(move || assert_eq!(own.add(), 1));
    counting.join().unwrap();
}

#[test]
fn a_scope_joins_its_threads() {
    let tally = Tally::default();
    thread::scope(|scope| {
        scope.spawn(|| assert!(tally.add() > 0));
        scope.spawn(|| assert!(tally.add() > 0));
    });
}

#[tokio::test]
async fn a_set_is_awaited() {
    let mut countings = JoinSet::new();
    for number in 0..4 {
        countings.spawn(async move { assert!(number < 4) });
    }
    while let Some(counted) = countings.join_next().await {
        counted.unwrap();
    }
}

#[test]
fn all_threads_of_a_list_are_joined() {
    let tally = Arc::new(Tally::default());
    let mut countings = Vec::new();
    for _ in 0..4 {
        let own = tally.clone();
        countings.push(thread::spawn(move || assert!(own.add() < 5)));
    }
    for counting in countings {
        counting.join().unwrap();
    }
}

// The test misses what comes after the assertion.

#[tokio::test]
async fn the_task_replies() {
    let (votes, mut box_of_votes) = mpsc::channel(4);
    let (done, counted) = oneshot::channel();
    tokio::spawn(async move {
        assert_eq!(box_of_votes.recv().await, Some(12));
        let _ = done.send(());
    });
    votes.send(12).await.unwrap();
    counted.await.unwrap();
}

#[tokio::test]
async fn the_task_serves_after_it() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut voter, _) = listener.accept().await.unwrap();
        let mut vote = [0; 2];
        voter.read_exact(&mut vote).await.unwrap();
        assert_eq!(&vote, b"12");
        voter.write_all(b"counted").await.unwrap();
    });
    let mut voter = TcpStream::connect(address).await.unwrap();
    voter.write_all(b"12").await.unwrap();
    let mut reply = String::new();
    voter.read_to_string(&mut reply).await.unwrap();
    assert_eq!(reply, "counted");
}

#[tokio::test]
async fn each_vote_is_looked_at() {
    let (votes, mut box_of_votes) = mpsc::channel(4);
    let (counted, mut counts) = mpsc::channel(4);
    tokio::spawn(async move {
        while let Some(vote) = box_of_votes.recv().await {
            assert_ne!(vote, 0);
            if counted.send(vote).await.is_err() {
                break;
            }
        }
    });
    votes.send(12).await.unwrap();
    assert_eq!(counts.recv().await, Some(12));
}

#[tokio::test]
async fn the_assertion_is_the_reply() {
    let (vote, cast) = oneshot::channel();
    tokio::spawn(async move {
        tokio::task::yield_now().await;
        assert!(vote.send(12).is_ok());
    });
    assert_eq!(cast.await, Ok(12));
}

#[tokio::test]
async fn a_task_that_is_there_to_panic() {
    tokio::spawn(async { panic!("the others go on") });
    tokio::task::yield_now().await;
}

// Other code runs the code of the test.

fn hold_a_vote<F: Future<Output = ()>>(vote: F) {
    std::panic::set_hook(Box::new(|_| std::process::abort()));
    tokio::runtime::Runtime::new().unwrap().block_on(vote);
}

#[test]
fn a_function_that_ends_with_each_panic() {
    hold_a_vote(async {
        let (vote, cast) = oneshot::channel();
        tokio::spawn(async move {
            assert_eq!(cast.await, Ok(12));
        });
        vote.send(12).unwrap();
    });
}

// There is nothing to fail.

#[tokio::test]
async fn the_task_asserts_nothing() {
    let (votes, mut box_of_votes) = mpsc::channel(4);
    tokio::spawn(async move {
        votes.send(12).await.unwrap();
    });
    assert_eq!(box_of_votes.recv().await, Some(12));
}

#[tokio::test]
async fn the_task_only_says_what_it_has() {
    let (votes, mut box_of_votes) = mpsc::channel::<u32>(4);
    tokio::spawn(async move {
        let vote = box_of_votes.recv().await;
        println!("{vote:?}");
    });
    votes.send(12).await.unwrap();
}

// It is no test.

fn count_in_the_background(tally: Arc<Tally>) {
    thread::spawn(move || {
        let count = tally.add();
        assert!(count < 1000, "{count} votes");
    });
}

// It is in no build.

#[cfg(any())]
#[test]
fn of_another_time() {
    thread::spawn(move || {
        assert_eq!(Tally::default().add(), 1);
    });
}
