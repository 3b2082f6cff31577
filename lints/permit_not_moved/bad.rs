//! Permits that are given back while the task that they were taken for still runs.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::task::JoinSet;

struct Guest {
    number: u32,
}

async fn serve(guest: Guest) {
    tokio::time::sleep(Duration::from_secs(u64::from(guest.number))).await;
}

async fn welcome(door: TcpStream) -> io::Result<()> {
    door.readable().await
}

fn cook(guest: Guest) {
    std::thread::sleep(Duration::from_secs(u64::from(guest.number)));
}

// It stays with the loop.

async fn for_each_of_a_list(guests: Vec<Guest>) {
    let tables = Arc::new(Semaphore::new(4));
    for guest in guests {
        let _table = tables.clone().acquire_owned().await.unwrap(); //~
        tokio::spawn(async move {
            serve(guest).await;
        });
    }
}

async fn for_each_message(mut guests: mpsc::Receiver<Guest>, tables: Arc<Semaphore>) {
    while let Some(guest) = guests.recv().await {
        let table = tables.clone().acquire_owned().await; //~
        tokio::spawn(async move { serve(guest).await });
    }
}

async fn for_each_connection(listener: TcpListener, tables: Arc<Semaphore>) -> io::Result<()> {
    loop {
        let _table = tables.clone().acquire_owned().await.map_err(io::Error::other)?; //~
        let (door, _) = listener.accept().await?;
        tokio::spawn(welcome(door));
    }
}

async fn only_tried_for(mut guests: mpsc::Receiver<Guest>, tables: Arc<Semaphore>) {
    while let Some(guest) = guests.recv().await {
        let Ok(_table) = tables.try_acquire() else { continue }; //~
        tokio::spawn(serve(guest));
    }
}

struct Host {
    tables: Arc<Semaphore>,
}

impl Host {
    fn one_guest_of_many_calls(&self, guest: Guest) {
        if let Ok(_table) = self.tables.try_acquire() { //~
            tokio::spawn(async move {
                serve(guest).await;
            });
        } else {
            println!("guest {} has to wait outside", guest.number);
        }
    }
}

async fn a_closed_semaphore_ends_the_loop(mut guests: mpsc::Receiver<Guest>, tables: Arc<Semaphore>) {
    while let Some(guest) = guests.recv().await {
        let Ok(_table) = Arc::clone(&tables).acquire_owned().await else { break }; //~
        tokio::spawn(serve(guest));
    }
}

async fn a_match_takes_the_permit_out(mut guests: mpsc::Receiver<Guest>, tables: Arc<Semaphore>) {
    while let Some(guest) = guests.recv().await {
        let _table = match tables.clone().acquire_owned().await { //~
            Ok(table) => table,
            Err(_) => return,
        };
        tokio::spawn(serve(guest));
    }
}

async fn a_permit_that_is_only_borrowed(mut guests: mpsc::Receiver<Guest>, tables: &Semaphore) {
    while let Some(guest) = guests.recv().await {
        let _table = tables.acquire().await.unwrap(); //~
        tokio::spawn(serve(guest));
    }
}

async fn several_permits(mut guests: mpsc::Receiver<Guest>, seats: Arc<Semaphore>) {
    while let Some(guest) = guests.recv().await {
        let _seats = seats.clone().acquire_many_owned(guest.number).await.unwrap(); //~
        tokio::spawn(serve(guest));
    }
}

async fn a_set_of_tasks(mut guests: impl futures::Stream<Item = Guest> + Unpin, tables: Arc<Semaphore>) {
    let mut served = JoinSet::new();
    while let Some(guest) = guests.next().await {
        let _table = tables.clone().acquire_owned().await.unwrap(); //~
        served.spawn(serve(guest));
    }
    served.join_all().await;
}

async fn blocking_work(mut guests: mpsc::Receiver<Guest>, stoves: Arc<Semaphore>) {
    while let Some(guest) = guests.recv().await {
        let _stove = stoves.clone().acquire_owned().await.unwrap(); //~
        tokio::task::spawn_blocking(move || cook(guest));
    }
}

struct Inn {
    tables: Arc<Semaphore>,
}

impl Inn {
    async fn a_semaphore_in_a_field(&self, guests: Vec<Guest>) {
        for guest in guests {
            let _table = self.tables.clone().acquire_owned().await.unwrap(); //~
            tokio::spawn(async move { serve(guest).await });
        }
    }
}

// It is named in the task, and not taken along.

async fn a_wildcard_takes_nothing(mut guests: mpsc::Receiver<Guest>, tables: Arc<Semaphore>) {
    while let Some(guest) = guests.recv().await {
        let table = tables.clone().acquire_owned().await.unwrap(); //~
        tokio::spawn(async move {
            let _ = table;
            serve(guest).await;
        });
    }
}

// On another runtime.

async fn on_smol(guests: async_channel::Receiver<Guest>, tables: Arc<async_lock::Semaphore>) {
    while let Ok(guest) = guests.recv().await {
        let _table = tables.acquire_arc().await; //~
        smol::spawn(async move {
            smol::Timer::after(Duration::from_secs(u64::from(guest.number))).await;
        })
        .detach();
    }
}

// What waits can be dropped, the blocking work cannot.

async fn stew(guest: Guest, stoves: &Semaphore) -> Result<(), tokio::task::JoinError> {
    let _stove = stoves.acquire().await.unwrap();
    tokio::task::spawn_blocking(move || cook(guest)).await //~
}

async fn stew_in_time(guest: Guest, stoves: &Semaphore) -> Option<()> {
    let limit = Duration::from_secs(guest.number.into());
    tokio::time::timeout(limit, stew(guest, stoves)).await.ok()?.ok()
}

pub async fn nobody_is_seen_to_drop_it(guest: Guest, stoves: Arc<Semaphore>) -> bool {
    let _stove = stoves.acquire_owned().await.unwrap();
    tokio::task::spawn_blocking(move || cook(guest)).await.is_ok() //~
}

// A function that does not get it starts the task.

struct Restaurant {
    tables: Arc<Semaphore>,
}

impl Restaurant {
    fn seat(&self, guest: Guest) {
        println!("guest {} of {}", guest.number, self.tables.available_permits());
        tokio::spawn(serve(guest));
    }

    async fn open(&self, guests: Vec<Guest>) {
        for guest in guests {
            let _table = self.tables.acquire().await.unwrap();
            self.seat(guest); //~
        }
    }
}

fn seat_in(seated: &mut JoinSet<()>, guest: Guest) {
    seated.spawn(serve(guest));
}

async fn in_a_set_of_the_caller(guests: Vec<Guest>, tables: Arc<Semaphore>) {
    let mut seated = JoinSet::new();
    for guest in guests {
        let Ok(_table) = tables.clone().acquire_owned().await else { return };
        seat_in(&mut seated, guest); //~
    }
    while seated.join_next().await.is_some() {}
}

// The future of the permit is raced, or given a limit.

async fn until_closing_time(guests: Vec<Guest>, tables: Arc<Semaphore>, mut closing: watch::Receiver<bool>) {
    for guest in guests {
        let table = tokio::select! {
            table = tables.clone().acquire_owned() => table, //~
            _ = closing.changed() => break,
        };
        let Ok(_table) = table else { return };
        tokio::spawn(serve(guest));
    }
}

async fn who_waits_too_long_leaves(guests: Vec<Guest>, tables: Arc<Semaphore>) {
    for guest in guests {
        let Ok(Ok(_table)) = tokio::time::timeout(Duration::from_secs(60), tables.acquire()).await else { //~
            continue;
        };
        tokio::spawn(serve(guest));
    }
}

// Once for each call.

async fn one_guest(guest: Guest, tables: Arc<Semaphore>) {
    let _table = tables.acquire().await.unwrap(); //~
    let served = tokio::spawn(serve(guest));
    println!("{}", served.is_finished());
}
