//! conclint: allow(unbounded-spawn) -- the cases here are about something else
//! Futures that somebody polls, and what only looks like one.

use std::future::Future;
use std::thread;

use futures::StreamExt;
use futures::future::join_all;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::{broadcast, mpsc, oneshot, watch};

struct Lamp {
    name: String,
}

impl Lamp {
    async fn light(&self) -> bool {
        tokio::task::yield_now().await;
        self.name.is_empty()
    }

    fn dim(&self) -> bool {
        self.name.is_empty()
    }
}

async fn sweep(floor: u32) {
    tokio::task::yield_now().await;
    println!("floor {floor} is clean");
}

fn start_to_sweep(floor: u32) -> impl Future<Output = ()> {
    println!("floor {floor} is to be cleaned");
    async move { println!("floor {floor} is clean") }
}

// Somebody polls it.

async fn awaited_into_nothing(stop: mpsc::Sender<()>, lamp: &Lamp) {
    let _ = stop.send(()).await;
    let _ = lamp.light().await;
}

async fn run_by_a_task(floor: u32) {
    let _ = tokio::spawn(sweep(floor));
}

fn run_to_its_end(runtime: &tokio::runtime::Runtime, floor: u32) {
    let _ = runtime.block_on(sweep(floor));
}

fn a_thread_that_runs_it(floor: u32) {
    thread::spawn(move || futures::executor::block_on(sweep(floor)));
}

async fn a_job_that_runs_it(floor: u32) {
    let here = tokio::runtime::Handle::current();
    tokio::task::spawn_blocking(move || here.block_on(async { sweep(floor).await }));
}

async fn a_job_whose_future_is_awaited(floor: u32) {
    tokio::task::spawn_blocking(move || async move { println!("floor {floor}") }).await.unwrap().await;
}

fn the_caller_polls_it(floor: u32) -> impl Future<Output = ()> {
    let sweeping = sweep(floor);
    println!("floor {floor}");
    sweeping
}

async fn all_of_a_list(floors: Vec<u32>) {
    let _ = join_all(floors.into_iter().map(|floor| async move { sweep(floor).await })).await;
}

async fn one_after_another_of_a_stream(floors: mpsc::Receiver<u32>) {
    let floors = tokio_stream::wrappers::ReceiverStream::new(floors);
    let _ = floors.map(|floor| async move { sweep(floor).await }).buffered(4).collect::<Vec<_>>().await;
}

async fn polled_in_a_race(floor: u32, stop: oneshot::Receiver<()>) {
    tokio::select! {
        () = sweep(floor) => {}
        _ = stop => {}
    }
}

async fn a_job_that_makes_it_for_its_starter(floor: u32) -> Result<(), tokio::task::JoinError> {
    let sweeping = tokio::task::spawn_blocking(move || sweep(floor));
    sweeping.await?.await;
    Ok(())
}

async fn matched_and_polled(floor: u32) {
    match tokio::task::spawn_blocking(move || sweep(floor)).await {
        Ok(sweeping) => sweeping.await,
        Err(error) => println!("{error}"),
    }
}

// It is no future.

fn sends_that_are_done_when_called(
    news: broadcast::Sender<u32>,
    state: watch::Sender<u32>,
    reply: oneshot::Sender<u32>,
    orders: mpsc::UnboundedSender<u32>,
    letters: std::sync::mpsc::Sender<u32>,
) {
    let _ = news.send(1);
    let _ = state.send(2);
    let _ = reply.send(3);
    let _ = orders.send(4);
    let _ = letters.send(5);
}

fn tried_once(orders: &mpsc::Sender<u32>, wire: &TcpStream) {
    let _ = orders.try_send(6);
    let _ = wire.try_write(b"good night");
}

fn a_method_that_is_not_asynchronous(lamp: &Lamp) {
    let _ = lamp.dim();
}

// What it does before its future is polled is not known.

fn a_function_that_gives_a_future(floor: u32) {
    let _ = start_to_sweep(floor);
}

// A test may want just that.

#[tokio::test]
async fn a_write_that_is_dropped_writes_nothing() {
    let (near, far) = tokio::io::duplex(8);
    let mut near = near;
    let _ = near.write_all(b"nothing");
    let _ = sweep(1);
    drop(far);
}
