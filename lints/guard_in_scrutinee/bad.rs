//! Guards without a name in the head of a `match`, `if let`, `while let` or `for`, kept while its body works.

use std::collections::{HashMap, VecDeque};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, RwLock};
use std::thread::{self, JoinHandle};
use std::time::Duration;

type Job = Box<dyn FnOnce() + Send>;

struct Cake {
    minutes: u64,
}

fn bake(cake: Cake) {
    thread::sleep(Duration::from_secs(cake.minutes * 60));
}

async fn deliver(cake: Cake) {
    tokio::time::sleep(Duration::from_secs(cake.minutes)).await;
}

// Worker pools of which one worker runs at a time.

fn a_pool_of_workers(jobs: Receiver<Job>) -> Vec<JoinHandle<()>> {
    let jobs = Arc::new(Mutex::new(jobs));
    let worker = |jobs: Arc<Mutex<Receiver<Job>>>| {
        thread::spawn(move || {
            while let Ok(job) = jobs.lock().unwrap().recv() { //~
                job();
            }
        })
    };
    (0..4).map(|_| worker(Arc::clone(&jobs))).collect()
}

fn a_worker_that_is_given_what_to_work_on(cakes: &Mutex<Receiver<Cake>>) {
    while let Ok(cake) = cakes.lock().unwrap().recv() { //~
        bake(cake);
    }
}

fn a_worker_that_looks_at_the_answer(cakes: &Mutex<Receiver<Cake>>) {
    loop {
        match cakes.lock().unwrap().recv() { //~
            Ok(cake) => bake(cake),
            Err(_) => break,
        }
    }
}

fn a_worker_with_a_queue(cakes: &parking_lot::Mutex<VecDeque<Cake>>) {
    while let Some(cake) = cakes.lock().pop_front() { //~
        bake(cake);
    }
}

async fn a_worker_that_awaits(cakes: Arc<tokio::sync::Mutex<tokio::sync::mpsc::Receiver<Cake>>>) {
    while let Some(cake) = cakes.lock().await.recv().await { //~
        deliver(cake).await;
    }
}

async fn a_worker_of_smol(cakes: &async_lock::Mutex<VecDeque<Cake>>) {
    while let Some(cake) = cakes.lock().await.pop_front() { //~
        smol::Timer::after(Duration::from_secs(cake.minutes)).await;
    }
}

// Something is taken out, and worked on with the lock held.

struct Bakery {
    next: Mutex<Option<Cake>>,
    orders: tokio::sync::Mutex<VecDeque<Cake>>,
    names: RwLock<HashMap<u32, Cake>>,
    waiting: Mutex<Vec<Cake>>,
}

impl Bakery {
    fn a_sleep_in_an_arm(&self) {
        match self.next.lock().unwrap().take() { //~
            Some(cake) => thread::sleep(Duration::from_secs(cake.minutes)),
            None => println!("there is no order"),
        }
    }

    async fn an_await_in_the_body(&self) {
        if let Some(cake) = self.orders.lock().await.pop_front() { //~
            deliver(cake).await;
        }
    }

    fn what_was_removed_is_worked_on(&self, number: u32) {
        if let Some(cake) = self.names.write().unwrap().remove(&number) { //~
            bake(cake);
        }
    }

    fn the_whole_list_is_taken(&self) {
        for cake in std::mem::take(&mut *self.waiting.lock().unwrap()) { //~
            bake(cake);
        }
    }

    fn the_body_receives(&self, ready: &Receiver<u32>) {
        if let Some(cake) = self.next.lock().unwrap().take() { //~
            println!("{} minutes, then {:?}", cake.minutes, ready.recv());
        }
    }
}

async fn each_cake_has_a_lock(cakes: &[tokio::sync::Mutex<VecDeque<Cake>>]) {
    for cake in cakes {
        if let Some(cake) = cake.lock().await.pop_back() { //~
            deliver(cake).await;
        }
    }
}

fn bakers_of_one_scope() {
    let cakes = Mutex::new(VecDeque::from([Cake { minutes: 5 }, Cake { minutes: 9 }]));
    thread::scope(|bakery| {
        for _ in 0..2 {
            bakery.spawn(|| {
                while let Some(cake) = cakes.lock().unwrap().pop_front() { //~
                    bake(cake);
                }
            });
        }
    });
}

struct Oven {
    cakes: Mutex<VecDeque<Cake>>,
    done: Mutex<u32>,
}

impl Oven {
    fn brown(&self, cake: &Cake) -> u32 {
        thread::sleep(Duration::from_secs(cake.minutes * 60));
        1
    }

    fn several_threads_do_this_and_lend_what_they_took(&self) {
        while let Some(cake) = self.cakes.lock().unwrap().pop_front() { //~
            *self.done.lock().unwrap() += self.brown(&cake);
        }
    }
}

fn bakers_of_one_oven(oven: &Arc<Oven>, bakers: u32) -> Vec<JoinHandle<()>> {
    (0..bakers)
        .map(|_| {
            let oven = Arc::clone(oven);
            thread::spawn(move || oven.several_threads_do_this_and_lend_what_they_took())
        })
        .collect()
}
