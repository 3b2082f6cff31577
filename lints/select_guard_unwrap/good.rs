//! Branches that may be switched off without a panic.

use std::collections::VecDeque;
use std::future::pending;
use std::pin::pin;
use std::time::Duration;

use futures::future::OptionFuture;
use tokio::select;
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::{Interval, interval, sleep};

// A block of its own is only polled when the condition holds.

async fn in_a_block(mut chime: Option<Interval>, mut stop: mpsc::Receiver<()>) {
    loop {
        select! {
            _ = async { chime.as_mut().unwrap().tick().await }, if chime.is_some() => println!("ding"),
            _ = stop.recv() => break,
        }
    }
}

async fn in_a_closure(chime: Option<u64>, mut stop: mpsc::Receiver<()>) {
    select! {
        _ = std::future::poll_fn(|_| std::task::Poll::Ready(chime.unwrap())), if chime.is_some() => println!("ding"),
        _ = stop.recv() => {}
    }
}

async fn in_a_block_of_a_field(mut kitchen: Kitchen, mut stop: mpsc::Receiver<()>) {
    select! {
        order = async { kitchen.orders.as_mut().unwrap().recv().await }, if kitchen.orders.is_some() => println!("{order:?}"),
        _ = stop.recv() => {}
    }
}

// The code around it asks as well.

struct Kitchen {
    orders: Option<mpsc::Receiver<u32>>,
    returns: Option<mpsc::Receiver<u32>>,
}

async fn the_loop_asks(mut chime: Option<Interval>, mut stop: mpsc::Receiver<()>) {
    while chime.is_some() {
        select! {
            _ = chime.as_mut().unwrap().tick(), if chime.is_some() => println!("ding"),
            _ = stop.recv() => chime = None,
        }
    }
}

async fn an_if_asks(mut kitchen: Kitchen, mut stop: mpsc::Receiver<()>) {
    if kitchen.orders.is_some() {
        select! {
            order = kitchen.orders.as_mut().unwrap().recv(), if kitchen.orders.is_some() => println!("{order:?}"),
            _ = stop.recv() => {}
        }
    }
}

// Nothing panics.

async fn something_else_in_its_place(mut chime: Option<Interval>, mut stop: mpsc::Receiver<()>) {
    let mut never = interval(Duration::from_secs(u64::MAX / 4));
    loop {
        select! {
            _ = chime.as_mut().unwrap_or(&mut never).tick(), if chime.is_some() => println!("ding"),
            _ = stop.recv() => break,
        }
    }
}

async fn a_future_of_an_option(mut handle: Option<tokio::task::JoinHandle<u32>>, mut stop: mpsc::Receiver<()>) {
    select! {
        Some(done) = OptionFuture::from(handle.as_mut()), if handle.is_some() => println!("{done:?}"),
        _ = stop.recv() => {}
    }
}

async fn next_or_never(chime: &mut Option<Interval>) {
    match chime {
        Some(chime) => drop(chime.tick().await),
        None => pending().await,
    }
}

async fn a_function_that_waits_forever(mut chime: Option<Interval>, mut stop: mpsc::Receiver<()>) {
    loop {
        select! {
            _ = next_or_never(&mut chime) => println!("ding"),
            _ = stop.recv() => break,
        }
    }
}

// Another value is unwrapped, or nobody is asked for it.

async fn another_field(mut kitchen: Kitchen, mut stop: mpsc::Receiver<()>) {
    loop {
        select! {
            Some(order) = kitchen.returns.as_mut().unwrap().recv(), if kitchen.orders.is_none() => println!("{order:?}"),
            _ = stop.recv() => break,
        }
    }
}

async fn without_a_condition(mut chime: Option<Interval>, mut stop: mpsc::Receiver<()>) {
    select! {
        _ = chime.as_mut().unwrap().tick() => println!("ding"),
        _ = stop.recv() => {}
    }
}

async fn the_condition_asks_for_its_absence(mut name: Option<String>, mut stop: mpsc::Receiver<String>) {
    while name.is_none() {
        select! {
            word = stop.recv(), if name.is_none() => name = word,
            _ = sleep(Duration::from_secs(60)) => break,
        }
    }
}

async fn unwrapped_when_it_has_completed(mut answer: oneshot::Receiver<u32>, open: Option<u32>, mut stop: mpsc::Receiver<()>) {
    select! {
        number = &mut answer, if open.is_some() => println!("{}", number.unwrap() + open.unwrap()),
        _ = stop.recv() => {}
    }
}

async fn a_set_that_may_be_empty(mut jobs: JoinSet<u32>, mut stop: mpsc::Receiver<()>) {
    loop {
        select! {
            done = jobs.join_next(), if !jobs.is_empty() => println!("{}", done.unwrap().unwrap()),
            _ = stop.recv() => break,
        }
    }
}
