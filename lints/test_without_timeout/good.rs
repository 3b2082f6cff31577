//! Tests that end whatever happens, and code that is no test.

use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, mpsc, oneshot, watch};
use tokio::time::{sleep, timeout};

// A limit of its own.

#[tokio::test]
async fn a_message_within_a_second() {
    let (post, mut letters) = mpsc::channel(1);
    tokio::spawn(async move { post.send(1).await });
    assert_eq!(timeout(Duration::from_secs(1), letters.recv()).await, Ok(Some(1)));
}

#[tokio::test]
async fn a_connection_within_a_second() {
    let office = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = office.local_addr().unwrap();
    tokio::spawn(TcpStream::connect(address));
    timeout(Duration::from_secs(1), office.accept()).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_notification_or_the_end_of_a_second() {
    let bell = Arc::new(Notify::new());
    let rings = Arc::clone(&bell);
    tokio::spawn(async move { rings.notify_one() });
    tokio::select! {
        () = bell.notified() => {}
        () = sleep(Duration::from_secs(1)) => panic!("nobody has rung"),
    }
}

#[tokio::test]
async fn all_of_it_within_a_second() {
    let (post, mut letters) = mpsc::channel(1);
    tokio::spawn(async move { post.send(2).await });
    let all = async {
        assert_eq!(letters.recv().await, Some(2));
        letters.recv().await
    };
    assert_eq!(timeout(Duration::from_secs(1), all).await, Ok(None));
}

#[tokio::test]
async fn a_task_within_a_second() {
    let writing = tokio::spawn(sleep(Duration::from_millis(1)));
    timeout(Duration::from_secs(1), writing).await.unwrap().unwrap();
}

#[tokio::test]
async fn an_answer_within_a_second() {
    let (answers, answer) = oneshot::channel();
    tokio::spawn(async move { answers.send(3) });
    assert_eq!(timeout(Duration::from_secs(1), answer).await.unwrap(), Ok(3));
}

// Nobody else is waited for.

#[tokio::test]
async fn it_only_sleeps() {
    sleep(Duration::from_millis(1)).await;
}

#[tokio::test]
async fn it_only_tries() {
    let (post, mut letters) = mpsc::channel(1);
    post.try_send(4).unwrap();
    assert_eq!(letters.try_recv(), Ok(4));
}

#[tokio::test]
async fn it_only_asks_whether_something_has_changed() {
    let (flag, flown) = watch::channel(false);
    flag.send(true).unwrap();
    assert!(flown.has_changed().unwrap());
}

// A function limits it for all tests.

async fn within<T>(waits: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(1), waits).await.expect("it comes within a second")
}

#[tokio::test]
async fn given_to_a_function_that_has_the_limit() {
    let (post, mut letters) = mpsc::channel(1);
    tokio::spawn(async move { post.send(5).await });
    assert_eq!(within(letters.recv()).await, Some(5));
}

#[tokio::test]
async fn a_block_for_a_function_that_has_the_limit() {
    let (answers, answer) = oneshot::channel();
    tokio::spawn(async move { answers.send(6) });
    within(async { assert_eq!(answer.await, Ok(6)) }).await;
}

// A test that blocks its thread is no asynchronous one.

#[test]
fn a_thread_that_waits() {
    let (post, letters) = std::sync::mpsc::channel();
    std::thread::spawn(move || post.send(7));
    assert_eq!(letters.recv(), Ok(7));
}

// No test.

async fn prints(mut letters: mpsc::Receiver<u32>) {
    while let Some(letter) = letters.recv().await {
        println!("{letter}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn waits_for_a_test(letters: &mut mpsc::Receiver<u32>) -> Option<u32> {
        letters.recv().await
    }

    #[tokio::test]
    async fn a_task_waits_and_the_test_does_not() {
        let (post, letters) = mpsc::channel(1);
        tokio::spawn(prints(letters));
        post.send(8).await.unwrap();
    }
}
