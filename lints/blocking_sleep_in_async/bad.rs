//! Sleeps that block the thread of other tasks.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::{Mutex, mpsc};

#[derive(Default)]
struct Oven {
    loaves: u32,
}

impl Oven {
    async fn bake(&mut self) {
        self.loaves += 1;
        thread::sleep(Duration::from_secs(30)); //~
        println!("{} loaves", self.loaves);
    }
}

async fn by_its_whole_path(loaves: u32) {
    for loaf in 0..loaves {
        std::thread::sleep(Duration::from_millis(500)); //~
        println!("loaf {loaf}");
    }
}

async fn by_an_import(oven: &mut Oven) {
    use std::thread::sleep;
    oven.loaves = 0;
    sleep(Duration::from_secs(1)); //~
}

async fn in_a_task(mut orders: mpsc::Receiver<u32>) {
    let kitchen = tokio::spawn(async move {
        while let Some(order) = orders.recv().await {
            println!("order {order}");
            thread::sleep(Duration::from_millis(200)); //~
        }
    });
    kitchen.await.unwrap();
}

// The sleep stands in a function of its own.

fn cool_down(time: Duration) {
    thread::sleep(time);
}

async fn through_a_function(oven: Arc<Mutex<Oven>>) {
    let mut oven = oven.lock().await;
    cool_down(Duration::from_secs(60)); //~
    oven.loaves = 0;
}

async fn until_an_instant(oven: &Oven) {
    let ready = Instant::now() + Duration::from_secs(9);
    while Instant::now() < ready {
        println!("{} loaves wait", oven.loaves);
        thread::sleep(Duration::from_secs(1)); //~
    }
}

async fn beside_another_branch(mut orders: mpsc::Receiver<u32>) {
    tokio::select! {
        order = orders.recv() => println!("{order:?}"),
        () = async {
            println!("nothing for a while");
            thread::sleep(Duration::from_secs(5)); //~
        } => {}
    }
}

// One thread runs all.

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let oven = Arc::new(Mutex::new(Oven::default()));
    tokio::spawn(through_a_function(oven.clone()));
    thread::sleep(Duration::from_secs(1)); //~
    println!("{} loaves", oven.lock().await.loaves);
}

#[tokio::test]
async fn in_a_test() {
    let oven = Arc::new(Mutex::new(Oven::default()));
    let shared = oven.clone();
    let baker = tokio::spawn(async move { shared.lock().await.bake().await });
    thread::sleep(Duration::from_millis(50)); //~
    baker.await.unwrap();
    assert_eq!(oven.lock().await.loaves, 1);
}

// Pedantic: polled code comes to it through plain functions.

fn wait_for_the_oven(ready: &std::sync::atomic::AtomicBool) {
    while !ready.load(std::sync::atomic::Ordering::Acquire) {
        thread::sleep(Duration::from_millis(3)); //~
    }
}

fn put_in(loaves: u32, ready: &std::sync::atomic::AtomicBool) {
    wait_for_the_oven(ready);
    println!("{loaves} loaves");
}

async fn through_two_functions(ready: Arc<std::sync::atomic::AtomicBool>) {
    put_in(8, &ready);
}

fn rest(oven: &Oven) {
    println!("{} loaves", oven.loaves);
    thread::sleep(Duration::from_secs(1)); //~
}

async fn in_a_closure_of_a_stream(oven: Oven) {
    use futures::StreamExt;
    futures::stream::iter(0..4).for_each(|_| std::future::ready(rest(&oven))).await;
}

// A function that is nothing but a sleep is one of another name.

struct Pauses {
    first: Duration,
}

impl Pauses {
    fn pause(&self, turn: u32) {
        thread::sleep(self.first * turn);
    }
}

async fn by_another_name(pauses: &Pauses, oven: &Oven) {
    for turn in 0..oven.loaves {
        println!("{turn}");
        pauses.pause(turn); //~
    }
}
