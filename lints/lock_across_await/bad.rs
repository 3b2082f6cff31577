//! Guards for which others block their thread, kept while the task waits.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use dashmap::DashMap;
use tokio::sync::{mpsc, watch};
use tokio::time::sleep;

#[derive(Clone, Default)]
struct Shelf {
    books: u32,
    free: u32,
}

struct Jammed;

async fn deliver(books: u32) -> u32 {
    sleep(Duration::from_millis(u64::from(books))).await;
    books
}

async fn ring(name: &str) {
    sleep(Duration::from_millis(name.len() as u64)).await;
}

static LEDGER: Mutex<Vec<u32>> = Mutex::new(Vec::new());

struct Library {
    shelf: Mutex<Shelf>,
    readers: RwLock<HashMap<u32, String>>,
    desk: parking_lot::Mutex<Shelf>,
    index: parking_lot::RwLock<Vec<u32>>,
}

struct Visit<'l> {
    shelf: MutexGuard<'l, Shelf>,
    number: u32,
}

// Mutexes.

impl Library {
    async fn a_guard_that_is_needed_behind_the_await(&self) {
        let mut shelf = self.shelf.lock().unwrap(); //~
        shelf.books += 1;
        let books = deliver(1).await;
        shelf.free += books;
    }

    async fn a_guard_that_nobody_needs_behind_the_await(&self) {
        let mut shelf = self.shelf.lock().expect("no thread has panicked"); //~
        shelf.books += 1;
        deliver(1).await;
    }

    async fn a_poisoned_lock_is_taken_all_the_same(&self) -> u32 {
        let shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner); //~
        deliver(shelf.books).await
    }

    async fn a_poisoned_lock_is_an_error(&self) -> Result<u32, Jammed> {
        let shelf = self.shelf.lock().map_err(|_| Jammed)?; //~
        let books = deliver(1).await;
        Ok(books + shelf.books)
    }

    async fn a_poisoned_lock_leaves_the_function(&self) {
        let Ok(mut shelf) = self.shelf.lock() else { return }; //~
        shelf.books += deliver(1).await;
    }

    async fn a_match_takes_the_guard_out(&self) {
        let mut shelf = match self.shelf.lock() { //~
            Ok(shelf) => shelf,
            Err(poisoned) => poisoned.into_inner(),
        };
        shelf.books += deliver(1).await;
    }

    async fn a_lock_that_was_only_tried(&self) {
        if let Ok(mut shelf) = self.shelf.try_lock() { //~
            shelf.books += deliver(1).await;
        }
    }

    async fn a_static(&self) {
        let mut ledger = LEDGER.lock().unwrap(); //~
        ledger.push(deliver(1).await);
    }

    async fn of_parking_lot(&self) {
        let mut desk = self.desk.lock(); //~
        desk.books += deliver(1).await;
    }

    async fn a_part_of_what_is_guarded(&self) {
        let mut books = parking_lot::MutexGuard::map(self.desk.lock(), |desk| &mut desk.books); //~
        *books += deliver(1).await;
    }

    async fn the_guard_outlives_the_name_that_another_variable_takes(&self) {
        let shelf = self.shelf.lock().unwrap(); //~
        let shelf = shelf.books;
        deliver(shelf).await;
    }

    async fn under_another_name(&self) {
        let first = self.shelf.lock().unwrap(); //~
        let mut second = first;
        second.books += deliver(1).await;
    }

    async fn in_each_iteration_of_a_loop(&self) {
        let mut shelf = self.shelf.lock().unwrap(); //~
        while shelf.free > 0 {
            shelf.free -= 1;
            deliver(1).await;
        }
    }

    async fn dropped_too_late(&self) {
        let shelf = self.shelf.lock().unwrap(); //~
        let books = shelf.books;
        deliver(books).await;
        drop(shelf);
    }
}

// Locks with readers.

impl Library {
    async fn a_reader(&self) {
        let readers = self.readers.read().unwrap(); //~
        for name in readers.values() {
            ring(name).await;
        }
    }

    async fn a_writer(&self, name: String) {
        let mut readers = self.readers.write().unwrap(); //~
        let number = deliver(1).await;
        readers.insert(number, name);
    }

    async fn a_reader_of_parking_lot(&self) {
        let index = self.index.read(); //~
        deliver(index.len() as u32).await;
    }
}

// Several futures are waited for.

impl Library {
    async fn a_select_waits(&self, mut orders: mpsc::Receiver<u32>) {
        let mut shelf = self.shelf.lock().unwrap(); //~
        tokio::select! {
            order = orders.recv() => shelf.books += order.unwrap_or(0),
            () = sleep(Duration::from_secs(1)) => shelf.free += 1,
        }
    }

    async fn a_join_waits(&self) {
        let mut desk = self.desk.lock(); //~
        let (one, other) = tokio::join!(deliver(1), deliver(2));
        desk.books += one + other;
    }
}

// Nobody has given the guard a name.

impl Library {
    async fn an_argument_of_the_call_that_is_awaited(&self) {
        deliver(self.shelf.lock().unwrap().books).await; //~
    }

    async fn the_head_of_an_if_let(&self) {
        if let Some(name) = self.readers.read().unwrap().get(&7) { //~
            ring(name).await;
        }
    }

    async fn the_head_of_a_match(&self) {
        match self.index.write().pop() { //~
            Some(number) => ring(&number.to_string()).await,
            None => println!("no number is left"),
        }
    }

    async fn the_head_of_a_for(&self) {
        for number in self.index.read().iter() { //~
            deliver(*number).await;
        }
    }
}

// The guard comes from a function, or lies in something.

impl Library {
    fn tidy(&self) -> MutexGuard<'_, Shelf> {
        let mut shelf = self.shelf.lock().unwrap();
        shelf.free = 0;
        shelf
    }

    async fn an_own_function_gives_the_guard(&self) {
        let mut shelf = self.tidy(); //~
        shelf.free += deliver(1).await;
    }

    async fn in_a_tuple(&self) {
        let held = (self.shelf.lock().unwrap(), 4); //~
        deliver(held.1).await;
        println!("{}", held.0.books);
    }

    async fn in_a_struct(&self) {
        let visit = Visit { shelf: self.shelf.lock().unwrap(), number: 4 }; //~
        deliver(visit.number).await;
        println!("{}", visit.shelf.books);
    }
}

// What is a lock although it is not called one.

async fn a_borrowed_cell(notes: &RefCell<Vec<u32>>) {
    let mut notes = notes.borrow_mut(); //~
    notes.push(deliver(1).await);
}

fn a_task_of_one_thread(notes: std::rc::Rc<RefCell<Vec<u32>>>) {
    tokio::task::spawn_local(async move {
        for note in notes.borrow().iter() { //~
            deliver(*note).await;
        }
    });
}

async fn a_reference_into_a_map(shelves: &DashMap<u32, Shelf>) {
    if let Some(shelf) = shelves.get(&3) { //~
        deliver(shelf.books).await;
    }
}

async fn a_mutable_reference_into_a_map(shelves: Arc<DashMap<u32, Shelf>>) {
    let Some(mut shelf) = shelves.get_mut(&3) else { return }; //~
    shelf.books += deliver(1).await;
}

async fn an_entry_of_a_map(shelves: &DashMap<u32, Shelf>) {
    let mut shelf = shelves.entry(3).or_default(); //~
    shelf.books += deliver(1).await;
}

// The locks that are waited for are held for a moment only: pedantic.

struct Catalogue {
    entries: DashMap<u32, Shelf>,
    rules: tokio::sync::RwLock<Vec<u32>>,
    order: Arc<tokio::sync::Mutex<Vec<String>>>,
}

impl Catalogue {
    fn new() -> Catalogue {
        Catalogue { entries: DashMap::new(), rules: tokio::sync::RwLock::default(), order: Arc::default() }
    }

    async fn a_lock_held_for_a_moment(&self) {
        let entry = self.entries.entry(3); //~
        let rules = self.rules.read().await.clone();
        entry.or_default().books += rules.len() as u32;
    }

    async fn through_calls(&self) {
        let mut shelf = self.entries.entry(4).or_default(); //~
        shelf.free += self.ruled().await;
        self.note("four").await;
    }

    async fn ruled(&self) -> u32 {
        self.rules.read().await.iter().sum()
    }

    async fn note(&self, what: &str) {
        let mut order = self.order.lock().await;
        order.push(what.to_owned());
    }

    async fn rule(&self, rules: Vec<u32>) {
        *self.rules.write().await = rules;
    }
}

// Somebody holds the lock for longer, or has it where it is not seen: as bad as any other wait.

struct Loans {
    entries: DashMap<u32, Shelf>,
    slow: tokio::sync::Mutex<u32>,
    nested: tokio::sync::RwLock<u32>,
    lent: Arc<tokio::sync::Mutex<u32>>,
    given: tokio::sync::Mutex<u32>,
}

impl Loans {
    async fn a_lock_that_is_held_while_books_are_delivered(&self) {
        let mut shelf = self.entries.entry(1).or_default(); //~
        shelf.books += *self.slow.lock().await;
    }

    async fn order(&self) {
        let mut slow = self.slow.lock().await;
        *slow += deliver(1).await;
    }

    async fn a_lock_whose_holder_wants_the_map(&self) {
        let mut shelf = self.entries.entry(2).or_default(); //~
        shelf.books += *self.nested.read().await;
    }

    async fn count(&self) {
        let mut nested = self.nested.write().await;
        *nested = self.entries.get(&2).map_or(0, |shelf| shelf.books);
    }

    async fn a_lock_that_others_have_too(&self) {
        let mut shelf = self.entries.entry(3).or_default(); //~
        shelf.books += *self.lent.lock().await;
    }

    fn lend(&self) -> Arc<tokio::sync::Mutex<u32>> {
        self.lent.clone()
    }

    async fn a_lock_whose_guard_is_given_away(&self) {
        let mut shelf = self.entries.entry(4).or_default(); //~
        shelf.books += *self.give().await;
    }

    async fn give(&self) -> tokio::sync::MutexGuard<'_, u32> {
        self.given.lock().await
    }

    async fn something_else_is_waited_for_too(&self, catalogue: &Catalogue) {
        let mut shelf = self.entries.entry(5).or_default(); //~
        shelf.books += catalogue.ruled().await;
        shelf.books += deliver(1).await;
    }
}

// Readers alone, and a map that is filled before it is read: pedantic.

struct Signs {
    by_floor: DashMap<u32, String>,
    by_room: Arc<DashMap<u32, String>>,
    by_name: parking_lot::RwLock<HashMap<String, u32>>,
    lent: Arc<DashMap<u32, String>>,
}

impl Signs {
    fn register_floor(&self, floor: u32, sign: String) {
        self.by_floor.insert(floor, sign);
    }

    async fn nobody_writes_once_the_signs_are_up(&self) {
        if let Some(sign) = self.by_floor.get(&3) { //~
            ring(&sign).await;
        }
        println!("{} floors", count_signs(&self.by_floor));
    }

    async fn nobody_writes_at_all(&self) {
        let numbers = self.by_name.read(); //~
        deliver(numbers.len() as u32).await;
    }

    // Somebody puts up a sign whenever he likes, or has the map where nobody sees what he does: as bad as any other.

    fn hang(&self, room: u32, sign: String) {
        self.by_room.insert(room, sign);
    }

    async fn somebody_writes(&self) {
        if let Some(sign) = self.by_room.get(&3) { //~
            ring(&sign).await;
        }
    }

    fn lend(&self) -> Arc<DashMap<u32, String>> {
        self.lent.clone()
    }

    async fn others_have_it_too(&self) {
        if let Some(sign) = self.lent.get(&3) { //~
            ring(&sign).await;
        }
    }
}

fn count_signs(signs: &DashMap<u32, String>) -> usize {
    signs.iter().filter(|sign| !sign.is_empty()).count()
}

// Who has the whole value works off what is left in it: pedantic. One that receives goes on, and others with it.

#[derive(Clone)]
struct Returns {
    shelves: Arc<DashMap<u32, Shelf>>,
    desks: Arc<DashMap<u32, Shelf>>,
}

impl Returns {
    fn bring_back(&self, number: u32) {
        self.shelves.entry(number).or_default().books += 1;
        self.desks.entry(number).or_default().books += 1;
    }

    async fn worked_off_at_the_end(self) {
        for number in 0..9 {
            if let Some(shelf) = self.shelves.get(&number) { //~
                deliver(shelf.books).await;
            }
        }
    }

    async fn a_task_that_goes_on(self, mut numbers: mpsc::Receiver<u32>) {
        while let Some(number) = numbers.recv().await {
            if let Some(desk) = self.desks.get(&number) { //~
                deliver(desk.books).await;
            }
        }
    }

    async fn a_copy_is_worked_off(self) {
        if let Some(shelf) = self.shelves.get(&1) { //~
            deliver(shelf.books).await;
        }
    }

    async fn in_between(&self) {
        self.clone().a_copy_is_worked_off().await;
    }
}

// Plain code asks, and blocks its thread until it has the answer: pedantic. A program that is one such call has tasks.

async fn a_question() -> usize {
    let ledger = LEDGER.lock().unwrap(); //~
    deliver(1).await;
    ledger.len()
}

impl Library {
    fn how_many(&self) -> usize {
        futures::executor::block_on(a_question())
    }
}

mod program {
    async fn all_of_it() {
        let mut ledger = super::LEDGER.lock().unwrap(); //~
        ledger.push(super::deliver(1).await);
    }

    fn main() {
        futures::executor::block_on(all_of_it());
    }
}

async fn the_value_of_a_watch(lengths: watch::Receiver<Duration>) {
    let length = lengths.borrow(); //~
    sleep(*length).await;
}

async fn two_at_a_time() {
    let titles = DashMap::new();
    let other = count_one(&titles);
    let mut title = titles.entry(1).or_insert(0); //~
    *title += tokio::join!(other, deliver(1)).1;
}

async fn count_one(titles: &DashMap<u32, u32>) {
    let mut title = titles.entry(1).or_insert(0); //~
    *title += deliver(1).await;
}

// The help has to say something else: what is awaited borrows from the guard, an iterator keeps its part.

async fn a_receiver_behind_a_lock(orders: &Mutex<mpsc::Receiver<u32>>) -> Option<u32> {
    orders.lock().unwrap().recv().await //~
}

async fn each_of_a_map(shelves: &DashMap<u32, Shelf>) {
    for shelf in shelves.iter() { //~
        deliver(shelf.books).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn books_are_counted() {
        let library = Arc::new(Mutex::new(Shelf::default()));
        let shelf = library.lock().unwrap(); //~
        assert_eq!(deliver(1).await, shelf.books + 1);
        drop(Arc::clone(&library));
    }
}

// On other runtimes.

async fn on_smol(shelf: &Mutex<Shelf>) {
    let mut shelf = shelf.lock().unwrap(); //~
    smol::Timer::after(Duration::from_secs(1)).await;
    shelf.books += 1;
}

async fn on_async_std(shelf: &RwLock<Shelf>) {
    let shelf = shelf.read().unwrap(); //~
    async_std::task::sleep(Duration::from_secs(u64::from(shelf.books))).await;
}

// Whoever writes the cell has it shared as well.

#[derive(Default)]
struct Titles {
    titles: std::cell::RefCell<Vec<String>>,
}

impl Titles {
    fn add(&self, title: String) {
        self.titles.borrow_mut().push(title);
    }

    async fn read_aloud(&self) {
        let titles = self.titles.borrow(); //~
        for title in titles.iter() {
            ring(title).await;
        }
    }
}
