//! Locks that are taken twice, to look and to write.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, RwLock};

static SOLD: Mutex<u64> = Mutex::new(0);

struct Boat {
    seats: u32,
}

async fn build_a_boat() -> Boat {
    tokio::task::yield_now().await;
    Boat { seats: 4 }
}

fn carve_a_boat(name: &str) -> Arc<Boat> {
    Arc::new(Boat { seats: name.len() as u32 })
}

struct Harbour {
    fees: Mutex<u64>,
    ferry: tokio::sync::RwLock<Option<Boat>>,
    is_open: tokio::sync::RwLock<bool>,
    boats: RwLock<HashMap<String, Arc<Boat>>>,
    queue: parking_lot::Mutex<Vec<String>>,
}

impl Harbour {
    // The old value is in the new one.

    fn two_guards_in_two_statements(&self, fee: u64) {
        let before = *self.fees.lock().unwrap(); //~
        *self.fees.lock().unwrap() = before + fee;
    }

    fn a_guard_in_a_block(&self, fee: u64) {
        let before = {
            let fees = self.fees.lock().unwrap(); //~
            *fees
        };
        let mut fees = self.fees.lock().unwrap();
        *fees = before - fee;
    }

    // What is missing is made.

    async fn a_ferry_if_there_is_none(&self) {
        if self.ferry.read().await.is_none() { //~
            let boat = build_a_boat().await;
            let mut ferry = self.ferry.write().await;
            *ferry = Some(boat);
        }
    }

    async fn whoever_finds_one_returns(&self) {
        if self.ferry.read().await.is_some() { //~
            return;
        }
        let boat = build_a_boat().await;
        *self.ferry.write().await = Some(boat);
    }

    async fn what_was_found_has_a_name(&self) {
        let is_missing = self.ferry.read().await.is_none(); //~
        if is_missing {
            *self.ferry.write().await = Some(build_a_boat().await);
        }
    }

    async fn work_under_the_second_guard(&self) {
        if !*self.is_open.read().await { //~
            let mut is_open = self.is_open.write().await;
            println!("raising the flag");
            *is_open = true;
        }
    }

    fn a_map_that_lacks_it(&self, name: &str) -> Arc<Boat> {
        {
            let boats = self.boats.read().unwrap(); //~
            if let Some(boat) = boats.get(name) {
                return Arc::clone(boat);
            }
        }
        let boat = carve_a_boat(name);
        self.boats.write().unwrap().insert(name.to_owned(), Arc::clone(&boat));
        boat
    }

    fn a_match_on_what_was_there(&self, name: &str) {
        let known = self.boats.read().unwrap().get(name).cloned(); //~
        match known {
            Some(boat) => println!("{} seats", boat.seats),
            None => {
                let mut boats = self.boats.write().unwrap();
                boats.insert(name.to_owned(), carve_a_boat(name));
            }
        }
    }

    fn a_queue_with_a_limit(&self, name: String) -> bool {
        if self.queue.lock().len() >= 3 { //~
            return false;
        }
        self.queue.lock().push(name);
        true
    }
}

fn a_static() {
    let sold = *SOLD.lock().unwrap(); //~
    println!("{sold} so far");
    *SOLD.lock().unwrap() = sold + 1;
}

fn a_parameter(fees: &Mutex<u64>) {
    let before = *fees.lock().unwrap(); //~
    *fees.lock().unwrap() = before + 3;
}

#[derive(Default)]
struct Berth {
    cargo: Vec<u32>,
    visits: u32,
}

struct Dock {
    berth: Mutex<Berth>,
}

impl Dock {
    async fn another_field_than_the_checked_one_is_written_first(&self) {
        let mut berth = self.berth.lock().unwrap(); //~
        if berth.cargo.len() > 3 {
            return;
        }
        berth.visits = 1;
        drop(berth);
        tokio::task::yield_now().await;
        let mut berth = self.berth.lock().unwrap();
        berth.cargo.push(3);
    }
}

struct Mooring {
    posts: RwLock<HashMap<String, Arc<Boat>>>,
}

impl Mooring {
    fn is_taken(&self, name: &str) -> bool {
        self.posts.read().unwrap().contains_key(name)
    }

    fn a_function_looks(&self, name: &str) {
        if !self.is_taken(name) { //~
            let boat = carve_a_boat(name);
            self.posts.write().unwrap().insert(name.to_owned(), boat);
        }
    }
}

struct Stalls {
    let_to: RwLock<HashMap<u32, String>>,
}

impl Stalls {
    fn first_that_is_let(&self, wanted: &[u32]) -> Option<u32> {
        let let_to = self.let_to.read().unwrap();
        wanted.iter().copied().find(|stall| let_to.contains_key(stall))
    }

    fn rent(&self, wanted: &[u32], who: &str) -> Result<(), u32> {
        if let Some(stall) = self.first_that_is_let(wanted) { //~
            return Err(stall);
        }
        let mut let_to = self.let_to.write().unwrap();
        for stall in wanted {
            let_to.insert(*stall, who.to_owned());
        }
        Ok(())
    }
}

static BERTHS: RwLock<Vec<(String, u32)>> = RwLock::new(Vec::new());

fn the_first_look_gives_the_answer_and_exits(name: &str) -> u32 {
    if let Some((_, berth)) = BERTHS.read().unwrap().iter().find(|(own, _)| own == name) { //~
        return *berth;
    }
    match name.len() as u32 {
        0 => 0,
        berth => {
            BERTHS.write().unwrap().push((name.to_owned(), berth));
            berth
        }
    }
}
