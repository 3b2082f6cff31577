//! conclint: allow(lost-task-error) -- the cases here are about something else
//! What is started for each item of what a caller hands in, where something limits how many.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use futures::{StreamExt, TryStreamExt};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use super::Parcel;

async fn carry(parcel: Parcel) -> io::Result<()> {
    let mut door = TcpStream::connect((parcel.street.as_str(), 80)).await?;
    door.write_all(&parcel.number.to_be_bytes()).await
}

async fn carry_with(parcel: Parcel, permit: OwnedSemaphorePermit) {
    let _ = carry(parcel).await;
    drop(permit);
}

async fn a_permit_before_the_spawn(parcels: Vec<Parcel>, clerks: Arc<Semaphore>) {
    for parcel in parcels {
        let clerk = clerks.clone().acquire_owned().await.expect("the office never closes");
        tokio::spawn(async move {
            let _ = carry(parcel).await;
            drop(clerk);
        });
    }
}

async fn whoever_hands_in_brings_the_permits(parcels: Vec<(Parcel, OwnedSemaphorePermit)>) {
    for (parcel, permit) in parcels {
        tokio::spawn(carry_with(parcel, permit));
    }
}

async fn a_few_at_a_time(parcels: Vec<Parcel>) -> io::Result<Vec<()>> {
    futures::stream::iter(parcels).map(|parcel| carry(parcel)).buffer_unordered(8).try_collect().await
}

async fn tasks_a_few_at_a_time(parcels: Vec<Parcel>) -> usize {
    futures::stream::iter(parcels).map(|parcel| tokio::spawn(carry(parcel))).buffered(8).count().await
}

async fn one_after_another(parcels: Vec<Parcel>) {
    let rounds = parcels.into_iter().map(|parcel| tokio::spawn(carry(parcel)));
    for round in rounds {
        let _ = round.await;
    }
}

async fn in_chunks(parcels: &[Parcel]) {
    for load in parcels.chunks(8) {
        futures::future::join_all(load.iter().cloned().map(|parcel| carry(parcel))).await;
    }
}

async fn only_the_first(parcels: Vec<Parcel>) {
    futures::future::join_all(parcels.into_iter().take(8).map(|parcel| carry(parcel))).await;
}

async fn each_future_takes_a_permit(parcels: Vec<Parcel>, clerks: &Semaphore) {
    let rounds = parcels.into_iter().map(|parcel| async move {
        let _clerk = clerks.acquire().await;
        carry(parcel).await
    });
    futures::future::join_all(rounds).await;
}

async fn each_future_waits_for_its_permit(parcels: Vec<(Parcel, oneshot::Receiver<OwnedSemaphorePermit>)>) {
    let rounds = parcels.into_iter().map(|(parcel, permit)| async move {
        let clerk = permit.await;
        let _ = carry(parcel).await;
        drop(clerk);
    });
    futures::future::join_all(rounds).await;
}

async fn as_many_as_an_array_has(parcels: [Parcel; 3], others: Option<Parcel>) {
    for parcel in parcels {
        tokio::spawn(carry(parcel));
    }
    for parcel in others.into_iter() {
        tokio::spawn(carry(parcel));
    }
}

async fn those_who_call_it_wrote_the_list(streets: Vec<&'static str>) {
    for street in streets {
        tokio::spawn(carry(Parcel { number: 0, street: street.to_string() }));
    }
}

async fn a_list_of_two() {
    those_who_call_it_wrote_the_list(vec!["north", "south"]).await;
}

async fn one_for_each_thing_to_listen_to(depots: Vec<mpsc::Receiver<Parcel>>) {
    futures::future::join_all(depots.into_iter().map(|mut depot| async move { depot.recv().await })).await;
}

fn a_scope(loads: &[Vec<u64>]) -> u64 {
    std::thread::scope(|scope| {
        let sums: Vec<_> = loads.iter().map(|load| scope.spawn(move || load.iter().sum::<u64>())).collect();
        sums.into_iter().filter_map(|sum| sum.join().ok()).sum()
    })
}

// What is dropped tells one task, or leaves one that does not sleep.

struct Ticket {
    drawer: Arc<Notify>,
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.drawer.notify_one();
    }
}

struct Bell {
    drawer: Arc<tokio::sync::Mutex<Vec<u64>>>,
}

impl Drop for Bell {
    fn drop(&mut self) {
        let drawer = self.drawer.clone();
        tokio::spawn(async move {
            drawer.lock().await.clear();
        });
    }
}

struct Shared {
    drawer: Arc<std::sync::Mutex<Vec<u64>>>,
}

impl Drop for Shared {
    fn drop(&mut self) {
        if Arc::strong_count(&self.drawer) > 1 {
            return;
        }
        let drawer = self.drawer.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(60)).await;
            drawer.lock().unwrap().clear();
        });
    }
}

fn weigh(street: String) -> std::thread::JoinHandle<usize> {
    std::thread::spawn(move || street.len())
}

fn one_weighed_after_another(streets: Vec<String>) -> usize {
    let mut total = 0;
    for street in streets {
        total += weigh(street).join().unwrap_or(0);
    }
    total
}

fn send_off(parcel: Parcel, clerk: OwnedSemaphorePermit) {
    tokio::spawn(async move {
        let _ = carry(parcel).await;
        drop(clerk);
    });
}

async fn sent_off_with_a_permit(parcels: Vec<Parcel>, clerks: Arc<Semaphore>) {
    for parcel in parcels {
        let clerk = clerks.clone().acquire_owned().await.expect("the office never closes");
        send_off(parcel, clerk);
    }
}

fn send_two(one: Parcel) {
    let other = one.clone();
    tokio::spawn(carry(one));
    tokio::spawn(carry(other));
}

fn the_caller_has_two(parcels: [Parcel; 2]) {
    for parcel in parcels {
        send_two(parcel);
    }
}

fn hashed(street: String) -> tokio::task::JoinHandle<usize> {
    tokio::spawn(async move { street.chars().count() })
}

async fn tasks_that_only_count(streets: Vec<String>) -> usize {
    let sums: Vec<_> = streets.into_iter().map(|street| hashed(street)).collect();
    let mut total = 0;
    for sum in sums {
        total += sum.await.unwrap_or(0);
    }
    total
}
