//! conclint: allow(check-then-act, self-other-lock) -- the cases here are about something else
//! Locks that are taken again when they are free, other locks, and ways to take a lock that nobody waits for.
//! conclint: allow(lock-order-inversion) -- the cases here are about something else

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, RwLock};

use dashmap::DashMap;
use dashmap::mapref::entry::Entry;

#[derive(Default)]
struct Farm {
    eggs: Mutex<Vec<u32>>,
    chicks: Mutex<Vec<u32>>,
    hens: RwLock<HashMap<u32, String>>,
    barn: parking_lot::RwLock<u32>,
    bell: parking_lot::ReentrantMutex<RefCell<u32>>,
    feed: RefCell<u32>,
    nests: Vec<Mutex<u32>>,
}

// Other locks.

fn two_farms(mine: &Farm, yours: &Farm) {
    let given = mine.eggs.lock().unwrap();
    yours.eggs.lock().unwrap().extend(given.iter());
}

impl Farm {
    fn two_fields(&self) {
        let mut eggs = self.eggs.lock().unwrap();
        let mut chicks = self.chicks.lock().unwrap();
        chicks.append(&mut eggs);
    }

    fn elements_of_a_list(&self) {
        let first = self.nests[0].lock().unwrap();
        let mut second = self.nests[1].lock().unwrap();
        *second += *first;
    }

    fn each_of_a_list(&self) {
        let total = self.eggs.lock().unwrap();
        for nest in &self.nests {
            *nest.lock().unwrap() += total.len() as u32;
        }
    }

    fn the_other_farms_count(&self, other: &Farm) -> bool {
        let eggs = self.eggs.lock().unwrap();
        eggs.len() == other.count()
    }

    fn count(&self) -> usize {
        self.eggs.lock().unwrap().len()
    }
}

fn a_name_that_another_lock_takes(first: &Mutex<u32>, second: &Mutex<u32>) {
    let lock = first;
    let held = lock.lock().unwrap();
    let lock = second;
    *lock.lock().unwrap() += *held;
}

// The lock is free again.

impl Farm {
    fn dropped(&self) {
        let eggs = self.eggs.lock().unwrap();
        println!("{}", eggs.len());
        drop(eggs);
        self.eggs.lock().unwrap().clear();
    }

    fn dropped_on_every_path(&self, late: bool) {
        let mut eggs = self.eggs.lock().unwrap();
        if late {
            eggs.clear();
            drop(eggs);
        } else {
            drop(eggs);
        }
        println!("{}", self.count());
    }

    fn dropped_on_one_path_only(&self, late: bool) {
        let mut eggs = Some(self.eggs.lock().unwrap());
        if late {
            eggs = None;
        }
        println!("{} {}", self.count(), eggs.is_some());
    }

    fn in_a_scope_of_its_own(&self) {
        {
            let mut eggs = self.eggs.lock().unwrap();
            eggs.push(4);
        }
        self.eggs.lock().unwrap().sort();
    }

    fn each_in_its_statement(&self) {
        self.eggs.lock().unwrap().push(4);
        self.eggs.lock().unwrap().sort();
    }

    fn the_head_of_an_if(&self) {
        if self.eggs.lock().unwrap().is_empty() {
            self.eggs.lock().unwrap().push(1);
        }
    }

    fn taken_out_before_the_match(&self) {
        let last = self.eggs.lock().unwrap().pop();
        match last {
            Some(egg) => self.eggs.lock().unwrap().push(egg + 1),
            None => println!("no egg is left"),
        }
    }

    fn a_call_behind_the_drop(&self) -> usize {
        let mut eggs = self.eggs.lock().unwrap();
        eggs.push(1);
        drop(eggs);
        self.count()
    }

    fn moved_away(&self) {
        let eggs = self.eggs.lock().unwrap();
        sell(eggs);
        self.eggs.lock().unwrap().push(1);
    }

    fn a_closure_that_is_only_made(&self) -> impl Fn() -> usize {
        let eggs = self.eggs.lock().unwrap();
        println!("{}", eggs.len());
        || self.eggs.lock().unwrap().len()
    }

    fn again_in_each_iteration(&self) {
        for _ in 0..3 {
            let mut eggs = self.eggs.lock().unwrap();
            eggs.push(1);
        }
    }

    fn given_another_when_it_has_none(&self) {
        let mut eggs = self.eggs.lock().unwrap();
        while eggs.len() < 6 {
            eggs.push(1);
            drop(eggs);
            eggs = self.eggs.lock().unwrap();
        }
    }

    fn calls_itself(&self, depth: u32) -> usize {
        let eggs = self.eggs.lock().unwrap();
        let count = eggs.len();
        drop(eggs);
        if depth == 0 { count } else { self.calls_itself(depth - 1) }
    }
}

impl Farm {
    fn taken_where_there_is_none(&self) {
        let mut held = None;
        for number in 0..6 {
            if held.is_none() {
                held = Some(self.eggs.lock().unwrap());
            }
            if let Some(eggs) = &mut held {
                eggs.push(number);
            }
        }
    }
}

fn sell(mut eggs: MutexGuard<'_, Vec<u32>>) {
    eggs.clear();
}

// Guards that functions give.

impl Farm {
    fn basket(&self) -> MutexGuard<'_, Vec<u32>> {
        self.eggs.lock().unwrap()
    }

    fn brood(&self) -> MutexGuard<'_, Vec<u32>> {
        self.chicks.lock().unwrap()
    }

    fn one_of_them(&self, late: bool) -> MutexGuard<'_, Vec<u32>> {
        if late {
            return self.chicks.lock().unwrap();
        }
        self.eggs.lock().unwrap()
    }

    fn another_one(&self) {
        let chicks = self.brood();
        println!("{} {}", chicks.len(), self.count());
    }

    fn which_one_is_not_known(&self) {
        let some = self.one_of_them(true);
        println!("{} {}", some.len(), self.count());
    }

    fn of_another_farm(&self, other: &Farm) {
        let eggs = other.basket();
        self.basket().extend(eggs.iter());
    }

    fn a_basket_that_was_put_down(&self) {
        self.basket().push(3);
        println!("{}", self.count());
    }
}

// One of the two is compiled.

impl Farm {
    fn twins(&self) -> usize {
        #[cfg(debug_assertions)]
        let eggs = self.eggs.lock().expect("no thread has panicked");
        #[cfg(not(debug_assertions))]
        let eggs = self.eggs.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        eggs.len()
    }
}

// Nobody waits.

impl Farm {
    fn only_tried(&self) {
        let eggs = self.eggs.lock().unwrap();
        if let Ok(mut more) = self.eggs.try_lock() {
            more.push(eggs.len() as u32);
        }
    }

    fn locked_where_the_try_failed(&self) {
        if let Ok(mut eggs) = self.eggs.try_lock() {
            eggs.push(1);
        } else {
            self.eggs.lock().unwrap().push(2);
        }
    }

    fn a_lock_for_who_has_it_already(&self) {
        let bell = self.bell.lock();
        *self.bell.lock().borrow_mut() += 1;
        println!("{}", bell.borrow());
    }

    fn a_read_that_may_follow_a_read(&self) {
        let barn = self.barn.read();
        println!("{} {}", *barn, *self.barn.read_recursive());
    }

    fn a_cell_that_is_looked_at_twice(&self) {
        let feed = self.feed.borrow();
        println!("{} {}", *feed, self.feed.borrow());
    }

    fn a_reader_with_another_field(&self) {
        let hens = self.hens.read().unwrap();
        *self.barn.write() += hens.len() as u32;
    }
}

// Maps.

fn two_looks_at_a_map(stalls: &DashMap<u32, String>) {
    if let Some(cow) = stalls.get(&1) {
        println!("{} {}", *cow, stalls.contains_key(&2));
    }
}

fn there_is_no_reference_where_there_is_no_value(stalls: &DashMap<u32, String>) {
    if let Some(mut cow) = stalls.get_mut(&1) {
        cow.clear();
    } else {
        stalls.insert(1, String::new());
    }
    match stalls.get(&2) {
        Some(cow) => println!("{}", *cow),
        None => {
            stalls.insert(2, String::new());
        }
    }
}

fn only_the_keys_are_kept(stalls: &DashMap<u32, String>) {
    let empty: Vec<u32> = stalls.iter().filter(|stall| stall.is_empty()).map(|stall| *stall.key()).collect();
    for number in empty {
        stalls.remove(&number);
    }
}

fn the_entry_goes_before_the_else(stalls: &DashMap<u32, String>) {
    if let Entry::Vacant(stall) = stalls.entry(4) {
        stall.insert("Berta".to_owned());
    } else {
        stalls.remove(&4);
    }
}

fn a_full_lake_is_simulated(lake: &Mutex<u32>) -> u32 {
    let level = lake.lock().unwrap();
    // This should deadlock: the ducks wait until somebody drains the lake.
    let again = lake.lock().unwrap();
    *level + *again
}

impl Farm {
    fn count_eggs(&self, of_today: bool, thoroughly: bool) -> usize {
        if thoroughly && of_today {
            return self.eggs.lock().unwrap().len();
        }
        0
    }

    fn counted(&self, thoroughly: bool) -> usize {
        self.count_eggs(true, thoroughly)
    }

    fn told_not_to_look(&self) {
        let eggs = self.eggs.lock().unwrap();
        println!("{} {} {}", eggs.len(), self.count_eggs(true, false), self.counted(false));
    }

    fn is_quiet(&self) -> bool {
        if self.barn.is_locked() {
            return true;
        }
        self.chicks.lock().unwrap().is_empty()
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_locked_barn_needs_no_look_at_the_chicks() {
        let farm = super::Farm::default();
        let barn = farm.barn.write();
        let chicks = farm.chicks.lock().unwrap();
        assert!(farm.is_quiet());
        println!("{barn} {}", chicks.len());
    }
}

fn the_numbers_are_cloned_out(stalls: &DashMap<String, u32>) {
    let named = stalls.iter().map(|stall| stall.key().clone()).collect::<Vec<_>>();
    for name in named {
        stalls.remove(&name);
    }
}

fn a_name_for_what_may_be_there(stalls: &DashMap<u32, String>) -> String {
    let stall = stalls.get(&5);
    match stall {
        Some(cow) => cow.value().clone(),
        None => {
            stalls.insert(5, "Liese".to_owned());
            String::new()
        }
    }
}

fn the_copy_is_kept_and_the_guard_is_not(names: &Mutex<Vec<String>>) {
    let first = &names.lock().unwrap().clone();
    println!("{} {}", first.len(), names.lock().unwrap().len());
}

// In a closure, when the lock is free.

impl Farm {
    fn a_closure_takes_it_when_the_guard_has_gone(&self, nest: usize) -> u32 {
        let egg = self.eggs.lock().unwrap().get(nest).copied();
        egg.unwrap_or_else(|| {
            self.eggs.lock().unwrap().push(nest as u32);
            nest as u32
        })
    }

    fn a_closure_that_only_somebody_else_runs(&self) -> impl Fn() -> usize {
        let eggs = self.eggs.lock().unwrap();
        let first = eggs.first().copied();
        move || first.map_or(0, |first| self.eggs.lock().unwrap().len() + first as usize)
    }

    fn a_closure_that_is_given_another_lock(&self) -> Option<u32> {
        let first = self.nests[0].lock().unwrap();
        self.nests.get(1).map(|nest| *nest.lock().unwrap() + *first)
    }

    fn a_closure_of_a_future<F>(&self, bought: F) -> impl Future<Output = Result<u32, u32>>
    where
        F: Future<Output = Result<u32, u32>>,
    {
        use futures::TryFutureExt;
        let eggs = self.eggs.lock().unwrap();
        println!("{}", eggs.len());
        bought.or_else(|_| std::future::ready(Ok(self.eggs.lock().unwrap().len() as u32)))
    }

    fn a_match_that_ends_before(&self, hen: u32) -> usize {
        let named = match self.hens.read() {
            Ok(ref hens) if hens.contains_key(&hen) => Some(hens[&hen].len()),
            _ => None,
        };
        named.unwrap_or_else(|| self.hens.write().unwrap().insert(hen, String::new()).map_or(0, |name| name.len()))
    }
}

// References into a map that a function gives, and that have gone.

struct Pasture {
    cows: DashMap<u32, String>,
}

impl Pasture {
    fn older_than(&self, age: u32) -> impl Iterator<Item = dashmap::mapref::multiple::RefMulti<'_, u32, String>> {
        self.cows.iter().filter(move |cow| *cow.key() > age)
    }

    fn only_the_keys_are_kept(&self, age: u32) {
        let old: Vec<_> = self.older_than(age).map(|cow| *cow.key()).collect();
        for cow in old {
            self.cows.remove(&cow);
        }
    }

    fn they_are_only_counted(&self, age: u32) {
        if self.older_than(age).count() > 2 {
            self.cows.remove(&age);
        }
    }
}

// Two conditions that exclude one another.

type Chore = Box<dyn FnOnce() + Send>;

struct Stable {
    hay: Arc<Mutex<u32>>,
    hands: Option<std::sync::mpsc::Sender<Chore>>,
}

impl Stable {
    fn has_hands(&self) -> bool {
        self.hands.is_some()
    }

    fn locked_only_by_another_thread(&self) {
        let mut hay = self.hay.lock().unwrap();
        *hay += 1;
        let helped = self.has_hands();
        let feed = move || {
            if helped {
                *self.hay.lock().unwrap() -= 1;
            }
        };
        if let Some(_hands) = &self.hands {
            println!("somebody else feeds");
        } else {
            feed();
        }
    }

    fn feed(&self) {
        if self.has_hands() {
            *self.hay.lock().unwrap() -= 1;
        }
    }

    fn called_where_there_is_nobody(&self) {
        let mut hay = self.hay.lock().unwrap();
        if self.hands.is_none() {
            *hay += 1;
            self.feed();
        }
    }

    fn a_flag_and_its_negation(&self, late: bool) {
        let mut hay = self.hay.lock().unwrap();
        *hay += 1;
        let close = || {
            if late {
                *self.hay.lock().unwrap() = 0;
            }
        };
        if !late {
            close();
        }
    }
}

// Futures that are waited for together when the lock is free, or that somebody else waits for.

struct Herd {
    cows: tokio::sync::RwLock<HashMap<u32, String>>,
    goats: tokio::sync::RwLock<HashMap<u32, String>>,
}

impl Herd {
    async fn name_of(&self, cow: u32) -> Option<String> {
        self.cows.read().await.get(&cow).cloned()
    }

    async fn the_keys_are_kept(&self) -> Vec<Option<String>> {
        let cows: Vec<u32> = self.cows.read().await.keys().copied().collect();
        futures::future::join_all(cows.iter().map(|cow| self.name_of(*cow))).await
    }

    async fn of_another_lock(&self) -> usize {
        let goats = self.goats.write().await;
        let (one, two) = tokio::join!(self.name_of(1), self.name_of(2));
        goats.len() + one.map_or(0, |name| name.len()) + two.map_or(0, |name| name.len())
    }

    async fn only_made(&self) -> usize {
        let cows = self.cows.write().await;
        let names: Vec<_> = cows.keys().copied().map(|cow| self.name_of(cow)).collect();
        drop(cows);
        futures::future::join_all(names).await.len()
    }
}

async fn named((farm, hens): &(Farm, tokio::sync::RwLock<HashMap<u32, String>>), hen: u32) -> String {
    let hens = hens.read().await;
    format!("{} of {}", hens[&hen], farm.nests.len())
}

async fn the_lock_in_another_pair(shared: (Farm, tokio::sync::RwLock<HashMap<u32, String>>)) {
    let other = (Farm::default(), tokio::sync::RwLock::new(HashMap::new()));
    let mut hens = shared.1.write().await;
    hens.clear();
    println!("{}", named(&other, 1).await);
}

// What a macro or the system declares under the same name is another function.

macro_rules! bound {
    ($(pub fn $name:ident($count:ident: u32) -> u32;)*) => {
        $(pub fn $name($count: u32) -> u32 { $count })*
    };
}

mod by_a_macro {
    use super::*;

    bound! {
        pub fn milk(cows: u32) -> u32;
    }
}

mod by_the_system {
    use super::*;

    unsafe extern "C" {
        pub fn shear(sheep: u32) -> u32;
    }
}

static GATE: Mutex<()> = Mutex::new(());

pub fn milk(cows: u32) -> u32 {
    let _gate = GATE.lock().unwrap();
    by_a_macro::milk(cows)
}

pub fn shear(sheep: u32) -> u32 {
    let _gate = GATE.lock().unwrap();
    unsafe { by_the_system::shear(sheep) }
}

// A closure that a function of our own keeps, or that takes another lock.

#[derive(Default)]
struct Bakery {
    ovens: Mutex<Vec<u32>>,
    trays: Mutex<u32>,
    orders: Mutex<Vec<Box<dyn Fn() -> usize + Send>>>,
}

impl Bakery {
    fn with_trays<T>(&self, mut work: impl FnMut(&mut u32) -> T) -> T {
        work(&mut self.trays.lock().unwrap())
    }

    fn later(&self, work: impl Fn() -> usize + Send + 'static) {
        self.orders.lock().unwrap().push(Box::new(work));
    }

    fn another_lock(&self) {
        let more = self.ovens.lock().unwrap().len() as u32;
        self.with_trays(|trays| *trays += more);
    }

    fn kept_for_later(self: Arc<Self>) {
        let ovens = self.ovens.lock().unwrap();
        let own = self.clone();
        self.later(move || own.ovens.lock().unwrap().len());
        println!("{}", ovens.len());
    }
}

mod one_thread {
    use std::cell::Cell;
    use std::rc::Rc;
    use std::sync::RwLock;

    struct Sheet {
        pages: RwLock<Vec<*mut u8>>,
        shared: Rc<str>,
    }

    struct Marks {
        all: RwLock<Vec<u32>>,
        last: Cell<u32>,
    }

    impl Sheet {
        fn has(&self, page: *mut u8) -> bool {
            self.pages.read().unwrap().contains(&page)
        }

        fn turn(&self) {
            for &page in self.pages.read().unwrap().iter() {
                println!("{} of {}", self.has(page), self.shared);
            }
        }

        fn add(&self, page: *mut u8) {
            self.pages.write().unwrap().push(page);
        }
    }

    impl Marks {
        fn sum(&self) -> u32 {
            self.all.read().unwrap().iter().sum()
        }

        fn compare(&self) {
            for mark in self.all.read().unwrap().iter() {
                self.last.set(*mark);
                println!("{mark} of {}", self.sum());
            }
        }

        fn add(&self, mark: u32) {
            self.all.write().unwrap().push(mark);
        }
    }
}

/// A device with devices of its own: each way down the tree is another device, and there are too many ways to name them all.
mod device_tree {
    use std::sync::Mutex;

    pub struct Device {
        registers: Mutex<u64>,
        bus: Option<Box<Device>>,
        bridge: Option<Box<Device>>,
        timer: Option<Box<Device>>,
        serial: Option<Box<Device>>,
        network: Option<Box<Device>>,
        block: Option<Box<Device>>,
    }

    impl Device {
        pub fn reset(&self) {
            *self.registers.lock().unwrap() = 0;
            self.reset_children();
        }

        fn reset_children(&self) {
            self.reset_child(&self.bus);
            self.reset_child(&self.bridge);
            self.reset_child(&self.timer);
            self.reset_child(&self.serial);
            self.reset_child(&self.network);
            self.reset_child(&self.block);
        }

        fn reset_child(&self, child: &Option<Box<Device>>) {
            if let Some(child) = child {
                child.reset();
            }
        }

        pub fn migrate(&self) -> u64 {
            let own = self.registers.lock().unwrap();
            let mut sum = *own;
            if let Some(bus) = &self.bus {
                sum += bus.migrate();
            }
            if let Some(bridge) = &self.bridge {
                sum += bridge.migrate();
            }
            if let Some(timer) = &self.timer {
                sum += timer.migrate();
            }
            if let Some(serial) = &self.serial {
                sum += serial.migrate();
            }
            if let Some(network) = &self.network {
                sum += network.migrate();
            }
            if let Some(block) = &self.block {
                sum += block.migrate();
            }
            sum
        }
    }
}

mod in_a_closure {
    use std::sync::Mutex;
    use std::thread;

    #[derive(Default)]
    struct Table {
        score: Mutex<u32>,
        players: Mutex<Vec<String>>,
    }

    impl Table {
        fn with<R>(&self, action: impl FnOnce(&mut u32) -> R) -> R {
            let mut score = self.score.lock().unwrap();
            action(&mut score)
        }

        fn total(&self) -> u32 {
            self.with(|score| *score)
        }

        fn names(&self) -> usize {
            self.players.lock().unwrap().len()
        }

        fn the_closure_uses_what_it_is_given(&self) -> u32 {
            self.with(|score| {
                *score += 1;
                *score
            })
        }

        fn the_closure_takes_another_lock(&self) -> usize {
            self.with(|score| self.names() + *score as usize)
        }

        fn the_other_table_has_a_lock_of_its_own(&self, other: &Table) -> u32 {
            self.with(|score| *score + other.total())
        }

        fn behind_the_call(&self) -> u32 {
            self.with(|score| *score += 1);
            self.total()
        }

        fn twice(&self, action: impl Fn(u32) -> u32) -> u32 {
            let score = *self.score.lock().unwrap();
            action(score) + action(score)
        }

        fn the_guard_has_gone_when_it_is_run(&self) -> u32 {
            self.twice(|score| score + self.total())
        }

        fn later(&'static self, action: impl FnOnce() + Send + 'static) {
            let score = self.score.lock().unwrap();
            thread::spawn(action);
            drop(score);
        }

        fn another_thread_runs_it(&'static self) {
            self.later(|| println!("{}", self.total()));
        }
    }
}
