//! Futures that are there in time, or need not be.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::select;
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::sleep;

struct Oven {
    hot: AtomicBool,
    heated: Notify,
    cakes: Mutex<VecDeque<u32>>,
    baked: Notify,
    door: Notify,
    open: AtomicBool,
    quiet: bool,
}

impl Oven {
    fn heat(&self) {
        self.hot.store(true, Ordering::SeqCst);
        self.heated.notify_waiters();
    }

    fn bake(&self, cake: u32) {
        self.cakes.lock().unwrap().push_back(cake);
        self.baked.notify_waiters();
    }

    // A permit is kept.

    fn open(&self) {
        self.open.store(true, Ordering::SeqCst);
        self.door.notify_one();
    }

    async fn until_open(&self) {
        while !self.open.load(Ordering::SeqCst) {
            self.door.notified().await;
        }
    }

    // The future is made first.

    async fn made_before_the_test(&self) {
        let heated = self.heated.notified();
        if self.hot.load(Ordering::SeqCst) {
            return;
        }
        heated.await;
    }

    async fn made_before_the_test_in_a_loop(&self) {
        loop {
            let heated = self.heated.notified();
            if self.hot.load(Ordering::SeqCst) {
                break;
            }
            heated.await;
        }
    }

    async fn tested_again(&self) {
        if self.hot.load(Ordering::SeqCst) {
            return;
        }
        let heated = self.heated.notified();
        if !self.hot.load(Ordering::SeqCst) {
            heated.await;
        }
    }

    async fn pinned_before_the_loop(&self, mut orders: mpsc::Receiver<u32>) {
        let heated = self.heated.notified();
        tokio::pin!(heated);
        loop {
            select! {
                _ = &mut heated => break,
                Some(order) = orders.recv() => sleep(Duration::from_secs(u64::from(order))).await,
            }
        }
    }

    // The lock keeps the state as it is.

    async fn made_under_the_lock(&self) {
        let baked = {
            let cakes = self.cakes.lock().unwrap();
            if !cakes.is_empty() {
                return;
            }
            self.baked.notified()
        };
        baked.await;
    }

    async fn made_under_the_lock_of_a_reference(&self) {
        loop {
            {
                let cakes = &mut *self.cakes.lock().unwrap();
                if cakes.pop_front().is_some() {
                    break;
                }
                self.baked.notified()
            }
            .await;
        }
    }

    async fn made_under_the_lock_after_a_change(&self) {
        let baked = {
            let mut cakes = self.cakes.lock().unwrap();
            match cakes.len() {
                0 => {
                    *cakes = VecDeque::new();
                    self.baked.notified()
                }
                _ => return,
            }
        };
        baked.await;
    }

    // The test is about something else.

    async fn another_test(&self) {
        if self.quiet {
            return;
        }
        self.heated.notified().await;
    }

    async fn no_test(&self) {
        self.heated.notified().await;
        println!("hot");
    }

    // The loop only looks again.

    async fn nothing_waits_meanwhile(&self, mut orders: mpsc::Receiver<u32>) {
        loop {
            select! {
                _ = self.heated.notified() => break,
                Some(order) = orders.recv() => println!("{order}"),
            }
        }
    }
}

// A task that is started once.

async fn wait(closing: Arc<Notify>) {
    closing.notified().await;
    println!("closing");
}

async fn started_once(mut bell: mpsc::Receiver<()>) {
    let closing = Arc::new(Notify::new());
    let waiting = tokio::spawn(wait(closing.clone()));
    bell.recv().await;
    closing.notify_waiters();
    println!("{:?}", waiting.await);
}

// A value that is kept.

async fn watched(mut guest: TcpStream, mut closed: watch::Receiver<bool>) {
    let mut sink = tokio::io::sink();
    select! {
        _ = tokio::io::copy(&mut guest, &mut sink) => {}
        _ = closed.wait_for(|closed| *closed) => println!("closing"),
    }
}

// A method of the package's own.

struct Post {
    letters: Vec<String>,
}

impl Post {
    fn notified(&self) -> bool {
        !self.letters.is_empty()
    }

    fn look(&self, heated: &Notify) {
        if self.letters.len() > 3 {
            return;
        }
        println!("{}", self.notified());
        heated.notify_waiters();
    }
}

// The future is made for the next iteration, which tests the state before it waits.

struct Ferry {
    docked: std::sync::atomic::AtomicUsize,
    bell: Notify,
}

impl Ferry {
    fn dock(&self) {
        self.docked.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        self.bell.notify_waiters();
    }

    async fn has_docked(&self, times: usize) {
        let waiting = self.bell.notified();
        tokio::pin!(waiting);
        loop {
            if self.docked.load(std::sync::atomic::Ordering::SeqCst) >= times {
                return;
            }
            waiting.as_mut().await;
            waiting.set(self.bell.notified());
        }
    }
}

// What the other branch awaits is over when it is first polled, and takes no longer than plain code.

struct Depot {
    parcels: Mutex<Vec<u32>>,
    emptied: Notify,
}

impl Depot {
    fn empty(&self) {
        self.parcels.lock().unwrap().clear();
        self.emptied.notify_waiters();
    }

    async fn note(&self, parcel: u32) {
        self.parcels.lock().unwrap().push(parcel);
    }

    async fn run(&self, mut arrivals: tokio::sync::mpsc::Receiver<u32>) {
        loop {
            tokio::select! {
                _ = self.emptied.notified() => println!("empty again"),
                parcel = arrivals.recv() => match parcel {
                    Some(parcel) => self.note(parcel).await,
                    None => break,
                },
            }
        }
    }
}
