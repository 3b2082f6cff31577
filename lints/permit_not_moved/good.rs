//! conclint: allow(unbounded-spawn) -- the cases here are about something else
//! conclint: allow(lost-task-error) -- the cases here are about something else
//! conclint: allow(accept-error-ends-server) -- the cases here are about something else
//! Permits that the task has, that limit something else, or that somebody gives back in another way.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};

struct Guest {
    number: u32,
}

async fn serve(guest: Guest) {
    tokio::time::sleep(Duration::from_secs(u64::from(guest.number))).await;
}

async fn serve_at(guest: Guest, table: OwnedSemaphorePermit) {
    serve(guest).await;
    drop(table);
}

async fn welcome(door: TcpStream) -> io::Result<()> {
    door.readable().await
}

fn cook(guest: &Guest) {
    std::thread::sleep(Duration::from_secs(u64::from(guest.number)));
}

struct Meal {
    guest: Guest,
    table: OwnedSemaphorePermit,
}

impl Meal {
    async fn eat(self) {
        serve(self.guest).await;
    }
}

// The task has it.

async fn named_in_the_task(mut guests: mpsc::Receiver<Guest>, tables: Arc<Semaphore>) {
    while let Some(guest) = guests.recv().await {
        let table = tables.clone().acquire_owned().await.unwrap();
        tokio::spawn(async move {
            let _table = table;
            serve(guest).await;
        });
    }
}

async fn dropped_at_the_end_of_the_task(mut guests: mpsc::Receiver<Guest>, tables: Arc<Semaphore>) {
    while let Some(guest) = guests.recv().await {
        let table = tables.clone().acquire_owned().await.unwrap();
        tokio::spawn(async move {
            serve(guest).await;
            drop(table);
        });
    }
}

async fn an_argument_of_the_task(mut guests: mpsc::Receiver<Guest>, tables: Arc<Semaphore>) {
    while let Some(guest) = guests.recv().await {
        let table = tables.clone().acquire_owned().await.unwrap();
        tokio::spawn(serve_at(guest, table));
    }
}

async fn in_a_tuple(mut guests: mpsc::Receiver<Guest>, tables: Arc<Semaphore>) {
    while let Some(guest) = guests.recv().await {
        let table = tables.clone().acquire_owned().await.unwrap();
        let both = (guest, table);
        tokio::spawn(async move {
            let (guest, _table) = both;
            serve(guest).await;
        });
    }
}

async fn in_a_struct(mut guests: mpsc::Receiver<Guest>, tables: Arc<Semaphore>) {
    while let Some(guest) = guests.recv().await {
        let table = tables.clone().acquire_owned().await.unwrap();
        let meal = Meal { guest, table };
        tokio::spawn(meal.eat());
    }
}

async fn in_a_thread_of_the_pool(mut guests: mpsc::Receiver<Guest>, stoves: Arc<Semaphore>) {
    while let Some(guest) = guests.recv().await {
        let stove = stoves.clone().acquire_owned().await.unwrap();
        tokio::task::spawn_blocking(move || {
            cook(&guest);
            drop(stove);
        });
    }
}

async fn on_smol(guests: async_channel::Receiver<Guest>, tables: Arc<async_lock::Semaphore>) {
    while let Ok(guest) = guests.recv().await {
        let table = tables.acquire_arc().await;
        smol::spawn(async move {
            let _table = table;
            smol::Timer::after(Duration::from_secs(u64::from(guest.number))).await;
        })
        .detach();
    }
}

// The work is done where the permit is.

async fn awaited_in_place(guests: Vec<Guest>, tables: Arc<Semaphore>) {
    for guest in guests {
        let _table = tables.acquire().await.unwrap();
        serve(guest).await;
    }
}

async fn the_task_is_awaited_in_the_same_iteration(guests: Vec<Guest>, tables: Arc<Semaphore>) {
    for guest in guests {
        let _table = tables.acquire().await.unwrap();
        let served = tokio::spawn(serve(guest));
        if served.await.is_err() {
            break;
        }
    }
}

async fn taken_in_the_task(guests: Vec<Guest>, tables: Arc<Semaphore>) {
    let served = guests.into_iter().map(|guest| {
        let tables = tables.clone();
        tokio::spawn(async move {
            let _table = tables.acquire().await.unwrap();
            serve(guest).await;
        })
    });
    futures::future::join_all(served).await;
}

async fn given_back_before_the_task_starts(guests: Vec<Guest>, till: Arc<Semaphore>) {
    for guest in guests {
        let paying = till.acquire().await.unwrap();
        println!("{} pays", guest.number);
        drop(paying);
        let served = tokio::spawn(serve(guest));
        println!("{}", served.is_finished());
    }
}

// Without a permit the loop goes another way.

async fn turned_away(listener: TcpListener, tables: Arc<Semaphore>) -> io::Result<()> {
    loop {
        let (door, peer) = listener.accept().await?;
        let Ok(table) = tables.clone().try_acquire_owned() else {
            println!("{peer} is turned away");
            continue;
        };
        tokio::spawn(async move {
            let _table = table;
            welcome(door).await
        });
    }
}

async fn only_looked_at_whether_there_is_room(guests: Vec<Guest>, tables: Arc<Semaphore>) {
    for guest in guests {
        let Ok(_table) = tables.try_acquire() else { break };
        let tables = tables.clone();
        tokio::spawn(async move {
            let _own = tables.acquire().await;
            serve(guest).await;
        });
    }
}

async fn at_a_table(guest: Guest, tables: Arc<Semaphore>) {
    let _own = tables.acquire().await;
    serve(guest).await;
}

async fn the_function_of_the_task_takes_one(guests: Vec<Guest>, tables: Arc<Semaphore>) {
    for guest in guests {
        let Ok(_table) = tables.try_acquire() else { break };
        tokio::spawn(at_a_table(guest, tables.clone()));
    }
}

// Once for each call, and other work is done under it.

fn cooked_before_the_table_is_laid(guest: Guest, next: Guest, stoves: &Semaphore) {
    let Ok(_stove) = stoves.try_acquire() else { return };
    cook(&guest);
    tokio::spawn(serve(next));
}

async fn awaited_before_the_next_is_served(guest: Guest, next: Guest, tables: Arc<Semaphore>) {
    let _table = tables.acquire().await;
    serve(guest).await;
    tokio::spawn(serve(next));
}

// Somebody else gives it back.

async fn forgotten_and_added_again(guests: Vec<Guest>, tables: Arc<Semaphore>) {
    let mut served = Vec::new();
    for guest in guests {
        let table = tables.acquire().await.unwrap();
        table.forget();
        let tables = tables.clone();
        served.push(tokio::spawn(async move {
            serve(guest).await;
            tables.add_permits(1);
        }));
    }
    futures::future::join_all(served).await;
}

async fn kept_until_all_have_been_served(guests: Vec<Guest>, tables: Arc<Semaphore>) {
    let mut kept = Vec::new();
    for guest in guests {
        let table = tables.clone().acquire_owned().await.unwrap();
        let served = tokio::spawn(serve(guest));
        kept.push((served, table));
    }
    println!("{} guests", kept.len());
}

// The blocking work takes it along.

async fn the_stove_goes_with_the_pot(guest: Guest, stoves: Arc<Semaphore>) -> Option<()> {
    let stove = stoves.acquire_owned().await.unwrap();
    let work = tokio::task::spawn_blocking(move || {
        cook(&guest);
        drop(stove);
    });
    tokio::time::timeout(Duration::from_secs(1), work).await.ok()?.ok()
}

// A function starts the task and gets the permit, or starts something on the side.

fn seat(guest: Guest, table: OwnedSemaphorePermit) {
    tokio::spawn(async move {
        serve(guest).await;
        drop(table);
    });
}

async fn the_function_gets_it(guests: Vec<Guest>, tables: Arc<Semaphore>) {
    for guest in guests {
        let Ok(table) = tables.clone().acquire_owned().await else { return };
        seat(guest, table);
    }
}

fn say_goodbye(guest: u32) {
    tokio::spawn(async move { println!("goodbye, {guest}") });
}

async fn something_on_the_side(guests: Vec<Guest>, tables: Arc<Semaphore>) {
    for guest in guests {
        let _table = tables.acquire().await.unwrap();
        let number = guest.number;
        serve(guest).await;
        say_goodbye(number);
    }
}

fn begin(guest: Guest) -> tokio::task::JoinHandle<()> {
    tokio::spawn(serve(guest))
}

async fn the_caller_waits_for_it(guests: Vec<Guest>, tables: Arc<Semaphore>) {
    for guest in guests {
        let _table = tables.acquire().await.unwrap();
        if begin(guest).await.is_err() {
            return;
        }
    }
}

async fn taken_along_from_a_race(guests: Vec<Guest>, tables: Arc<Semaphore>, mut closing: watch::Receiver<bool>) {
    for guest in guests {
        let table = tokio::select! {
            table = tables.clone().acquire_owned() => table,
            _ = closing.changed() => break,
        };
        let Ok(table) = table else { return };
        seat(guest, table);
    }
}

async fn taken_along_in_time(guests: Vec<Guest>, tables: Arc<Semaphore>) {
    for guest in guests {
        let limit = Duration::from_secs(60);
        if let Ok(Ok(table)) = tokio::time::timeout(limit, tables.clone().acquire_owned()).await {
            tokio::spawn(async move {
                serve(guest).await;
                drop(table);
            });
        }
    }
}

async fn given_back_in_the_branch(guests: Vec<Guest>, tables: Arc<Semaphore>, mut closing: watch::Receiver<bool>) {
    for guest in guests {
        tokio::select! {
            table = tables.acquire() => drop(table),
            _ = closing.changed() => break,
        }
        say_goodbye(guest.number);
    }
}
