//! Guards that are gone when the task waits, guards that may be kept, and what only looks like a guard.
//! conclint: allow(blocking-under-lock) -- the cases here are about something else

use std::collections::{HashMap, VecDeque};
use std::io::Write;
use std::sync::{Arc, Mutex, MutexGuard, RwLock};
use std::time::Duration;

use dashmap::DashMap;
use tokio::sync::watch;
use tokio::time::sleep;

#[derive(Clone, Default)]
struct Shelf {
    books: u32,
    free: u32,
}

async fn deliver(books: u32) -> u32 {
    sleep(Duration::from_millis(u64::from(books))).await;
    books
}

async fn ring(name: &str) {
    sleep(Duration::from_millis(name.len() as u64)).await;
}

#[derive(Default)]
struct Library {
    shelf: Mutex<Shelf>,
    readers: RwLock<HashMap<u32, String>>,
    orders: Mutex<VecDeque<u32>>,
    desk: parking_lot::Mutex<Shelf>,
}

fn tidy(mut shelf: MutexGuard<'_, Shelf>) -> u32 {
    shelf.free = 0;
    shelf.books
}

// The guard is gone before the await.

impl Library {
    async fn dropped(&self) {
        let mut shelf = self.shelf.lock().unwrap();
        shelf.books += 1;
        drop(shelf);
        deliver(1).await;
    }

    async fn dropped_in_every_arm(&self, order: Option<u32>) {
        let mut shelf = self.shelf.lock().unwrap();
        match order {
            Some(books) => {
                shelf.books -= books;
                drop(shelf);
                deliver(books).await;
            }
            None => {
                drop(shelf);
                ring("nothing to deliver").await;
            }
        }
        deliver(1).await;
    }

    async fn dropped_in_one_arm_where_the_other_returns(&self) {
        let shelf = self.shelf.lock().unwrap();
        if shelf.books > 0 {
            drop(shelf);
        } else {
            return;
        }
        deliver(1).await;
    }

    async fn dropped_in_one_arm_only(&self, early: bool) {
        let mut shelf = Some(self.shelf.lock().unwrap());
        if early {
            shelf = None;
        }
        deliver(1).await;
        if let Some(mut shelf) = shelf {
            shelf.free += 1;
        }
    }

    async fn a_block_of_its_own(&self) {
        let books = {
            let mut shelf = self.shelf.lock().unwrap();
            shelf.books -= 1;
            shelf.books
        };
        deliver(books).await;
    }

    async fn moved_into_a_call(&self) {
        let shelf = self.shelf.lock().unwrap();
        let books = tidy(shelf);
        deliver(books).await;
    }

    async fn moved_into_a_closure_that_has_run(&self) {
        let mut shelf = self.shelf.lock().unwrap();
        let take = move || {
            shelf.books -= 1;
            shelf.books
        };
        let books = take_with(take);
        deliver(books).await;
    }

    async fn dropped_in_each_iteration(&self) {
        for _ in 0..3 {
            let mut shelf = self.shelf.lock().unwrap();
            if shelf.free == 0 {
                continue;
            }
            shelf.free -= 1;
            drop(shelf);
            deliver(1).await;
        }
    }

    async fn given_another_after_the_await(&self) {
        let mut shelf = self.shelf.lock().unwrap();
        shelf.books -= 1;
        drop(shelf);
        deliver(1).await;
        shelf = self.shelf.lock().unwrap();
        shelf.free += 1;
    }

    async fn a_block_in_the_head_of_a_loop(&self) {
        while let Some(order) = {
            let mut orders = self.orders.lock().unwrap();
            orders.pop_front()
        } {
            deliver(order).await;
        }
    }

    async fn a_let_else_in_a_loop(&self) {
        loop {
            let Some(order) = self.orders.lock().unwrap().pop_front() else { break };
            deliver(order).await;
        }
    }
}

fn take_with(take: impl FnOnce() -> u32) -> u32 {
    take()
}

// What is needed is taken out in a statement of its own.

impl Library {
    async fn a_clone(&self) {
        let name = self.readers.read().unwrap().get(&7).cloned();
        if let Some(name) = name {
            ring(&name).await;
        }
    }

    async fn a_number(&self) {
        let books = self.desk.lock().books;
        deliver(books).await;
    }

    async fn a_condition_of_an_if(&self) {
        if self.desk.lock().books > 0 {
            deliver(1).await;
        }
    }

    async fn behind_the_await(&self) {
        let books = deliver(1).await;
        let mut shelf = self.shelf.lock().unwrap();
        shelf.books += books;
    }

    async fn a_future_that_is_made_before(&self) {
        let delivery = deliver(1);
        self.shelf.lock().unwrap().books -= 1;
        delivery.await;
    }
}

async fn a_copy_of_what_a_map_holds(shelves: &DashMap<u32, Shelf>) {
    let books = shelves.get(&3).map(|shelf| shelf.books);
    if let Some(books) = books {
        deliver(books).await;
    }
}

async fn a_copy_of_what_a_watch_has(lengths: watch::Receiver<Duration>) {
    let length = *lengths.borrow();
    sleep(length).await;
}

// The code with the lock is not the code that waits.

impl Library {
    async fn a_closure_of_its_own(&self) {
        let books = || self.shelf.lock().unwrap().books;
        deliver(books()).await;
    }

    async fn a_thread_of_its_own(self: Arc<Self>) {
        let counted = tokio::task::spawn_blocking(move || {
            let shelf = self.shelf.lock().unwrap();
            shelf.books + shelf.free
        });
        deliver(1).await;
        println!("{:?}", counted.await);
    }

    fn a_future_that_the_caller_awaits(&self) -> impl Future<Output = u32> + use<> {
        let shelf = self.shelf.lock().unwrap();
        let books = shelf.books;
        async move { deliver(books).await }
    }
}

// Locks for which nobody blocks a thread.

async fn a_mutex_of_tokio(shelf: &tokio::sync::Mutex<Shelf>) {
    let mut shelf = shelf.lock().await;
    shelf.books += deliver(1).await;
}

async fn a_lock_with_readers_of_tokio(shelf: Arc<tokio::sync::RwLock<Shelf>>) {
    let shelf = shelf.read_owned().await;
    deliver(shelf.books).await;
}

async fn a_mutex_of_async_lock(shelf: &async_lock::Mutex<Shelf>) {
    let mut shelf = shelf.lock().await;
    shelf.books += deliver(1).await;
}

async fn a_mutex_of_futures(shelf: &futures::lock::Mutex<Shelf>) {
    let mut shelf = shelf.lock().await;
    shelf.books += deliver(1).await;
}

async fn a_lock_that_is_awaited_later(shelf: &tokio::sync::Mutex<Shelf>) {
    let shelf = shelf.lock();
    let books = deliver(1).await;
    shelf.await.books += books;
}

// Other things that are called so.

async fn the_terminal(books: u32) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{books} books are on their way")?;
    deliver(books).await;
    writeln!(out, "{books} books are there")
}

struct Door {
    closed: bool,
}

impl Door {
    fn lock(&mut self) -> &mut Door {
        self.closed = true;
        self
    }
}

async fn a_door(mut door: Door) {
    let door = door.lock();
    deliver(1).await;
    door.closed = false;
}

// A thread's `select!` suspends no task.
fn a_thread_waits(library: &Library, orders: &crossbeam_channel::Receiver<u32>, closed: &crossbeam_channel::Receiver<()>) {
    let mut shelf = library.shelf.lock().unwrap();
    crossbeam_channel::select! {
        recv(orders) -> order => shelf.books += order.unwrap_or_default(),
        recv(closed) -> _ => shelf.free = 0,
    }
}

async fn counts_for_itself(shelves: &[Shelf]) -> usize {
    let titles = DashMap::new();
    for shelf in shelves {
        let mut title = titles.entry(shelf.free).or_insert(0);
        *title += deliver(shelf.books).await;
        drop(title);
        note_down(&titles).await;
    }
    titles.len()
}

async fn note_down(titles: &DashMap<u32, u32>) {
    sleep(Duration::from_millis(titles.len() as u64)).await;
}

// What is awaited goes on at once.

async fn look_up(shelf: &Shelf) -> u32 {
    shelf.books + std::future::ready(shelf.free).await
}

async fn look_up_twice(shelf: &Shelf) -> u32 {
    look_up(shelf).await + Box::pin(look_up(shelf)).await
}

async fn none_of_what_is_awaited_waits(library: &Library) -> u32 {
    let shelf = library.shelf.lock().unwrap();
    look_up_twice(&shelf).await
}

#[cfg(test)]
mod tests {
    use super::*;

    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn an_order_is_delivered() {
        let _alone = ONE_AT_A_TIME.lock().unwrap();
        assert_eq!(deliver(2).await, 2);
    }

    fn alone() -> std::sync::MutexGuard<'static, ()> {
        ONE_AT_A_TIME.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn another_order_is_delivered() {
        let _alone = alone();
        assert_eq!(deliver(3).await, 3);
    }
}

// A cell that nobody can write while it is read: that takes its owner as `&mut`.

#[derive(Default)]
struct Catalogue {
    titles: std::cell::RefCell<Vec<String>>,
}

impl Catalogue {
    fn add(&mut self, title: String) {
        self.titles.borrow_mut().push(title);
    }

    async fn read_aloud(&self) {
        let titles = self.titles.borrow();
        for title in titles.iter() {
            ring(title).await;
        }
    }
}

/// The same where a method gives the guard.
#[derive(Default)]
struct Stack {
    volumes: std::cell::RefCell<Vec<String>>,
}

impl Stack {
    fn volumes(&self) -> std::cell::Ref<'_, Vec<String>> {
        self.volumes.borrow()
    }

    fn put(&mut self, volume: String) {
        self.volumes.borrow_mut().push(volume);
    }
}

async fn read_stack(stack: &Stack) {
    for volume in stack.volumes().iter() {
        ring(volume).await;
    }
}

/// What lies in a map that says nothing of its items where it is made is known by the field that gets the map.
struct Bell {
    rung: u32,
}

impl Bell {
    async fn ring_once(&mut self) {
        self.rung += 1;
    }
}

struct Tower {
    bells: Arc<DashMap<String, Bell>>,
}

fn build_tower() -> Tower {
    let bells = Arc::new(DashMap::new());
    let tower = Tower { bells: bells.clone() };
    tokio::spawn(async move {
        for name in ["great", "small"] {
            if let Some(mut bell) = bells.get_mut(name) {
                bell.ring_once().await;
            }
        }
    });
    tower
}
