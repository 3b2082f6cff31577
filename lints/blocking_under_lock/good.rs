//! Waits with no lock held, or with one that is there for the wait.

use std::sync::mpsc::{Receiver, Sender, SyncSender};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

struct Ferry {
    cars: Mutex<Vec<u32>>,
    arrivals: Mutex<Receiver<u32>>,
    gangway: Mutex<()>,
    free: Condvar,
}

impl Ferry {
    // The lock is free again before the wait.

    fn dropped_before(&self, arrivals: &Receiver<u32>) {
        let mut cars = self.cars.lock().unwrap();
        cars.clear();
        drop(cars);
        println!("{:?}", arrivals.recv());
    }

    fn in_a_block_of_its_own(&self, quay: &SyncSender<u32>) {
        let car = {
            let mut cars = self.cars.lock().unwrap();
            cars.pop()
        };
        quay.send(car.unwrap_or(0)).unwrap();
    }

    fn a_temporary_is_gone_at_the_end_of_its_statement(&self, quay: &SyncSender<u32>) {
        let car = self.cars.lock().unwrap().pop();
        quay.send(car.unwrap_or(0)).unwrap();
    }

    fn received_before_the_lock_is_taken(&self, arrivals: &Receiver<u32>) {
        let car = arrivals.recv().unwrap();
        self.cars.lock().unwrap().push(car);
    }

    // Nothing waits.

    fn a_channel_without_a_bound(&self, quay: &Sender<u32>) {
        let mut cars = self.cars.lock().unwrap();
        while let Some(car) = cars.pop() {
            quay.send(car).unwrap();
        }
    }

    fn a_channel_that_may_have_no_bound(&self, quay: &crossbeam_channel::Sender<u32>) {
        let mut cars = self.cars.lock().unwrap();
        while let Some(car) = cars.pop() {
            quay.send(car).unwrap();
        }
    }

    fn a_channel_for_one_answer(&self, answer: tokio::sync::oneshot::Sender<usize>) {
        let cars = self.cars.lock().unwrap();
        let _ = answer.send(cars.len());
    }

    fn only_tried(&self, arrivals: &Receiver<u32>, quay: &SyncSender<u32>) {
        let mut cars = self.cars.lock().unwrap();
        cars.extend(arrivals.try_recv());
        let _ = quay.try_send(cars.len() as u32);
    }

    fn joined_words_are_no_threads(&self, names: &[String]) {
        let cars = self.cars.lock().unwrap();
        println!("{} {}", cars.len(), names.join(", "));
    }

    fn waits_for_so_long_at_most(&self, arrivals: &Receiver<u32>) {
        let mut cars = self.cars.lock().unwrap();
        cars.extend(arrivals.recv_timeout(Duration::from_millis(1)));
    }

    // The lock is there for the wait.

    fn the_receiver_is_what_the_lock_guards(&self) -> Option<u32> {
        let arrivals = self.arrivals.lock().unwrap();
        arrivals.recv().ok()
    }

    fn the_condition_frees_the_lock(&self) {
        let mut cars = self.cars.lock().unwrap();
        while cars.len() > 20 {
            cars = self.free.wait(cars).unwrap();
        }
        cars.push(1);
    }

    fn one_after_another(&self, arrivals: &Receiver<u32>) -> Option<u32> {
        let _gangway = self.gangway.lock().unwrap();
        arrivals.recv().ok()
    }
}

// Nobody else can want the lock.

fn waits_for_a_moment(drums: &Mutex<u32>, beat: &Receiver<u32>) {
    let first = *drums.lock().unwrap();
    println!("{first} {:?}", beat.recv());
}

fn its_own_lock(beat: &Receiver<u32>) {
    let drums = Mutex::new(0);
    let mut drum = drums.lock().unwrap();
    *drum = beat.recv().unwrap_or(0);
}

// Another thread waits, not this one.

fn the_wait_is_that_of_a_thread(ferry: Arc<Ferry>, arrivals: Receiver<u32>) {
    let cars = ferry.cars.lock().unwrap();
    let waits = thread::spawn(move || arrivals.recv());
    println!("{} {}", cars.len(), waits.is_finished());
}

// The guard is given to who waits.

fn given_away(ferry: &Ferry, arrivals: &Receiver<u32>) {
    let cars = ferry.cars.lock().unwrap();
    print_all(cars);
    println!("{:?}", arrivals.recv());
}

fn print_all(cars: std::sync::MutexGuard<'_, Vec<u32>>) {
    println!("{cars:?}");
}

// What only looks like it: the words of a test.

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_may_wait() {
        let (_quay, arrivals) = std::sync::mpsc::channel::<u32>();
        let cars: Mutex<Vec<u32>> = Mutex::default();
        let shared = Arc::new(cars);
        let other = Arc::clone(&shared);
        let mut cars = other.lock().unwrap();
        cars.extend(arrivals.recv());
    }
}

// The disk and processes, with nothing locked, or with what is there for them.

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
        log: Mutex<File>,
        printer: RwLock<Option<Child>>,
        only_one: Mutex<()>,
        turns: Mutex<u32>,
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

        fn name(&self) -> Option<&str> {
            self.path.to_str()
        }
    }

    impl Store {
        pub fn writes_after_it(&self) -> std::io::Result<()> {
            let text = {
                let names = self.names.lock().unwrap();
                format!("{names:?}")
            };
            fs::write("names", text)
        }

        pub fn saves_each_after_it(&self) -> std::io::Result<()> {
            let pages: Vec<Arc<Page>> = self.pages.lock().unwrap().values().cloned().collect();
            for page in pages {
                page.save()?;
            }
            Ok(())
        }

        pub fn looks_at_the_path_alone(&self) -> Vec<String> {
            let pages = self.pages.lock().unwrap();
            pages.values().filter_map(|page| page.name().map(str::to_owned)).collect()
        }

        pub fn the_file_is_what_is_locked(&self, line: &str) -> std::io::Result<()> {
            let mut log = self.log.lock().unwrap();
            log.write_all(line.as_bytes())?;
            log.sync_all()
        }

        pub fn one_at_a_time(&self, text: &str) -> std::io::Result<()> {
            let _turn = self.only_one.lock().unwrap();
            fs::write("turn", text)
        }

        pub fn one_at_a_time_with_a_count(&self, text: &str) -> std::io::Result<()> {
            let _turn = self.turns.lock().unwrap();
            fs::write("turn", text)
        }

        pub fn starts_before_it(&self) -> std::io::Result<()> {
            let started = Command::new("lpd").arg("-F").spawn()?;
            *self.printer.write().unwrap() = Some(started);
            Ok(())
        }
    }
}

mod waits_for_others_before {
    use std::sync::Barrier;
    use std::thread;
    use std::time::Duration;

    use tokio::sync::{Mutex, Semaphore, SemaphorePermit, watch};

    struct Dairy {
        jugs: Mutex<Vec<u32>>,
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

        async fn before_the_lock(&self, jug: u32) {
            self.until_fresh().await;
            self.jugs.lock().await.push(jug);
        }

        async fn after_the_lock(&self, jug: u32) -> SemaphorePermit<'_> {
            let mut jugs = self.jugs.lock().await;
            jugs.push(jug);
            drop(jugs);
            self.pump().await
        }
    }

    struct Crew {
        names: std::sync::Mutex<Vec<String>>,
        tools: parking_lot::Mutex<Vec<u32>>,
        all: Barrier,
    }

    impl Crew {
        fn come(&self, name: String) {
            self.names.lock().unwrap().push(name);
            self.all.wait();
        }

        fn the_lock_is_let_go_of(&self) {
            let mut tools = self.tools.lock();
            parking_lot::MutexGuard::unlocked(&mut tools, || thread::sleep(Duration::from_millis(5)));
            tools.clear();
        }
    }
}

// What an async lock keeps in order, within a limit of time.

mod within_a_limit {
    use std::time::Duration;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio::sync::Mutex;
    use tokio::time::timeout;

    struct Line {
        port: Mutex<TcpStream>,
        limit: Duration,
    }

    impl Line {
        async fn a_question_and_its_answer(&self, question: u8) -> std::io::Result<u8> {
            let mut port = self.port.lock().await;
            port.write_u8(question).await?;
            timeout(self.limit, port.read_u8()).await?
        }
    }
}

// Threads whose handles lie in a map: they are joined when the lock is free.

mod kept_handles {
    use std::collections::BTreeMap;
    use std::sync::{Arc, Mutex};
    use std::thread::{self, JoinHandle};

    #[derive(Default)]
    struct Decks {
        cars: u32,
        sailors: BTreeMap<String, JoinHandle<()>>,
    }

    #[derive(Default)]
    struct Ferry {
        decks: Mutex<Decks>,
    }

    impl Ferry {
        fn park(&self) {
            self.decks.lock().unwrap().cars += 1;
        }

        fn hire(self: &Arc<Self>, name: &str) {
            let ferry = Arc::clone(self);
            let sailor = thread::spawn(move || ferry.park());
            self.decks.lock().unwrap().sailors.insert(name.to_owned(), sailor);
        }

        fn taken_out_first(&self) {
            let sailors = std::mem::take(&mut self.decks.lock().unwrap().sailors);
            for (name, sailor) in sailors {
                println!("{name}: {}", sailor.join().is_ok());
            }
        }
    }
}
