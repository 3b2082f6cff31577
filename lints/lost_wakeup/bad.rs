//! Futures that are made after what they wait for.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::select;
use tokio::sync::{Notify, mpsc};
use tokio::time::sleep;

struct Oven {
    hot: AtomicBool,
    heated: Notify,
    cakes: Mutex<VecDeque<u32>>,
    baked: Notify,
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

    fn is_hot(&self) -> bool {
        self.hot.load(Ordering::SeqCst)
    }

    async fn a_flag_before_it(&self) {
        if self.hot.load(Ordering::SeqCst) {
            return;
        }
        self.heated.notified().await; //~
    }

    async fn a_flag_in_the_head(&self) {
        while !self.hot.load(Ordering::SeqCst) {
            self.heated.notified().await; //~
        }
    }

    async fn through_a_function(&self) {
        if !self.is_hot() {
            self.heated.notified().await; //~
        }
    }

    async fn a_queue_that_is_empty(&self) -> u32 {
        loop {
            if let Some(cake) = self.cakes.lock().unwrap().pop_front() {
                return cake;
            }
            self.baked.notified().await; //~
        }
    }

    async fn by_a_variable(&self) {
        let baked = self.cakes.lock().unwrap().len();
        if baked > 3 {
            return;
        }
        let more = self.baked.notified(); //~
        println!("{baked} cakes");
        more.await;
    }

    async fn the_lock_is_free_again(&self) {
        let cakes = self.cakes.lock().unwrap();
        if !cakes.is_empty() {
            return;
        }
        drop(cakes);
        self.baked.notified().await; //~
    }
}

struct Mill {
    stop: Notify,
}

impl Mill {
    fn halt(&self) {
        self.stop.notify_waiters();
    }

    async fn grind(&self, mut sacks: mpsc::Receiver<u32>) {
        loop {
            select! {
                _ = self.stop.notified() => break, //~
                Some(sack) = sacks.recv() => {
                    sleep(Duration::from_secs(u64::from(sack))).await;
                }
            }
        }
    }
}

async fn tend(mut guest: TcpStream, closing: Arc<Notify>) {
    let closed = closing.notified(); //~
    let mut sink = tokio::io::sink();
    select! {
        _ = tokio::io::copy(&mut guest, &mut sink) => {}
        _ = closed => println!("closing"),
    }
}

async fn only_when_the_task_runs(door: TcpListener, mut bell: mpsc::Receiver<()>) {
    let closing = Arc::new(Notify::new());
    loop {
        select! {
            Ok((guest, _)) = door.accept() => drop(tokio::spawn(tend(guest, closing.clone()))),
            _ = bell.recv() => {
                closing.notify_waiters();
                break;
            }
        }
    }
}

struct Dough {
    hands: AtomicUsize,
    kneaded: Notify,
}

impl Dough {
    async fn whoever_comes_last_notifies(&self) {
        if self.hands.fetch_sub(1, Ordering::Relaxed) == 1 {
            self.kneaded.notify_waiters();
        } else {
            self.kneaded.notified().await; //~
        }
    }
}

struct Dish {
    clean: AtomicBool,
    washed: Notify,
}

impl Dish {
    fn wash(&self) {
        self.clean.store(true, Ordering::SeqCst);
        self.washed.notify_waiters();
    }

    async fn only_a_test_calls_it(&self) {
        if !self.clean.load(Ordering::SeqCst) {
            self.washed.notified().await; //~
        }
    }
}

struct Bread {
    ovens: AtomicUsize,
    done: Notify,
}

impl Bread {
    async fn tasks_come_last(&self) {
        if self.ovens.fetch_sub(1, Ordering::Relaxed) == 1 {
            self.done.notify_waiters();
        } else {
            self.done.notified().await; //~
        }
    }
}

fn bake_in_tasks(bread: Arc<Bread>) {
    for _ in 0..3 {
        let bread = bread.clone();
        drop(tokio::spawn(async move { bread.tasks_come_last().await }));
    }
}

// Another struct has a field of the same name, which is notified in another way.

struct Gate {
    phase: AtomicUsize,
    changed: Notify,
}

struct Lift {
    floor: AtomicUsize,
    changed: Notify,
}

impl Gate {
    fn open(&self, phase: usize) {
        self.phase.store(phase, Ordering::Release);
        self.changed.notify_waiters();
    }

    async fn pass(&self) -> bool {
        loop {
            match self.phase.load(Ordering::Acquire) {
                0 => self.changed.notified().await, //~
                phase => return phase == 1,
            }
        }
    }
}

impl Lift {
    fn arrive(&self, floor: usize) {
        self.floor.store(floor, Ordering::Release);
        self.changed.notify_one();
    }

    async fn step_out(&self, floor: usize) {
        while self.floor.load(Ordering::Acquire) != floor {
            self.changed.notified().await;
        }
    }
}

impl Gate {
    async fn a_variable_has_it(&self) {
        loop {
            if self.phase.load(Ordering::Acquire) > 1 {
                return;
            }
            let opened = self.changed.notified(); //~
            opened.await;
        }
    }
}

/// The test asks by two methods, of which one locks.
struct Bridge {
    raised: std::sync::Mutex<Option<u32>>,
    moved: Notify,
}

impl Bridge {
    fn state(&self) -> Option<u32> {
        *self.raised.lock().unwrap()
    }

    fn height(&self) -> Option<u32> {
        self.state().filter(|height| *height > 10)
    }

    fn raise(&self, height: u32) {
        let before = std::mem::replace(&mut *self.raised.lock().unwrap(), Some(height));
        if before != Some(height) {
            self.moved.notify_waiters();
        }
    }

    async fn is_up(&self) -> u32 {
        loop {
            if let Some(height) = self.height() {
                return height;
            }
            self.moved.notified().await; //~
        }
    }
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn a_dish_is_washed() {
        let dish = super::Dish { clean: true.into(), washed: super::Notify::new() };
        dish.wash();
        dish.only_a_test_calls_it().await;
    }
}
