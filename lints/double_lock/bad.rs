//! A lock is taken by the thread or task that has it already.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, RwLock};

use dashmap::DashMap;
use dashmap::mapref::entry::Entry;
use tokio::sync::watch;

#[derive(Default)]
struct Farm {
    eggs: Mutex<Vec<u32>>,
    hens: RwLock<HashMap<u32, String>>,
    barn: parking_lot::RwLock<u32>,
    gate: parking_lot::Mutex<bool>,
}

struct Trough {
    feed: RefCell<u32>,
}

static WELL: Mutex<u32> = Mutex::new(0);

// In one function.

impl Farm {
    fn twice(&self) {
        let eggs = self.eggs.lock().unwrap();
        let more = self.eggs.lock().unwrap(); //~
        println!("{} {}", eggs.len(), more.len());
    }

    fn on_one_path(&self, late: bool) {
        let mut eggs = self.eggs.lock().unwrap();
        eggs.push(1);
        if late {
            self.eggs.lock().unwrap().clear(); //~
        }
    }

    fn of_parking_lot(&self) {
        let gate = self.gate.lock();
        if !*gate {
            *self.gate.lock() = true; //~
        }
    }

    fn in_one_statement(&self) {
        self.eggs.lock().unwrap().push(self.eggs.lock().unwrap().len() as u32); //~
    }

    fn in_the_head_of_a_match(&self) {
        match self.eggs.lock().unwrap().pop() {
            Some(egg) => self.eggs.lock().unwrap().push(egg + 1), //~
            None => println!("no egg is left"),
        }
    }

    fn in_the_head_of_an_if_let(&self) {
        if let Some(egg) = self.eggs.lock().unwrap().pop() {
            self.eggs.lock().unwrap().push(egg + 1); //~
        }
    }

    fn given_another_guard_while_it_has_one(&self) {
        let mut eggs = self.eggs.lock().unwrap();
        while eggs.len() < 6 {
            eggs.push(1);
            eggs = self.eggs.lock().unwrap(); //~
        }
    }

    fn behind_a_name_that_hides_the_guard(&self) -> usize {
        let eggs = self.eggs.lock().unwrap();
        let eggs = eggs.len();
        eggs + self.eggs.lock().unwrap().len() //~
    }
}

fn clones_of_a_pointer(eggs: &Arc<Mutex<Vec<u32>>>) {
    let other = Arc::clone(eggs);
    let held = eggs.lock().unwrap();
    let again = other.lock().unwrap(); //~
    println!("{} {}", held.len(), again.len());
}

fn under_another_name(eggs: &Mutex<Vec<u32>>) {
    let nest = eggs;
    let held = eggs.lock().unwrap();
    println!("{} {}", held.len(), nest.lock().unwrap().len()); //~
}

// Readers and writers.

impl Farm {
    fn writes_while_it_reads(&self, number: u32) {
        let hens = self.hens.read().unwrap();
        if !hens.contains_key(&number) {
            self.hens.write().unwrap().insert(number, "Agathe".to_owned()); //~
        }
    }

    fn reads_while_it_writes(&self) {
        let mut barn = self.barn.write();
        *barn += *self.barn.read(); //~
    }

    fn reads_while_it_reads(&self) -> usize {
        let hens = self.hens.read().unwrap();
        hens.len() + self.hens.read().unwrap().len() //~
    }
}

impl Trough {
    fn a_cell_is_borrowed_twice(&self) {
        let feed = self.feed.borrow();
        if *feed == 0 {
            *self.feed.borrow_mut() = 12; //~
        }
    }
}

// Through calls.

impl Farm {
    fn count(&self) -> usize {
        self.eggs.lock().unwrap().len()
    }

    fn report(&self) -> String {
        format!("{} eggs", self.count())
    }

    fn through_one_call(&self) -> bool {
        let eggs = self.eggs.lock().unwrap();
        eggs.len() == self.count() //~
    }

    fn through_two_calls(&self) {
        let eggs = self.eggs.lock().unwrap();
        let report = self.report(); //~
        println!("{report}, the last weighs {:?}", eggs.last());
    }

    fn the_lock_is_given_to_the_call(&self) {
        let eggs = self.eggs.lock().unwrap();
        println!("{} {}", eggs.len(), heaviest(&self.eggs)); //~
    }

    fn through_a_closure(&self) {
        let lay = |egg| self.eggs.lock().unwrap().push(egg);
        let eggs = self.eggs.lock().unwrap();
        if eggs.is_empty() {
            lay(3); //~
        }
    }
}

fn heaviest(eggs: &Mutex<Vec<u32>>) -> u32 {
    eggs.lock().unwrap().iter().copied().max().unwrap_or(0)
}

fn draw() -> u32 {
    let mut well = WELL.lock().unwrap();
    *well -= 1;
    *well
}

fn through_a_static() {
    let well = WELL.lock().unwrap();
    if *well > 3 {
        println!("{} is left", draw()); //~
    }
}

// Locks that are awaited.

struct Dairy {
    milk: tokio::sync::Mutex<u32>,
}

impl Dairy {
    async fn litres(&self) -> u32 {
        *self.milk.lock().await
    }

    async fn a_lock_of_tokio(&self) {
        let mut milk = self.milk.lock().await;
        *milk += *self.milk.lock().await; //~
    }

    async fn through_a_call_that_is_awaited(&self) {
        let mut milk = self.milk.lock().await;
        *milk += self.litres().await; //~
    }
}

// Maps that lock a part of themselves.

fn an_insert_under_a_reference(stalls: &DashMap<u32, String>) {
    if let Some(cow) = stalls.get(&1) {
        stalls.insert(2, cow.clone()); //~
    }
}

fn a_look_under_a_mutable_reference(stalls: &DashMap<u32, String>) {
    let Some(mut cow) = stalls.get_mut(&1) else { return };
    if stalls.contains_key(&2) { //~
        cow.clear();
    }
}

fn a_removal_under_an_iterator(stalls: &DashMap<u32, String>) {
    for stall in stalls.iter() {
        if stall.value().is_empty() {
            stalls.remove(stall.key()); //~
        }
    }
}

fn the_length_under_an_entry(stalls: &DashMap<u32, String>) {
    if let Entry::Vacant(stall) = stalls.entry(4) {
        stall.insert(format!("cow {}", stalls.len())); //~
    }
}

// The value of a watch channel.

fn a_value_is_sent_while_it_is_looked_at(weather: &watch::Sender<u32>) {
    let today = weather.borrow();
    if *today < 3 {
        weather.send_replace(3); //~
    }
}

// A guard that a function gives.

impl Farm {
    fn basket(&self) -> MutexGuard<'_, Vec<u32>> {
        self.eggs.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn filled(&self) -> MutexGuard<'_, Vec<u32>> {
        println!("{}", self.gate.is_locked());
        self.basket()
    }

    fn given_by_a_function(&self) -> bool {
        let eggs = self.basket();
        eggs.len() == self.count() //~
    }

    fn given_through_two_functions(&self) {
        let mut eggs = self.filled();
        eggs.append(&mut self.basket()); //~
    }
}

// Where a flag decides.

impl Farm {
    fn look(&self, also_at_the_eggs: bool) -> usize {
        if also_at_the_eggs { self.eggs.lock().unwrap().len() } else { 0 }
    }

    fn told_to_look(&self) {
        let eggs = self.eggs.lock().unwrap();
        println!("{} {}", eggs.len(), self.look(true)); //~
    }

    fn asked_by_others(&self, thoroughly: bool) {
        let eggs = self.eggs.lock().unwrap();
        println!("{} {}", eggs.len(), self.look(thoroughly)); //~
    }
}

fn the_references_are_kept(stalls: &DashMap<u32, String>) {
    let cows = stalls.iter().collect::<Vec<_>>();
    for cow in &cows {
        stalls.remove(cow.key()); //~
    }
}

fn a_name_for_what_is_there(stalls: &DashMap<u32, String>) {
    let stall = stalls.get(&5);
    match stall {
        Some(cow) => {
            println!("{}", *cow);
            stalls.remove(&5); //~
        }
        None => println!("empty"),
    }
}

fn a_borrow_keeps_the_guard_for_the_block(names: &Mutex<Vec<String>>) {
    let last = &names.lock().unwrap()[0];
    println!("{last} {}", names.lock().unwrap().len()); //~
}

// In a closure that the standard library runs.

impl Farm {
    fn a_closure_takes_it_again(&self, nest: usize) -> u32 {
        let eggs = self.eggs.lock().unwrap();
        eggs.get(nest).copied().unwrap_or_else(|| self.laid_at(nest)) //~
    }

    fn laid_at(&self, nest: usize) -> u32 {
        self.eggs.lock().unwrap().push(nest as u32);
        nest as u32
    }

    fn a_match_gives_what_the_rest_of_the_statement_needs(&self, hen: u32) -> usize {
        let named = match self.hens.read() {
            Ok(ref hens) if hens.contains_key(&hen) => Some(hens[&hen].len()),
            _ => None,
        }
        .unwrap_or_else(|| self.hens.write().unwrap().insert(hen, String::new()).map_or(0, |name| name.len())); //~
        named + 1
    }
}

// References into a map that a function gives.

struct Pasture {
    cows: DashMap<u32, String>,
}

impl Pasture {
    fn older_than(&self, age: u32) -> impl Iterator<Item = dashmap::mapref::multiple::RefMulti<'_, u32, String>> {
        self.cows.iter().filter(move |cow| *cow.key() > age)
    }

    fn the_references_of_a_function_are_kept(&self, age: u32) {
        let old: Vec<_> = self.older_than(age).collect();
        if old.len() > 2 {
            self.cows.remove(&age); //~
        }
    }

    fn each_of_what_a_function_gives(&self, age: u32) {
        for cow in self.older_than(age).skip(1) {
            self.cows.remove(cow.key()); //~
        }
    }
}

// Two conditions of which both can hold.

struct Stable {
    hay: Mutex<u32>,
    hands: Option<u32>,
    horses: Option<u32>,
}

impl Stable {
    fn feed(&self) {
        if self.hands.is_some() {
            *self.hay.lock().unwrap() -= 1;
        }
    }

    fn called_where_there_is_somebody(&self) {
        let mut hay = self.hay.lock().unwrap();
        if let Some(hands) = self.hands {
            *hay += hands;
            self.feed(); //~
        }
    }

    fn called_where_something_else_is_missing(&self) {
        let mut hay = self.hay.lock().unwrap();
        if self.horses.is_none() {
            *hay += 1;
            self.feed(); //~
        }
    }

    fn not_only_where_there_is_nobody(&self) {
        let mut hay = self.hay.lock().unwrap();
        if let Some(5) = self.hands {
            *hay += 1;
        } else {
            self.feed(); //~
        }
    }
}

// What a function is given a part of, and futures that are waited for together.

type Shared = Arc<(String, tokio::sync::RwLock<HashMap<u32, String>>)>;

async fn named((farm, hens): &(String, tokio::sync::RwLock<HashMap<u32, String>>), hen: u32) -> String {
    let hens = hens.read().await;
    format!("{} of {farm}", hens[&hen])
}

async fn the_lock_in_a_pair(shared: Shared) {
    let mut hens = shared.1.write().await;
    hens.clear();
    println!("{}", named(shared.as_ref(), 1).await); //~
}

struct Herd {
    cows: tokio::sync::RwLock<HashMap<u32, String>>,
}

impl Herd {
    async fn name_of(&self, cow: u32) -> Option<String> {
        self.cows.read().await.get(&cow).cloned()
    }

    async fn all_of_an_iterator(&self) -> Vec<Option<String>> {
        let cows = self.cows.write().await;
        futures::future::join_all(cows.keys().map(|cow| self.name_of(*cow))).await //~
    }

    async fn all_of_a_list(&self, some: &[u32]) -> usize {
        let cows = self.cows.write().await;
        let names: Vec<_> = some.iter().map(|cow| async { self.name_of(*cow).await }).collect(); //~
        futures::future::join_all(names).await.len() + cows.len()
    }

    async fn two_at_a_time(&self) -> usize {
        let cows = self.cows.write().await;
        let (one, two) = tokio::join!(self.name_of(1), self.name_of(2)); //~
        cows.len() + one.map_or(0, |name| name.len()) + two.map_or(0, |name| name.len())
    }
}

// What is copied out of the guard is not the guard: to drop the copy would change nothing.

#[derive(Clone, Copy)]
struct Crook(u32);

struct Shepherd {
    crook: tokio::sync::Mutex<Option<Crook>>,
}

impl Shepherd {
    async fn put_down(&self) {
        *self.crook.lock().await = None;
    }

    async fn walk(&self, sheep: u32) {
        let crook = self.crook.lock().await;
        if let Some(held) = *crook {
            println!("{} leads {sheep}", held.0);
            self.put_down().await; //~
        }
    }
}

// Pedantic: each of these calls goes on only sometimes, and the values may never let all of them.

#[derive(Default)]
struct Creamery {
    churns: Mutex<Vec<u32>>,
}

impl Creamery {
    fn pour(&self, litres: u32) {
        if litres > 0 {
            self.fill(litres);
        }
    }

    fn fill(&self, litres: u32) {
        if litres < 40 {
            self.note(litres);
        }
    }

    fn note(&self, litres: u32) {
        self.churns.lock().unwrap().push(litres);
    }

    fn through_three_calls(&self, litres: u32) {
        let churns = self.churns.lock().unwrap();
        self.pour(litres); //~
        println!("{} churns", churns.len());
    }
}

// Pedantic: a test that starts no writer between its two reads.

#[test]
fn both_read_in_a_test() {
    let churns = RwLock::new(vec![40]);
    let all = churns.read().unwrap();
    assert_eq!(all.len(), churns.read().unwrap().len()); //~
}

// Pedantic: nothing in the package writes what both read.

struct Prices {
    milk: RwLock<u32>,
    eggs: RwLock<u32>,
}

impl Prices {
    fn nobody_writes(&self) -> u32 {
        let milk = self.milk.read().unwrap();
        *milk + self.milk_again() //~
    }

    fn milk_again(&self) -> u32 {
        *self.milk.read().unwrap()
    }

    // Somebody does.

    fn somebody_writes(&self) -> u32 {
        let eggs = self.eggs.read().unwrap();
        *eggs + self.eggs_again() //~
    }

    fn eggs_again(&self) -> u32 {
        *self.eggs.read().unwrap()
    }

    fn raise(&self) {
        *self.eggs.write().unwrap() += 1;
    }
}

// Which code is called is not written at the call: a trait's implementations, and what shows a value.

trait Sticker {
    fn text(&self, parcel: &Parcel) -> String;
}

struct WeightSticker;

struct PlainSticker(String);

impl Sticker for WeightSticker {
    fn text(&self, parcel: &Parcel) -> String {
        format!("{} g", parcel.weight())
    }
}

impl Sticker for PlainSticker {
    fn text(&self, _: &Parcel) -> String {
        self.0.clone()
    }
}

#[derive(Default)]
struct Parcel {
    stickers: Vec<Box<dyn Sticker>>,
    grams: Mutex<u32>,
    towns: std::sync::RwLock<Vec<String>>,
}

impl Parcel {
    fn weight(&self) -> u32 {
        *self.grams.lock().unwrap()
    }

    fn stickers(&self) -> Vec<String> {
        self.stickers.iter().map(|sticker| sticker.text(self)).collect()
    }

    fn one_of_the_stickers_asks_for_the_weight(&self, sticker: &dyn Sticker) -> u32 {
        let grams = self.grams.lock().unwrap();
        println!("{}", sticker.text(self)); //~
        *grams
    }

    fn on(&self, town: String) {
        self.towns.write().unwrap().push(town);
    }

    fn the_parcel_shows_its_towns(&self) -> usize {
        let towns = self.towns.read().unwrap();
        println!("{} has been in {} towns", self, towns.len()); //~
        towns.len()
    }

    fn a_text_of_it(&self) -> String {
        let grams = self.grams.lock().unwrap();
        format!("{grams} {}", self.to_string().len() + self.stickers().len())
    }
}

impl std::fmt::Display for Parcel {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for town in self.towns.read().unwrap().iter() {
            writeln!(out, "{town}")?;
        }
        Ok(())
    }
}

// In a closure that a function of our own calls.

#[derive(Default)]
struct Bakery {
    ovens: Mutex<Vec<u32>>,
    trays: Mutex<u32>,
}

impl Bakery {
    fn with_trays<T>(&self, mut work: impl FnMut(&mut u32) -> T) -> T {
        work(&mut self.trays.lock().unwrap())
    }

    fn the_closure_takes_what_is_held_here(&self) {
        let mut ovens = self.ovens.lock().unwrap();
        self.with_trays(|trays| *trays += self.ovens.lock().unwrap().len() as u32); //~
        ovens.clear();
    }
}

mod said_to_be_shared {
    use std::cell::Cell;
    use std::sync::{Mutex, RwLock};

    struct Sheet {
        pages: RwLock<Vec<*mut u8>>,
    }

    unsafe impl Send for Sheet {}
    unsafe impl Sync for Sheet {}

    impl Sheet {
        fn has(&self, page: *mut u8) -> bool {
            self.pages.read().unwrap().contains(&page)
        }

        fn turn(&self) {
            for &page in self.pages.read().unwrap().iter() {
                println!("{}", self.has(page)); //~
            }
        }

        fn add(&self, page: *mut u8) {
            self.pages.write().unwrap().push(page);
        }
    }

    struct Marks {
        all: RwLock<Vec<u32>>,
        last: Mutex<Cell<u32>>,
    }

    impl Marks {
        fn sum(&self) -> u32 {
            self.all.read().unwrap().iter().sum()
        }

        fn compare(&self) {
            for mark in self.all.read().unwrap().iter() {
                println!("{mark} of {}", self.sum()); //~
            }
        }

        fn add(&self, mark: u32) {
            self.last.lock().unwrap().set(mark);
            self.all.write().unwrap().push(mark);
        }
    }
}

// Of two locks that are held, what is called takes one first, and never comes to the other.

#[derive(Default)]
struct Fold {
    sheep: RwLock<HashMap<u32, String>>,
    lambs: RwLock<HashMap<u32, String>>,
}

impl Fold {
    fn knows(&self, number: u32) -> bool {
        self.sheep.read().unwrap().contains_key(&number) || self.lambs.read().unwrap().contains_key(&number)
    }

    fn count_in(&self, numbers: &[u32]) {
        let mut sheep = self.sheep.write().unwrap();
        let mut lambs = self.lambs.write().unwrap();
        for number in numbers {
            if !self.knows(*number) { //~
                sheep.insert(*number, String::new());
                lambs.remove(number);
            }
        }
    }
}

// The guard is what is dropped, not what a pattern copies out of it.

struct Bear {
    raised: Mutex<Option<std::num::NonZeroU8>>,
}

impl Bear {
    fn lower(&self) {
        *self.raised.lock().unwrap() = None;
    }

    fn wave(&self) {
        let raised = self.raised.lock().unwrap();
        if let Some(paws) = *raised {
            println!("{paws} paws wave");
            self.lower(); //~
        }
    }
}

mod in_a_closure {
    use std::sync::Mutex;

    #[derive(Default)]
    struct Score {
        points: u32,
        moves: Vec<u32>,
    }

    #[derive(Default)]
    struct Table {
        score: Mutex<Score>,
        players: Mutex<Vec<String>>,
    }

    impl Table {
        fn with<R>(&self, action: impl FnOnce(&mut Score) -> R) -> R {
            let mut score = self.score.lock().unwrap();
            action(&mut score)
        }

        fn total(&self) -> u32 {
            self.with(|score| score.points)
        }

        fn play(&self, points: u32) -> u32 {
            self.with(|score| {
                score.points += points;
                score.moves.push(points);
                self.total() //~
            })
        }
    }

    #[derive(Default)]
    struct Bench {
        coats: Mutex<u32>,
    }

    impl Bench {
        fn each(&self, mut look: impl FnMut(u32)) {
            let coats = self.coats.lock().unwrap();
            for coat in 0..*coats {
                look(coat);
            }
        }

        fn empty(&self) {
            self.each(|coat| {
                println!("coat {coat}");
                *self.coats.lock().unwrap() -= 1; //~
            });
        }
    }
}
