//! Selects that panic when no branch is left.

use futures::StreamExt;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::select;
use tokio::sync::{broadcast, mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::{Duration, Interval, interval};

async fn two_channels_close(mut orders: mpsc::Receiver<u32>, mut returns: mpsc::Receiver<u32>) {
    loop {
        tokio::select! { //~
            Some(order) = orders.recv() => println!("cook {order}"),
            Some(order) = returns.recv() => println!("clear {order}"),
        }
    }
}

async fn three_broadcasts(
    mut errors: broadcast::Receiver<String>,
    mut moves: broadcast::Receiver<u32>,
    mut nodes: broadcast::Receiver<u64>,
) {
    tokio::spawn(async move {
        loop {
            select! { //~
                Ok(error) = errors.recv() => println!("{error}"),
                Ok(server) = moves.recv() => println!("moved to {server}"),
                Ok(node) = nodes.recv() => println!("node {node}"),
            }
        }
    });
}

async fn two_clocks_that_may_be_missing(chime: Option<u64>, bell: Option<u64>) {
    let every = |seconds: u64| interval(Duration::from_secs(seconds));
    let (mut chimes, mut bells) = (every(chime.map_or(1, |n| n)), every(bell.map_or(1, |n| n)));
    loop {
        tokio::select! { //~
            _ = chimes.tick(), if chime.is_some() => println!("ding"),
            _ = bells.tick(), if bell.is_some() => println!("dong"),
        }
    }
}

async fn a_stream_that_is_read_and_a_channel(mut wire: TcpStream, mut letters: mpsc::Receiver<String>) {
    let (mut page, mut read) = ([0; 1024], false);
    loop {
        select! { //~
            n = wire.read(&mut page), if !read => match n {
                Ok(0) => read = true,
                Ok(n) => println!("{n} bytes"),
                Err(_) => return,
            },
            Some(letter) = letters.recv() => println!("{letter}"),
        }
    }
}

async fn a_set_that_may_be_empty(mut jobs: JoinSet<u32>, mut orders: mpsc::Receiver<u32>) {
    loop {
        select! { //~
            Some(order) = orders.recv() => {
                jobs.spawn(async move { order + 1 });
            }
            Some(done) = jobs.join_next() => println!("{done:?}"),
        }
    }
}

async fn a_set_that_is_asked_in_the_condition(mut jobs: JoinSet<u32>, mut orders: mpsc::Receiver<u32>) {
    loop {
        select! { //~
            Some(order) = orders.recv() => {
                jobs.spawn(async move { order + 1 });
            }
            done = jobs.join_next(), if !jobs.is_empty() => println!("{done:?}"),
        }
    }
}

async fn lines_and_a_channel(song: TcpStream, mut verses: mpsc::Receiver<String>) {
    let mut lines = BufReader::new(song).lines();
    loop {
        select! { //~
            Ok(Some(line)) = lines.next_line() => println!("{line}"),
            Some(verse) = verses.recv() => println!("{verse}"),
        }
    }
}

async fn a_listener_that_fails(door: TcpListener, mut news: watch::Receiver<u32>) {
    loop {
        select! { //~
            Ok((guest, _)) = door.accept() => println!("{:?}", guest.peer_addr()),
            Ok(()) = news.changed() => println!("{}", *news.borrow()),
        }
    }
}

async fn only_one_branch(mut parcels: mpsc::UnboundedReceiver<String>) {
    loop {
        select! { //~
            Some(parcel) = parcels.recv() => println!("{parcel}"),
        }
    }
}

async fn both_senders_go_into_tasks_that_end() {
    let (cook, mut orders) = mpsc::channel::<u32>(8);
    let (clear, mut returns) = mpsc::channel::<u32>(8);
    tokio::spawn(async move { cook.send(1).await });
    tokio::spawn(gives_one_back(clear));
    loop {
        select! { //~
            Some(order) = orders.recv() => println!("cook {order}"),
            Some(order) = returns.recv() => println!("clear {order}"),
        }
    }
}

async fn gives_one_back(clear: mpsc::Sender<u32>) {
    let _ = clear.send(1).await;
}

async fn a_task_never_ends() {
    let (cook, mut orders) = mpsc::channel::<u32>(8);
    tokio::spawn(async move {
        loop {
            let _ = cook.send(1).await;
        }
    });
    loop {
        select! { //~
            Some(order) = orders.recv() => println!("cook {order}"),
        }
    }
}

async fn the_sender_and_its_clone_are_dropped(mut jobs: JoinSet<u32>) {
    let (cook, mut orders) = mpsc::channel::<u32>(8);
    jobs.spawn(gives_two(cook.clone()));
    drop(cook);
    loop {
        select! { //~
            Some(done) = jobs.join_next() => println!("{done:?}"),
            Some(order) = orders.recv() => println!("{order}"),
        }
    }
}

async fn gives_two(cook: mpsc::Sender<u32>) -> u32 {
    let _ = cook.send(2).await;
    2
}

async fn streams_that_nobody_knows(cooks: Vec<TcpStream>, mut jobs: JoinSet<u32>) {
    let mut lines = futures::stream::select_all(cooks.into_iter().map(|cook| {
        tokio_util::codec::FramedRead::new(cook, tokio_util::codec::LinesCodec::new())
    }));
    loop {
        select! { //~
            Some(line) = lines.next() => println!("{line:?}"),
            Some(done) = jobs.join_next() => println!("{done:?}"),
        }
    }
}

// Pedantic: an `else` that never runs.

async fn a_tick_keeps_it_from_running(mut letters: mpsc::Receiver<String>) {
    let mut clock = interval(Duration::from_secs(1));
    loop {
        select! {
            Some(letter) = letters.recv() => println!("{letter}"), //~
            _ = clock.tick() => println!("tick"),
            else => break,
        }
    }
}
