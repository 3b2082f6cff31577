//! Tasks whose handle a `select!` drops while they run on.

use std::time::Duration;

use futures::StreamExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};

async fn listen(mut notes: mpsc::Receiver<u32>) {
    while let Some(note) = notes.recv().await {
        println!("{note}");
    }
}

async fn play() -> u32 {
    let mut beats = tokio::time::interval(Duration::from_secs(1));
    loop {
        beats.tick().await;
    }
}

// Two tasks of one connection.

async fn one_reads_and_one_writes(score: TcpStream, mut notes: mpsc::Receiver<Vec<u8>>) {
    let (mut from, mut to) = score.into_split();
    let reading = tokio::spawn(async move {
        let mut note = [0; 16];
        while from.read_exact(&mut note).await.is_ok() {}
    });
    let writing = tokio::spawn(async move {
        while let Some(note) = notes.recv().await {
            if to.write_all(&note).await.is_err() {
                break;
            }
        }
    });
    tokio::select! {
        _ = reading => println!("nothing is read any more"), //~
        _ = writing => println!("nothing is written any more"), //~
    }
}

// One task and something else.

async fn until_a_reply(notes: mpsc::Receiver<u32>, reply: oneshot::Receiver<()>) {
    let listening = tokio::spawn(listen(notes));
    tokio::select! {
        _ = listening => {} //~
        _ = reply => println!("enough"),
    }
}

async fn until_a_time_is_up(notes: mpsc::Receiver<u32>) -> bool {
    let listening = tokio::spawn(async move { listen(notes).await });
    tokio::select! {
        heard = listening => heard.is_ok(), //~
        () = tokio::time::sleep(Duration::from_secs(60)) => false,
    }
}

async fn a_task_that_never_ends(mut quiet: mpsc::Receiver<()>) {
    let playing = tokio::spawn(play());
    tokio::select! {
        _ = playing => {} //~
        _ = quiet.recv() => println!("hush"),
    }
}

async fn started_in_the_branch(notes: mpsc::Receiver<u32>, reply: oneshot::Receiver<()>) {
    tokio::select! {
        _ = tokio::spawn(listen(notes)) => {} //~
        _ = reply => {}
    }
}

async fn only_one_of_two_branches_stops_it(
    notes: mpsc::Receiver<u32>,
    mut quiet: mpsc::Receiver<()>,
    cancel: tokio_util::sync::CancellationToken,
    reply: oneshot::Receiver<()>,
) {
    let listening = tokio::spawn(listen(notes));
    tokio::select! {
        _ = listening => {} //~
        _ = quiet.recv() => cancel.cancel(),
        _ = reply => println!("enough"),
    }
}

async fn the_next_of_a_stream(
    notes: mpsc::Receiver<u32>,
    mut pages: impl futures::Stream<Item = u32> + Unpin,
) -> Option<u32> {
    let listening = tokio::spawn(listen(notes));
    tokio::select! {
        _ = listening => None, //~
        page = pages.next() => page,
    }
}

async fn given_another_name(notes: mpsc::Receiver<u32>, reply: oneshot::Receiver<()>) {
    let first = tokio::spawn(listen(notes));
    let listening = first;
    tokio::select! {
        _ = listening => {} //~
        _ = reply => {}
    }
}

// It ends before long.

async fn a_task_without_a_loop(note: u32, reply: oneshot::Receiver<()>) {
    let waiting = tokio::spawn(tokio::time::sleep(Duration::from_secs(u64::from(note))));
    let sounding = tokio::spawn(async move { println!("{note}") });
    tokio::select! {
        _ = sounding => {} //~
        _ = reply => {}
    }
    drop(waiting);
}

// A function starts the task and gives the handle back.

fn start_to_listen(notes: mpsc::Receiver<u32>) -> tokio::task::JoinHandle<()> {
    tokio::spawn(listen(notes))
}

async fn started_by_a_function(notes: mpsc::Receiver<u32>, reply: oneshot::Receiver<()>) {
    let listening = start_to_listen(notes);
    tokio::select! {
        _ = listening => {} //~
        _ = reply => println!("enough"),
    }
}
