//! conclint: allow(unbounded-spawn) -- the cases here are about something else
//! Limits on futures that end with them, and on tasks that somebody stops.

use std::time::Duration;

use futures::future::join_all;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

const LIMIT: Duration = Duration::from_secs(5);

async fn print(page: String) -> usize {
    tokio::time::sleep(Duration::from_secs(page.len() as u64)).await;
    page.len()
}

// What is dropped ends.

async fn the_future_itself(page: String) -> Option<usize> {
    timeout(LIMIT, print(page)).await.ok()
}

async fn a_list_of_futures(pages: Vec<String>) -> bool {
    timeout(LIMIT, join_all(pages.into_iter().map(print))).await.is_ok()
}

async fn a_message(pages: &mut mpsc::Receiver<String>) -> Option<String> {
    timeout(LIMIT, pages.recv()).await.ok()?
}

async fn a_reply(reply: oneshot::Receiver<usize>) -> Option<usize> {
    timeout(LIMIT, reply).await.ok()?.ok()
}

async fn a_handle_that_aborts(page: String) -> bool {
    let printing = AbortOnDropHandle::new(tokio::spawn(print(page)));
    timeout(LIMIT, printing).await.is_ok()
}

async fn a_task_that_is_cancelled_by_drop(page: String) -> bool {
    let printing = smol::spawn(print(page));
    timeout(LIMIT, printing).await.is_ok()
}

async fn a_set_that_aborts(pages: Vec<String>) -> bool {
    let mut printings = JoinSet::new();
    for page in pages {
        printings.spawn(print(page));
    }
    timeout(LIMIT, printings.join_next()).await.is_ok()
}

// Somebody still has the task.

async fn a_handle_that_is_lent(page: String) -> bool {
    let mut printing = tokio::spawn(print(page));
    let done = timeout(LIMIT, &mut printing).await.is_ok();
    if !done {
        printing.abort();
    }
    done
}

async fn aborted_by_another_handle(page: String) -> bool {
    let printing = tokio::spawn(print(page));
    let stopper = printing.abort_handle();
    let done = timeout(LIMIT, printing).await.is_ok();
    if !done {
        stopper.abort();
    }
    done
}

async fn waited_for_further_on(page: String) -> usize {
    let mut printing = tokio::spawn(print(page));
    while timeout(LIMIT, &mut printing).await.is_err() {
        println!("still printing");
    }
    0
}

// It was asked to stop.

async fn asked_by_a_token(page: String, cancel: CancellationToken) -> bool {
    let token = cancel.clone();
    let printing = tokio::spawn(async move { token.run_until_cancelled(print(page)).await });
    println!("printing");
    cancel.cancel();
    timeout(LIMIT, printing).await.is_ok()
}

async fn asked_by_a_sender(page: String) -> bool {
    let (stop, stopped) = oneshot::channel::<()>();
    let printing = tokio::spawn(async move {
        tokio::select! {
            length = print(page) => length,
            _ = stopped => 0,
        }
    });
    let _ = stop.send(());
    timeout(LIMIT, printing).await.is_ok()
}

async fn shutdown_with_a_last_page(page: String) {
    let printing = tokio::spawn(print(page));
    if timeout(LIMIT, printing).await.is_err() {
        eprintln!("the last page is still printing");
    }
}

// A test fails when time is up.

#[tokio::test]
async fn a_page_is_printed_in_time() {
    let printing = tokio::spawn(print("a".to_owned()));
    let length = timeout(LIMIT, printing).await.expect("in time").unwrap();
    assert_eq!(length, 1);
}

// What another function lends is still there when time is up.

async fn lent_to_another(page: String) -> Option<usize> {
    let mut lent = tokio::spawn(print(page));
    let length = before_noon(&mut lent).await;
    if length.is_none() {
        lent.abort();
    }
    length
}

async fn before_noon(lent: &mut tokio::task::JoinHandle<usize>) -> Option<usize> {
    timeout(LIMIT, lent).await.ok()?.ok()
}
