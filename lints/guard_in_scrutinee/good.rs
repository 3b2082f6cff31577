//! Heads whose guard is gone, is needed, or is in nobody's way.
//! conclint: allow(blocking-under-lock) -- the cases here are about something else

use std::collections::{HashMap, VecDeque};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, RwLock};
use std::thread;
use std::time::Duration;

type Job = Box<dyn FnOnce() + Send>;

struct Cake {
    minutes: u64,
}

fn bake(cake: Cake) {
    thread::sleep(Duration::from_secs(cake.minutes * 60));
}

fn weigh(cake: &Cake) -> u64 {
    cake.minutes * 3
}

// The value is taken out before.

fn a_let_in_a_loop(jobs: &Mutex<Receiver<Job>>) {
    loop {
        let Ok(job) = jobs.lock().unwrap().recv() else { break };
        job();
    }
}

fn a_let_before_the_match(cakes: &Mutex<Receiver<Cake>>) {
    let cake = cakes.lock().unwrap().recv();
    match cake {
        Ok(cake) => bake(cake),
        Err(_) => println!("the bakery has closed"),
    }
}

fn a_block_in_the_head(cakes: &Mutex<VecDeque<Cake>>) {
    while let Some(cake) = {
        let mut cakes = cakes.lock().unwrap();
        cakes.pop_front()
    } {
        bake(cake);
    }
}

fn a_function_in_the_head(cakes: &Mutex<VecDeque<Cake>>) {
    while let Some(cake) = next_of(cakes) {
        bake(cake);
    }
}

fn next_of(cakes: &Mutex<VecDeque<Cake>>) -> Option<Cake> {
    cakes.lock().unwrap().pop_front()
}

fn a_condition_lets_the_guard_go(cakes: &Mutex<VecDeque<Cake>>) {
    if cakes.lock().unwrap().is_empty() {
        bake(Cake { minutes: 1 });
    }
    while cakes.lock().unwrap().len() < 3 {
        bake(Cake { minutes: 2 });
    }
}

async fn a_let_before_the_await(orders: &tokio::sync::Mutex<VecDeque<Cake>>) {
    let cake = orders.lock().await.pop_front();
    if let Some(cake) = cake {
        tokio::time::sleep(Duration::from_secs(cake.minutes)).await;
    }
}

// The guard has to live.

struct Bakery {
    shelf: Mutex<HashMap<u32, Cake>>,
    orders: Mutex<Vec<Cake>>,
    prices: RwLock<Vec<u64>>,
    tally: Mutex<u64>,
}

impl Bakery {
    fn a_reference_into_what_is_guarded(&self, number: u32) {
        if let Some(cake) = self.shelf.lock().unwrap().get(&number) {
            println!("{}", weigh(cake));
        }
    }

    fn a_mutable_reference(&self, number: u32) {
        if let Some(cake) = self.shelf.lock().unwrap().get_mut(&number) {
            cake.minutes += weigh(cake);
        }
    }

    fn each_of_what_is_guarded(&self) {
        for cake in self.shelf.lock().unwrap().values() {
            println!("{}", weigh(cake));
        }
    }

    fn each_is_taken_out(&self) {
        for cake in self.orders.lock().unwrap().drain(..) {
            bake(cake);
        }
    }

    fn the_guard_itself_is_bound(&self) {
        if let Ok(mut tally) = self.tally.lock() {
            thread::sleep(Duration::from_millis(1));
            *tally += 1;
        }
    }

    fn a_slice_of_what_is_guarded(&self) {
        match self.prices.read().unwrap().as_slice() {
            [] => println!("nothing is for sale"),
            prices => println!("{} prices", prices.len()),
        }
    }
}

// Nothing in the body waits.

impl Bakery {
    fn what_was_taken_is_only_printed(&self) {
        if let Some(cake) = self.orders.lock().unwrap().pop() {
            println!("{} minutes", cake.minutes);
        }
    }

    fn what_was_taken_is_only_kept(&self, kept: &mut Vec<Cake>) {
        while let Some(cake) = self.orders.lock().unwrap().pop() {
            kept.push(cake);
        }
    }

    fn a_number(&self) -> &'static str {
        match *self.tally.lock().unwrap() {
            0 => "none",
            1 => "one",
            _ => "many",
        }
    }
}

// It is only called so.

struct Oven {
    cakes: VecDeque<Cake>,
}

impl Oven {
    fn lock(&mut self) -> &mut VecDeque<Cake> {
        &mut self.cakes
    }
}

fn an_oven_is_no_lock(mut oven: Oven) {
    while let Some(cake) = oven.lock().pop_front() {
        bake(cake);
    }
}

struct Stove {
    fire: Mutex<Option<std::thread::JoinHandle<()>>>,
}

impl Stove {
    fn the_thread_that_was_taken_out_is_joined(&self) {
        if let Some(fire) = self.fire.lock().unwrap().take() {
            fire.join().unwrap();
        }
    }
}

fn a_baker_alone(minutes: &[u64]) {
    let cakes = Mutex::new(VecDeque::new());
    for &minutes in minutes {
        cakes.lock().unwrap().push_back(Cake { minutes });
    }
    while let Some(cake) = cakes.lock().unwrap().pop_front() {
        bake(cake);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[ignore = "read, not run"]
    fn every_cake_is_baked() {
        let cakes = Arc::new(Mutex::new(VecDeque::from([Cake { minutes: 1 }])));
        while let Some(cake) = cakes.lock().unwrap().pop_front() {
            bake(cake);
        }
        assert!(cakes.lock().unwrap().is_empty());
    }
}
