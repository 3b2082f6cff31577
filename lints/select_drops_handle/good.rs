//! Races of tasks that somebody stops, or that stop with the others.

use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

async fn listen(mut notes: mpsc::Receiver<u32>) {
    while let Some(note) = notes.recv().await {
        println!("{note}");
    }
}

async fn listen_until(mut notes: mpsc::Receiver<u32>, cancel: CancellationToken) {
    while let Some(Some(note)) = cancel.run_until_cancelled(notes.recv()).await {
        println!("{note}");
    }
}

// The handle is still there.

async fn both_are_lent_and_aborted(notes: mpsc::Receiver<u32>, others: mpsc::Receiver<u32>) {
    let mut first = tokio::spawn(listen(notes));
    let mut second = tokio::spawn(listen(others));
    tokio::select! {
        _ = &mut first => second.abort(),
        _ = &mut second => first.abort(),
    }
}

async fn lent_and_awaited(notes: mpsc::Receiver<u32>, reply: oneshot::Receiver<()>) {
    let mut listening = tokio::spawn(listen(notes));
    tokio::select! {
        _ = &mut listening => return,
        _ = reply => println!("the last notes"),
    }
    if listening.await.is_err() {
        println!("it has panicked");
    }
}

async fn aborted_by_another_handle(notes: mpsc::Receiver<u32>, reply: oneshot::Receiver<()>) {
    let listening = tokio::spawn(listen(notes));
    let stopper = listening.abort_handle();
    tokio::select! {
        _ = listening => {}
        _ = reply => stopper.abort(),
    }
}

// What is dropped ends.

async fn a_handle_that_aborts(notes: mpsc::Receiver<u32>, reply: oneshot::Receiver<()>) {
    let listening = AbortOnDropHandle::new(tokio::spawn(listen(notes)));
    tokio::select! {
        _ = listening => {}
        _ = reply => {}
    }
}

async fn a_task_that_is_cancelled_by_drop(notes: mpsc::Receiver<u32>, reply: oneshot::Receiver<()>) {
    let listening = smol::spawn(listen(notes));
    tokio::select! {
        () = listening => {}
        _ = reply => {}
    }
}

async fn a_future_that_is_no_task(notes: mpsc::Receiver<u32>, reply: oneshot::Receiver<()>) {
    let listening = listen(notes);
    tokio::select! {
        () = listening => {}
        _ = reply => {}
    }
}

// Somebody stops it.

async fn cancelled_in_the_branch(notes: mpsc::Receiver<u32>, reply: oneshot::Receiver<()>) {
    let cancel = CancellationToken::new();
    let listening = tokio::spawn(listen_until(notes, cancel.clone()));
    tokio::select! {
        _ = listening => {}
        _ = reply => cancel.cancel(),
    }
}

async fn the_process_ends(notes: mpsc::Receiver<u32>, reply: oneshot::Receiver<()>) {
    let listening = tokio::spawn(listen(notes));
    tokio::select! {
        _ = listening => {}
        _ = reply => std::process::exit(1),
    }
}

async fn both_wait_for_the_token(mut notes: mpsc::Receiver<u32>, cancel: CancellationToken) {
    let token = cancel.clone();
    let listening = tokio::spawn(async move {
        while let Some(Some(note)) = token.run_until_cancelled(notes.recv()).await {
            println!("{note}");
        }
    });
    tokio::select! {
        _ = listening => {}
        () = cancel.cancelled() => {}
    }
}

async fn the_task_replies_and_ends(mut notes: mpsc::Receiver<u32>) -> Option<u32> {
    let (found, reply) = oneshot::channel();
    let looking = tokio::spawn(async move {
        while let Some(note) = notes.recv().await {
            if note > 40 {
                let _ = found.send(note);
                break;
            }
        }
    });
    tokio::select! {
        _ = looking => None,
        note = reply => note.ok(),
    }
}

// The program ends.

mod program {
    use super::{listen, mpsc};

    #[tokio::main]
    async fn main() {
        let (notes, sounds) = mpsc::channel(1);
        let listening = tokio::spawn(listen(sounds));
        tokio::select! {
            _ = listening => {}
            _ = notes.send(440) => {}
        }
    }
}

// A test ends.

#[tokio::test]
async fn a_test_that_does_not_wait_longer() {
    let (notes, sounds) = mpsc::channel(1);
    let listening = tokio::spawn(listen(sounds));
    tokio::select! {
        _ = listening => {}
        () = tokio::time::sleep(Duration::from_secs(1)) => {}
    }
    drop(notes);
}

// A function starts the task.

fn start_to_listen(notes: mpsc::Receiver<u32>) -> tokio::task::JoinHandle<()> {
    tokio::spawn(listen(notes))
}

async fn lent_from_a_function(notes: mpsc::Receiver<u32>, reply: oneshot::Receiver<()>) {
    let mut listening = start_to_listen(notes);
    tokio::select! {
        _ = &mut listening => {}
        _ = reply => listening.abort(),
    }
}

fn start_until(notes: mpsc::Receiver<u32>, cancel: CancellationToken) -> tokio::task::JoinHandle<()> {
    tokio::spawn(listen_until(notes, cancel))
}

async fn the_function_was_given_the_token(notes: mpsc::Receiver<u32>, cancel: CancellationToken) {
    let listening = start_until(notes, cancel.clone());
    tokio::select! {
        _ = listening => {}
        () = cancel.cancelled() => {}
    }
}
