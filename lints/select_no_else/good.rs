//! Selects of which a branch is always left, or that say what to do when none is.

use std::sync::LazyLock;
use std::time::Duration;

use futures::{FutureExt, StreamExt};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::select;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::{interval, sleep};

// Some branch is always there.

async fn an_else(mut orders: mpsc::Receiver<u32>, mut returns: mpsc::Receiver<u32>) {
    loop {
        select! {
            Some(order) = orders.recv() => println!("cook {order}"),
            Some(order) = returns.recv() => println!("clear {order}"),
            else => break,
        }
    }
}

async fn a_clock_beside_it(mut orders: mpsc::Receiver<u32>) {
    let mut clock = interval(Duration::from_secs(1));
    loop {
        select! {
            Some(order) = orders.recv() => println!("cook {order}"),
            _ = clock.tick() => println!("tick"),
            _ = tokio::signal::ctrl_c() => break,
        }
    }
}

async fn a_name_takes_all(mut orders: mpsc::Receiver<u32>, mut returns: mpsc::Receiver<u32>) {
    loop {
        select! {
            order = orders.recv() => match order {
                Some(order) => println!("cook {order}"),
                None => break,
            },
            Some(order) = returns.recv() => println!("clear {order}"),
        }
    }
}

async fn of_futures(mut orders: futures::channel::mpsc::Receiver<u32>, mut stop: oneshot::Receiver<()>) {
    let mut stop = stop.fuse();
    loop {
        futures::select! {
            order = orders.next() => println!("{order:?}"),
            _ = stop => break,
            complete => break,
        }
    }
}

// The conditions know of one another.

async fn one_excludes_the_other(mut orders: mpsc::Receiver<u32>, mut stop: oneshot::Receiver<()>, kind: bool) {
    loop {
        select! {
            _ = &mut stop, if kind => break,
            _ = sleep(Duration::from_secs(60)), if !kind => break,
            Some(order) = orders.recv() => println!("cook {order}"),
        }
    }
}

async fn room_and_something_to_write(mut wire: TcpStream, mut letters: mpsc::Receiver<Vec<u8>>) {
    let mut page = Vec::new();
    loop {
        select! {
            letter = letters.recv(), if page.len() < 4096 => match letter {
                Some(letter) => page.extend(letter),
                None => break,
            },
            n = wire.write(&page), if !page.is_empty() => match n {
                Ok(n) => drop(page.drain(..n)),
                Err(_) => break,
            },
        }
    }
}

// The code around it asks first.

async fn the_loop_asks_for_both(mut first: oneshot::Receiver<u32>, mut second: oneshot::Receiver<u32>) -> u32 {
    let (mut a, mut b) = (None, None);
    while a.is_none() || b.is_none() {
        select! {
            one = &mut first, if a.is_none() => a = Some(one),
            two = &mut second, if b.is_none() => b = Some(two),
        }
    }
    a.unwrap().unwrap() + b.unwrap().unwrap()
}

async fn the_loop_asks_whether_tasks_are_left(mut jobs: JoinSet<u32>) {
    let mut said = false;
    while !jobs.is_empty() {
        select! {
            Some(done) = jobs.join_next() => println!("{done:?}"),
            _ = sleep(Duration::from_secs(5)), if !said => {
                said = true;
                println!("still waiting");
            }
        }
    }
}

async fn an_if_before_it_exits(mut wire: TcpStream, mut letters: mpsc::Receiver<String>) {
    let (mut page, mut read, mut written) = ([0; 1024], false, false);
    loop {
        if read && written {
            break;
        }
        select! {
            n = wire.read(&mut page), if !read => read = n.is_err(),
            letter = letters.recv(), if !written => written = letter.is_none(),
        }
    }
}

async fn an_if_in_a_branch_exits(mut wire: TcpStream, mut jobs: JoinSet<()>) {
    let (mut page, mut done) = ([0; 1024], false);
    loop {
        select! {
            Some(_) = jobs.join_next() => {
                if done && jobs.is_empty() {
                    break;
                }
            }
            n = wire.read(&mut page), if !done => {
                done = n.is_err();
                if done && jobs.is_empty() {
                    break;
                }
            }
        }
    }
}

async fn inside_an_if(mut jobs: JoinSet<u32>, mut stop: mpsc::Receiver<()>) {
    loop {
        if !jobs.is_empty() {
            select! {
                Some(done) = jobs.join_next() => println!("{done:?}"),
                Some(()) = stop.recv() => break,
            }
        }
        sleep(Duration::from_secs(1)).await;
    }
}

// A channel that never closes.

async fn a_sender_lives_in_the_function(mut returns: mpsc::Receiver<u32>) {
    let (order, mut orders) = mpsc::channel(8);
    order.send(1).await.unwrap();
    loop {
        select! {
            Some(number) = orders.recv() => {
                println!("cook {number}");
                order.try_send(number + 1).unwrap();
            }
            Some(number) = returns.recv() => println!("clear {number}"),
        }
    }
}

// A static is never dropped, nor is the sender that it has.

static KITCHEN: LazyLock<mpsc::Sender<u32>> = LazyLock::new(|| {
    let (orders, mut taken) = mpsc::channel(8);
    tokio::spawn(async move {
        let mut jobs = JoinSet::new();
        loop {
            select! {
                Some(order) = taken.recv() => drop(jobs.spawn(async move { order + 1 })),
                Some(done) = jobs.join_next() => println!("{done:?}"),
            }
        }
    });
    orders
});

async fn orders_of_everybody() {
    let _ = KITCHEN.send(1).await;
}

// What a function of this package gives is not known.

struct Kitchen {
    returns: mpsc::Receiver<u32>,
}

async fn ready(kitchen: &mut Kitchen) -> Option<u32> {
    loop {
        if let Some(order) = kitchen.returns.recv().await {
            return Some(order);
        }
        sleep(Duration::from_secs(1)).await;
    }
}

async fn of_a_function(mut kitchen: Kitchen, closing: bool) {
    loop {
        select! {
            Some(order) = ready(&mut kitchen) => println!("clear {order}"),
            _ = sleep(Duration::from_secs(3600)), if closing => break,
        }
    }
}

// Another panic comes first; `select-guard-unwrap` has it.

async fn clocks_that_are_unwrapped(mut chimes: Option<tokio::time::Interval>, mut bells: Option<tokio::time::Interval>) {
    loop {
        select! {
            // conclint: allow(select-guard-unwrap) -- it is what the case is about
            _ = chimes.as_mut().unwrap().tick(), if chimes.is_some() => println!("ding"),
            // conclint: allow(select-guard-unwrap) -- it is what the case is about
            _ = bells.as_mut().unwrap().tick(), if bells.is_some() => println!("dong"),
        }
    }
}

// An `else` that runs, or is not needed.

async fn both_close(mut letters: mpsc::Receiver<String>, mut parcels: mpsc::Receiver<u32>) {
    loop {
        select! {
            Some(letter) = letters.recv() => println!("{letter}"),
            Some(parcel) = parcels.recv() => println!("{parcel}"),
            else => break,
        }
    }
}

async fn the_end_is_taken_in_its_branch(mut letters: mpsc::Receiver<String>) {
    let mut clock = interval(Duration::from_secs(1));
    loop {
        select! {
            letter = letters.recv() => match letter {
                Some(letter) => println!("{letter}"),
                None => break,
            },
            _ = clock.tick() => println!("tick"),
            else => break,
        }
    }
}

async fn another_branch_ends_it(mut letters: mpsc::Receiver<String>, mut stop: oneshot::Receiver<()>) {
    let mut clock = interval(Duration::from_secs(1));
    loop {
        select! {
            Some(letter) = letters.recv() => println!("{letter}"),
            _ = clock.tick() => println!("tick"),
            _ = &mut stop => break,
            else => break,
        }
    }
}

async fn its_own_sender() {
    let (letter, mut letters) = mpsc::channel::<String>(8);
    println!("{:?}", letter.try_send("Ahoy".to_owned()));
    let mut clock = interval(Duration::from_secs(1));
    loop {
        select! {
            Some(letter) = letters.recv() => println!("{letter}"),
            _ = clock.tick() => println!("tick"),
            else => break,
        }
    }
    drop(letter);
}
