//! Futures that nobody polls.

use std::thread;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

struct Lamp {
    name: String,
}

impl Lamp {
    async fn light(&self) -> bool {
        tokio::task::yield_now().await;
        self.name.is_empty()
    }
}

async fn sweep(floor: u32) {
    tokio::task::yield_now().await;
    println!("floor {floor} is clean");
}

// `_` drops it.

async fn a_send_that_is_asynchronous(stop: mpsc::Sender<()>) {
    let _ = stop.send(()); //~
}

async fn without_a_let(stop: mpsc::Sender<()>) {
    _ = stop.send(()); //~
}

async fn a_function_of_ours(floor: u32) {
    let _ = sweep(floor); //~
}

async fn a_method_of_ours(lamp: &Lamp) {
    let _ = lamp.light(); //~
}

async fn bytes_that_are_never_written(mut wire: TcpStream) {
    let _ = wire.write_all(b"good night"); //~
    let _ = wire.shutdown(); //~
}

fn in_code_that_is_not_polled(floor: u32) {
    let _ = sweep(floor); //~
}

// A closure gives it to nobody.

fn a_thread_that_makes_a_future(floor: u32) {
    thread::spawn(move || async move { //~
        println!("floor {floor}");
    });
}

fn a_thread_that_calls_an_async_function(floor: u32) {
    thread::spawn(move || sweep(floor)); //~
}

async fn a_job_that_makes_a_future(floor: u32) {
    tokio::task::spawn_blocking(move || {
        println!("sweeping");
        sweep(floor) //~
    });
}

async fn a_job_that_is_awaited_once(floor: u32) {
    let _ = tokio::task::spawn_blocking(move || async move { println!("floor {floor}") }).await; //~
}

async fn only_a_panic_is_looked_at(floor: u32) {
    if let Err(error) = tokio::task::spawn_blocking(move || sweep(floor)).await { //~
        println!("{error}");
    }
}

async fn what_it_gives_is_mapped_away(floor: u32) -> Result<(), tokio::task::JoinError> {
    let sweeping = tokio::task::spawn_blocking(move || async move { println!("floor {floor}") }); //~
    sweeping.await.map(drop)
}

// They are only counted.

fn one_for_each_floor(floors: &[u32]) {
    let _ = floors.iter().map(|floor| async move { sweep(*floor).await }).count(); //~
}

fn a_list_that_nobody_takes(floors: Vec<u32>) {
    let _ = floors.into_iter().map(|floor| async move { sweep(floor).await }).collect::<Vec<_>>(); //~
}
