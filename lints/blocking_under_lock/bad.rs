//! Threads and tasks that wait for others while they keep a lock from them.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, RwLock};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crossbeam_channel::{Receiver as Inbox, Sender as Outbox, bounded, select};

// Messages and room for them.

struct Ferry {
    cars: Mutex<Vec<u32>>,
    tariff: RwLock<u32>,
}

impl Ferry {
    fn a_message_is_waited_for(&self, arrivals: &Receiver<u32>) {
        let mut cars = self.cars.lock().unwrap();
        cars.push(arrivals.recv().unwrap()); //~
    }

    fn room_in_a_bounded_channel(&self, quay: &SyncSender<u32>) {
        let mut cars = self.cars.lock().unwrap();
        while let Some(car) = cars.pop() {
            quay.send(car).unwrap(); //~
        }
    }

    fn a_reader_keeps_writers_waiting(&self, quay: &SyncSender<u32>) {
        let tariff = self.tariff.read().unwrap();
        quay.send(*tariff).unwrap(); //~
    }

    fn through_a_call(&self, arrivals: &Receiver<u32>) {
        let mut cars = self.cars.lock().unwrap();
        let car = next_car(arrivals); //~
        cars.push(car);
    }

    fn a_pause_under_the_lock(&self) {
        let mut cars = self.cars.lock().unwrap();
        cars.clear();
        thread::sleep(Duration::from_secs(5)); //~
        cars.push(1);
    }

    fn a_pause_in_each_iteration(&self) {
        loop {
            let mut cars = self.cars.lock().unwrap();
            if cars.pop().is_none() {
                break;
            }
            thread::sleep(Duration::from_secs(5)); //~
        }
    }

    fn a_future_is_run_under_the_lock(&self) {
        let mut cars = self.cars.lock().unwrap();
        cars.push(futures::executor::block_on(async { 7 })); //~
    }

    fn the_first_of_two_channels(&self, arrivals: &Inbox<u32>, stop: &Inbox<()>) {
        let mut cars = self.cars.lock().unwrap();
        select! { //~
            recv(arrivals) -> car => cars.extend(car),
            recv(stop) -> _ => cars.clear(),
        }
    }
}

fn next_car(arrivals: &Receiver<u32>) -> u32 {
    arrivals.recv().unwrap_or(0)
}

// What is waited for needs the lock.

struct Ledger {
    total: Mutex<u64>,
    clerk: Mutex<Option<JoinHandle<()>>>,
}

impl Ledger {
    fn open(self: &Arc<Ledger>) {
        let ledger = Arc::clone(self);
        let clerk = thread::spawn(move || *ledger.total.lock().unwrap() += 1);
        *self.clerk.lock().unwrap() = Some(clerk);
    }

    fn the_thread_needs_the_lock(self: &Arc<Ledger>) {
        let ledger = Arc::clone(self);
        let clerk = thread::spawn(move || *ledger.total.lock().unwrap() += 1);
        let total = self.total.lock().unwrap();
        clerk.join().unwrap(); //~
        println!("{total}");
    }

    fn the_sender_needs_the_lock(self: &Arc<Ledger>) {
        let (sum, sums) = std::sync::mpsc::channel();
        let ledger = Arc::clone(self);
        thread::spawn(move || {
            let total = *ledger.total.lock().unwrap();
            sum.send(total).unwrap();
        });
        let mut total = self.total.lock().unwrap();
        *total = sums.recv().unwrap(); //~
    }

    fn the_receiver_needs_the_lock(self: &Arc<Ledger>, days: u64) {
        let (sum, sums) = sync_channel(1);
        let ledger = Arc::clone(self);
        thread::spawn(move || {
            for day in sums {
                *ledger.total.lock().unwrap() += day;
            }
        });
        let total = self.total.lock().unwrap();
        for day in 0..days {
            sum.send(day + *total).unwrap(); //~
        }
    }
}

// The sender lies behind the lock that its receiver takes.

struct Lamp {
    flash: Mutex<Option<Outbox<()>>>,
}

impl Lamp {
    fn what_is_guarded_is_waited_for(&self) -> bool {
        let flash = self.flash.lock().unwrap();
        match flash.as_ref() {
            Some(flash) => flash.send(()).is_ok(), //~
            None => false,
        }
    }

    fn attend(&self, flashes: Inbox<()>) {
        while flashes.recv().is_ok() {
            drop(self.flash.lock().unwrap());
        }
    }
}

fn lights() {
    let (flash, flashes) = bounded(0);
    let lamp = Lamp { flash: Mutex::new(Some(flash)) };
    thread::scope(|scope| {
        scope.spawn(|| lamp.attend(flashes));
        lamp.what_is_guarded_is_waited_for();
    });
}

// A condition of another lock, notified by code that needs this one.

#[derive(Default)]
struct Oven {
    heat: Mutex<u32>,
    hot: Condvar,
    recipe: RwLock<String>,
}

impl Oven {
    fn wait_until_hot(&self) {
        let mut heat = self.heat.lock().unwrap();
        while *heat < 200 {
            heat = self.hot.wait(heat).unwrap();
        }
    }

    fn stoke(&self) {
        let mut recipe = self.recipe.write().unwrap();
        recipe.push('.');
        *self.heat.lock().unwrap() += 10;
        self.hot.notify_all();
    }

    fn who_notifies_needs_the_other_lock(&self) {
        let recipe = self.recipe.read().unwrap();
        self.wait_until_hot(); //~
        println!("{recipe}");
    }
}

// An async lock, whose task is waited for with the lock held.

async fn a_task_needs_the_async_lock(total: Arc<tokio::sync::Mutex<u64>>) {
    let (sum, mut sums) = tokio::sync::mpsc::channel(1);
    let counted = Arc::clone(&total);
    tokio::spawn(async move {
        *counted.lock().await += 1;
        let _ = sum.send(1).await;
    });
    let mut all = total.lock().await;
    if let Some(sum) = sums.recv().await { //~
        *all += sum;
    }
}

// The disk and processes, which are slow.

mod lists {
    use std::collections::HashMap;
    use std::fs::{self, File};
    use std::io::Write;
    use std::path::PathBuf;
    use std::process::{Child, Command};
    use std::sync::{Arc, Mutex, RwLock};

    pub struct Store {
        names: Mutex<HashMap<u32, String>>,
        pages: Mutex<HashMap<u32, Arc<Page>>>,
        shelf: Arc<Mutex<Shelf>>,
        printer: RwLock<Option<Child>>,
    }

    pub struct Page {
        path: PathBuf,
        text: String,
    }

    impl Page {
        fn save(&self) -> std::io::Result<()> {
            let mut file = File::create(&self.path)?;
            file.write_all(self.text.as_bytes())
        }
    }

    pub struct Shelf {
        root: PathBuf,
        books: Vec<String>,
    }

    impl Shelf {
        fn add(&mut self, name: &str, text: &str) -> std::io::Result<()> {
            fs::write(self.root.join(name), text)?;
            self.books.push(name.to_owned());
            Ok(())
        }
    }

    fn launch() -> std::io::Result<Child> {
        Command::new("lpd").arg("-F").spawn()
    }

    impl Store {
        pub fn writes_a_file(&self) -> std::io::Result<()> {
            let names = self.names.lock().unwrap();
            fs::write("names", format!("{names:?}")) //~
        }

        pub fn saves_each(&self) -> std::io::Result<()> {
            let pages = self.pages.lock().unwrap();
            for page in pages.values() {
                page.save()?; //~
            }
            Ok(())
        }

        pub fn through_what_is_guarded(&self, name: &str, text: &str) -> std::io::Result<()> {
            self.shelf.lock().unwrap().add(name, text) //~
        }

        pub fn starts_a_process(&self) -> std::io::Result<()> {
            let mut printer = self.printer.write().unwrap();
            if printer.is_none() {
                *printer = Some(launch()?); //~
            }
            Ok(())
        }

        pub fn waits_for_a_process(&self) -> std::io::Result<()> {
            let printer = self.printer.read().unwrap();
            let cleared = Command::new("lprm").status()?; //~
            println!("{cleared} {}", printer.is_some());
            Ok(())
        }
    }
}

mod waits_for_others {
    use std::sync::Barrier;
    use std::thread;
    use std::time::Duration;

    use tokio::sync::{Mutex, Notify, Semaphore, SemaphorePermit, mpsc, watch};

    struct Dairy {
        jugs: Mutex<Vec<u32>>,
        churned: Notify,
        fresh: watch::Sender<bool>,
        pumps: Semaphore,
    }

    impl Dairy {
        async fn until_fresh(&self) {
            let mut fresh = self.fresh.subscribe();
            drop(fresh.wait_for(|fresh| *fresh).await);
        }

        async fn pump(&self) -> SemaphorePermit<'_> {
            self.pumps.acquire().await.unwrap()
        }

        async fn next(&self, milk: &mut mpsc::Receiver<u32>) -> u32 {
            milk.recv().await.unwrap_or(0)
        }

        async fn a_watched_value(&self, jug: u32) {
            let mut jugs = self.jugs.lock().await;
            self.until_fresh().await; //~
            jugs.push(jug);
        }

        async fn a_permit(&self, jug: u32) {
            let mut jugs = self.jugs.lock().await;
            drop(self.pump().await); //~
            jugs.push(jug);
        }

        async fn a_message(&self, milk: &mut mpsc::Receiver<u32>) {
            let mut jugs = self.jugs.lock().await;
            let jug = self.next(milk).await; //~
            jugs.push(jug);
        }

        async fn a_notification(&self, jug: u32) {
            let mut jugs = self.jugs.lock().await;
            self.churned.notified().await; //~
            jugs.push(jug);
        }

        async fn churn(&self) {
            self.jugs.lock().await.clear();
            self.churned.notify_waiters();
        }
    }

    struct Crew {
        names: std::sync::Mutex<Vec<String>>,
        tools: parking_lot::Mutex<Vec<u32>>,
        all: Barrier,
    }

    impl Crew {
        fn come_together(&self) -> bool {
            self.all.wait().is_leader()
        }

        fn come(&self, name: String) {
            let mut names = self.names.lock().unwrap();
            names.push(name);
            if self.come_together() { //~
                println!("{} are here", names.len());
            }
        }

        fn one_lock_is_let_go_of(&self, tools: &mut parking_lot::MutexGuard<'_, Vec<u32>>) {
            let mut names = self.names.lock().unwrap();
            parking_lot::MutexGuard::unlocked(tools, || thread::sleep(Duration::from_millis(5))); //~
            names.push(format!("{} tools", tools.len()));
        }
    }
}

// Threads whose handles lie in a field, a list or a map.

mod kept_handles {
    use std::collections::BTreeMap;
    use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
    use std::thread::{self, JoinHandle};

    #[derive(Default)]
    struct Decks {
        cars: u32,
        sailors: BTreeMap<String, JoinHandle<()>>,
    }

    #[derive(Default)]
    struct Ferry {
        decks: Mutex<Decks>,
        crew: Mutex<Vec<JoinHandle<()>>>,
        tariff: Mutex<u32>,
    }

    fn open<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
        lock.lock().unwrap_or_else(PoisonError::into_inner)
    }

    impl Ferry {
        fn park(&self) {
            self.decks.lock().unwrap().cars += 1;
        }

        fn raise(&self) {
            *open(&self.tariff) += 1;
        }

        fn hire(self: &Arc<Self>, name: &str) {
            let ferry = Arc::clone(self);
            let sailor = thread::spawn(move || ferry.park());
            self.decks.lock().unwrap().sailors.insert(name.to_owned(), sailor);
            let ferry = self.clone();
            self.crew.lock().unwrap().push(thread::spawn(move || ferry.raise()));
        }

        fn all_of_a_map(&self) {
            let mut decks = self.decks.lock().unwrap();
            while let Some((name, sailor)) = decks.sailors.pop_first() {
                println!("{name}: {}", sailor.join().is_ok()); //~
            }
        }

        fn all_of_a_list(&self) {
            let tariff = open(&self.tariff);
            for sailor in std::mem::take(&mut *self.crew.lock().unwrap()) {
                println!("{tariff} {}", sailor.join().is_ok()); //~
            }
        }
    }
}
