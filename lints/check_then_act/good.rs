//! Locks that are taken once from the check to the write, or that are looked at again.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, RwLock};

struct Boat {
    seats: u32,
}

async fn build_a_boat() -> Boat {
    tokio::task::yield_now().await;
    Boat { seats: 4 }
}

async fn count_the_boats(known: usize) -> bool {
    tokio::task::yield_now().await;
    known > 3
}

struct Quay {
    name: String,
    depth: usize,
}

fn carve_a_boat(name: &str) -> Arc<Boat> {
    Arc::new(Boat { seats: name.len() as u32 })
}

struct Harbour {
    fees: Mutex<u64>,
    dues: Mutex<u64>,
    ferry: tokio::sync::RwLock<Option<Boat>>,
    building: tokio::sync::Mutex<()>,
    is_open: Mutex<bool>,
    boats: RwLock<HashMap<String, Arc<Boat>>>,
    names: Mutex<HashSet<String>>,
    queue: Mutex<Vec<String>>,
}

impl Harbour {
    // One guard.

    fn one_guard(&self, fee: u64) {
        let mut fees = self.fees.lock().unwrap();
        let before = *fees;
        *fees = before + fee;
    }

    fn added_in_place(&self, fee: u64) {
        println!("{}", self.fees.lock().unwrap());
        *self.fees.lock().unwrap() += fee;
    }

    fn another_lock(&self) {
        let fees = *self.fees.lock().unwrap();
        *self.dues.lock().unwrap() = fees + 1;
    }

    fn nothing_of_the_old_value(&self, fee: u64) -> u64 {
        let before = *self.fees.lock().unwrap();
        *self.fees.lock().unwrap() = fee;
        before
    }

    // The second guard looks again.

    async fn a_second_look(&self) {
        if self.ferry.read().await.is_none() {
            let mut ferry = self.ferry.write().await;
            if ferry.is_none() {
                *ferry = Some(build_a_boat().await);
            }
        }
    }

    fn by_an_entry(&self, name: &str) -> Arc<Boat> {
        if let Some(boat) = self.boats.read().unwrap().get(name).cloned() {
            return boat;
        }
        let mut boats = self.boats.write().unwrap();
        Arc::clone(boats.entry(name.to_owned()).or_insert_with(|| carve_a_boat(name)))
    }

    fn what_the_insert_found(&self, name: &str) {
        if !self.boats.read().unwrap().contains_key(name) {
            let old = self.boats.write().unwrap().insert(name.to_owned(), carve_a_boat(name));
            if let Some(old) = old {
                println!("{} seats less", old.seats);
            }
        }
    }

    fn get_or_insert(&self) -> u32 {
        let is_empty = self.queue.lock().unwrap().is_empty();
        if is_empty {
            let mut queue = self.queue.lock().unwrap();
            queue.push("first".to_owned());
            return queue.len() as u32;
        }
        0
    }

    // The same again.

    fn a_flag(&self) {
        if !*self.is_open.lock().unwrap() {
            println!("nobody has opened yet");
        }
        let is_open = *self.is_open.lock().unwrap();
        if !is_open {
            *self.is_open.lock().unwrap() = true;
        }
    }

    fn a_set(&self, name: &str) {
        let is_known = self.names.lock().unwrap().contains(name);
        if !is_known {
            self.names.lock().unwrap().insert(name.to_owned());
        }
    }

    // Another lock.

    async fn one_builds_at_a_time(&self) {
        let _building = self.building.lock().await;
        if self.ferry.read().await.is_none() {
            let boat = build_a_boat().await;
            *self.ferry.write().await = Some(boat);
        }
    }

    // Nobody else.

    fn borrowed_alone(&mut self, fee: u64) {
        let before = *self.fees.lock().unwrap();
        *self.fees.lock().unwrap() = before + fee;
    }

    async fn a_parameter_of_who_has_all(&mut self, ferry: &tokio::sync::RwLock<Option<Boat>>) {
        if ferry.read().await.is_none() {
            let boat = build_a_boat().await;
            *ferry.write().await = Some(boat);
        }
    }

    // The check is of something else.

    async fn the_branch_goes_by_the_work(&self) {
        let known = self.boats.read().unwrap().len();
        let is_done = count_the_boats(known).await;
        if is_done {
            *self.boats.write().unwrap() = HashMap::new();
        }
    }

    async fn a_field_of_its_own(&self, quay: &tokio::sync::Mutex<Quay>) {
        let name = {
            let quay = quay.lock().await;
            quay.name.clone()
        };
        if name.is_empty() {
            return;
        }
        let mut quay = quay.lock().await;
        quay.depth = name.len();
    }

    // The check decides nothing.

    fn a_line_of_the_log(&self, name: String) {
        if self.queue.lock().unwrap().is_empty() {
            println!("the first one");
        }
        self.queue.lock().unwrap().push(name);
    }
}

fn a_lock_of_its_own() -> u64 {
    let fees = Mutex::new(0);
    let before = *fees.lock().unwrap();
    *fees.lock().unwrap() = before + 1;
    fees.into_inner().unwrap()
}

struct Purse {
    coins: u64,
}

impl Purse {
    fn lock(&mut self) -> &mut u64 {
        &mut self.coins
    }
}

fn a_purse_that_is_no_lock(purse: &mut Purse) {
    let before = *purse.lock();
    *purse.lock() = before + 1;
}

#[derive(Default)]
struct Berth {
    cargo: Vec<u32>,
    is_full: bool,
    unloaded: usize,
}

struct Dock {
    berth: Mutex<Berth>,
}

impl Dock {
    async fn what_was_checked_is_written_before_the_guard_goes(&self) {
        let mut berth = self.berth.lock().unwrap();
        if !berth.is_full {
            return;
        }
        berth.is_full = false;
        let cargo = std::mem::take(&mut berth.cargo);
        drop(berth);
        let known = count_the_boats(cargo.len()).await;
        let mut berth = self.berth.lock().unwrap();
        if known {
            berth.unloaded = cargo.len();
        }
    }
}

struct Posts {
    taken: std::sync::Mutex<Vec<String>>,
    free: std::sync::Mutex<Vec<String>>,
    one_at_a_time: std::sync::Mutex<()>,
}

impl Posts {
    fn is_taken(&self, name: &str) -> bool {
        self.taken.lock().unwrap().iter().any(|taken| taken == name)
    }

    fn another_lock_is_asked(&self, name: String) {
        if !self.is_taken(&name) {
            self.free.lock().unwrap().insert(0, name);
        }
    }

    fn one_lock_over_both(&self, name: String) {
        let _turn = self.one_at_a_time.lock().unwrap();
        if !self.is_taken(&name) {
            self.taken.lock().unwrap().insert(0, name);
        }
    }
}

struct Stalls {
    let_to: RwLock<std::collections::BTreeMap<u32, String>>,
}

impl Stalls {
    fn first_that_is_let(let_to: &std::collections::BTreeMap<u32, String>, wanted: &[u32]) -> Option<u32> {
        wanted.iter().copied().find(|stall| let_to.contains_key(stall))
    }

    fn the_function_is_lent_what_is_guarded(&self, wanted: &[u32], who: &str) -> Result<(), u32> {
        let mut let_to = self.let_to.write().unwrap();
        if let Some(stall) = Self::first_that_is_let(&let_to, wanted) {
            return Err(stall);
        }
        for stall in wanted {
            let_to.insert(*stall, who.to_owned());
        }
        Ok(())
    }

    fn size(&self) -> usize {
        let let_to = self.let_to.read().unwrap();
        let_to.len()
    }

    fn nothing_hangs_on_the_answer(&self, stall: u32, who: &str) {
        println!("{} are let", self.size());
        self.let_to.write().unwrap().insert(stall, who.to_owned());
    }
}
