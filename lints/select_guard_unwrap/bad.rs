//! Expressions that run though their condition is false.

use std::collections::VecDeque;
use std::pin::Pin;

use tokio::net::TcpListener;
use tokio::select;
use tokio::sync::{mpsc, oneshot};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Interval, Sleep};

async fn two_clocks(mut chime: Option<Interval>, mut bell: Option<Interval>) {
    loop {
        select! {
            _ = chime.as_mut().unwrap().tick(), if chime.is_some() => println!("ding"), //~
            _ = bell.as_mut().unwrap().tick(), if bell.is_some() => println!("dong"), //~
            else => break,
        }
    }
}

async fn with_a_reason(mut door: Option<TcpListener>, mut stop: oneshot::Receiver<()>) {
    loop {
        tokio::select! {
            guest = door.as_ref().expect("asked for").accept(), if door.is_some() => println!("{guest:?}"), //~
            _ = &mut stop => break,
        }
    }
}

struct Kitchen {
    orders: Option<mpsc::Receiver<u32>>,
    baking: Option<JoinHandle<u32>>,
    queue: VecDeque<Pin<Box<Sleep>>>,
}

impl Kitchen {
    async fn serve(&mut self, mut stop: mpsc::Receiver<()>) {
        loop {
            select! {
                order = self.orders.as_mut().unwrap().recv(), if self.orders.is_some() => println!("{order:?}"), //~
                cake = self.baking.as_mut().unwrap(), if !self.baking.is_none() => println!("{cake:?}"), //~
                _ = stop.recv() => break,
            }
        }
    }

    async fn wait(&mut self, mut stop: mpsc::Receiver<()>) {
        select! {
            _ = self.queue.front_mut().unwrap(), if !self.queue.is_empty() => println!("the next is due"), //~
            _ = stop.recv() => {}
        }
    }
}

async fn as_an_argument(mut name: Option<String>, mut stop: mpsc::Receiver<()>) {
    select! {
        _ = greet(name.take().unwrap()), if name.is_some() => println!("greeted"), //~
        _ = stop.recv() => {}
    }
}

async fn greet(name: String) {
    println!("hello {name}");
    tokio::task::yield_now().await;
}

async fn one_of_two_conditions(mut bell: Option<Interval>, open: bool, mut stop: mpsc::Receiver<()>) {
    loop {
        select! {
            _ = bell.as_mut().unwrap().tick(), if open && bell.is_some() => println!("dong"), //~
            _ = stop.recv() => break,
        }
    }
}
