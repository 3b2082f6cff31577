//! Loops that look again and again at what their own program changes, with a sleep in between.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, RwLock};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::sleep;

const GLANCE: Duration = Duration::from_millis(50);

#[derive(Clone, Debug)]
struct Loaf {
    weight: u32,
}

#[derive(Default)]
struct Oven {
    hot: AtomicBool,
    loaves: AtomicUsize,
    shelf: Mutex<Vec<Loaf>>,
    orders: RwLock<HashMap<u32, Loaf>>,
}

impl Oven {
    fn on_the_shelf(&self) -> usize {
        self.shelf.lock().unwrap().len()
    }

    fn order(&self, number: u32) -> Option<Loaf> {
        self.orders.read().unwrap().get(&number).cloned()
    }

    fn knead(&self) {
        self.loaves.fetch_add(1, Ordering::Relaxed);
    }
}

// The sleep is all that the loop does.

async fn while_a_flag_is_down(oven: &Oven) {
    while !oven.hot.load(Ordering::Acquire) {
        tokio::time::sleep(Duration::from_millis(10)).await; //~
    }
}

fn while_a_count_is_too_low(loaves: &AtomicUsize) {
    while loaves.load(Ordering::Relaxed) < 12 {
        thread::sleep(Duration::from_millis(10)); //~
    }
}

fn while_a_list_behind_a_lock_is_empty(shelf: Arc<Mutex<Vec<Loaf>>>) -> usize {
    while shelf.lock().unwrap().is_empty() {
        std::thread::sleep(GLANCE); //~
    }
    shelf.lock().unwrap().len()
}

fn while_a_lock_that_cannot_be_poisoned_holds_nothing(order: &parking_lot::Mutex<Option<Loaf>>) {
    while order.lock().is_none() {
        thread::sleep(GLANCE); //~
    }
}

async fn as_often_as_fifty_times(oven: &Oven, number: u32) -> Option<Loaf> {
    for _ in 0..50 {
        if let Some(loaf) = oven.order(number) {
            return Some(loaf);
        }
        sleep(Duration::from_millis(20)).await; //~
    }
    None
}

fn while_two_things_are_not_so(oven: &Oven, open: &AtomicBool) {
    while !oven.hot.load(Ordering::SeqCst) || !open.load(Ordering::SeqCst) {
        thread::sleep(GLANCE); //~
    }
}

fn while_a_channel_is_not_empty(loaves: &flume::Receiver<Loaf>) {
    while !loaves.is_empty() {
        thread::sleep(Duration::from_millis(10)); //~
    }
}

async fn while_a_task_runs(baker: tokio::task::JoinHandle<Loaf>) -> Option<Loaf> {
    while !baker.is_finished() {
        sleep(GLANCE).await; //~
    }
    baker.await.ok()
}

fn while_a_thread_runs(baker: thread::JoinHandle<Loaf>) -> thread::Result<Loaf> {
    while !baker.is_finished() {
        thread::sleep(GLANCE); //~
    }
    baker.join()
}

async fn while_a_thread_runs_beside_the_executor(baker: thread::JoinHandle<Loaf>) -> thread::Result<Loaf> {
    while !baker.is_finished() {
        sleep(GLANCE).await; //~
    }
    baker.join()
}

fn while_any_thread_runs(bakers: &[thread::JoinHandle<()>]) {
    while bakers.iter().any(|baker| !baker.is_finished()) {
        thread::sleep(GLANCE); //~
    }
}

async fn while_a_watched_value_is_low(heat: watch::Receiver<u32>) {
    while *heat.borrow() < 220 {
        sleep(Duration::from_secs(1)).await; //~
    }
}

struct Bakery {
    oven: Arc<Oven>,
    closed: AtomicBool,
    bakers: Mutex<u32>,
}

impl Bakery {
    fn while_a_method_says_so(&self) {
        while self.oven.on_the_shelf() >= 30 {
            thread::sleep(Duration::from_millis(10)); //~
        }
    }

    fn and_writes_a_line_each_time(&self) -> bool {
        let mut waited = false;
        while self.oven.on_the_shelf() >= 4 {
            println!("no room: {} loaves", self.oven.on_the_shelf());
            thread::sleep(Duration::from_millis(100)); //~
            waited = true;
        }
        waited
    }

    async fn and_gives_up_when_closed(&self) -> Result<(), String> {
        while !self.oven.hot.load(Ordering::Acquire) {
            if self.closed.load(Ordering::Acquire) {
                return Err("closed".to_owned());
            }

            tokio::time::sleep(Duration::from_millis(50)).await; //~
        }
        Ok(())
    }

    async fn a_field_under_a_lock(&self) {
        loop {
            let bakers = *self.bakers.lock().unwrap();
            if bakers == 0 {
                return;
            }
            sleep(GLANCE).await; //~
        }
    }

    async fn under_a_timeout(self: Arc<Self>, number: u32) -> Option<Loaf> {
        let ordered = {
            let bakery = self.clone();
            async move {
                loop {
                    let loaf = bakery.oven.order(number);
                    if let Some(loaf) = loaf {
                        return loaf;
                    }

                    tokio::time::sleep(Duration::from_millis(50)).await; //~
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(5), ordered).await.ok()
    }
}

impl Drop for Bakery {
    fn drop(&mut self) {
        self.closed.store(true, Ordering::Release);
        while *self.bakers.lock().unwrap() > 0 {
            thread::sleep(Duration::from_micros(10)); //~
        }
    }
}

// The exit stands inside of the loop.

async fn a_break_before_the_sleep(hot: Arc<AtomicBool>) {
    loop {
        if hot.load(Ordering::Relaxed) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await; //~
    }
    println!("the oven is hot");
}

async fn a_break_after_the_sleep(hot: Arc<AtomicBool>) {
    loop {
        sleep(GLANCE).await; //~
        if hot.load(Ordering::Relaxed) {
            break;
        }
    }
}

fn a_value_taken_from_a_lock(order: Arc<Mutex<Option<Loaf>>>) -> Loaf {
    loop {
        let loaf = {
            let mut order = order.lock().unwrap();
            order.take()
        };

        if let Some(loaf) = loaf {
            break loaf;
        }

        thread::sleep(Duration::from_millis(100)); //~
    }
}

fn a_match_whose_other_arm_sleeps(oven: &Oven) -> Loaf {
    loop {
        match oven.order(7) {
            Some(loaf) => break loaf,
            None => {
                thread::sleep(GLANCE); //~
            }
        }
    }
}

static BAKED: AtomicU32 = AtomicU32::new(0);

fn a_static() {
    loop {
        thread::sleep(GLANCE); //~
        if BAKED.load(Ordering::Acquire) >= 12 {
            return;
        }
    }
}

async fn a_tick_and_a_look(hot: Arc<AtomicBool>) {
    let mut glances = tokio::time::interval(GLANCE);
    loop {
        glances.tick().await; //~
        if hot.load(Ordering::Acquire) {
            break;
        }
    }
}

async fn a_look_and_a_tick(oven: &Oven) {
    let mut glances = tokio::time::interval(Duration::from_millis(200));
    while oven.loaves.load(Ordering::Acquire) < 12 {
        glances.tick().await; //~
    }
}

// Other runtimes.

async fn on_async_std(hot: Arc<AtomicBool>) {
    use async_std::task;

    while !hot.load(Ordering::Acquire) {
        task::sleep(GLANCE).await; //~
    }
}

async fn on_smol(hot: Arc<AtomicBool>) {
    while !hot.load(Ordering::Acquire) {
        smol::Timer::after(GLANCE).await; //~
    }
}

async fn on_actix(hot: Arc<AtomicBool>) {
    use actix_rt::time::sleep;

    loop {
        if hot.load(Ordering::Acquire) {
            break;
        }
        sleep(GLANCE).await; //~
    }
}

async fn with_a_timer_of_its_own(loaves: Arc<async_lock::RwLock<Vec<Loaf>>>, hot: &AtomicBool) -> usize {
    use futures_timer::Delay;

    while !hot.load(Ordering::Acquire) {
        Delay::new(GLANCE).await; //~
    }
    loaves.read().await.len()
}

// Workers that do other work, and ask between two sleeps whether to stop: said only when asked for (pedantic).

mod polled_stop_flags {
    use super::*;

    fn a_worker_with_a_stop_flag(oven: Arc<Oven>, stop: Arc<AtomicBool>) {
        while !stop.load(Ordering::Relaxed) {
            oven.knead();
            thread::sleep(Duration::from_millis(500)); //~
        }
    }

    async fn a_task_with_a_shutdown_flag(oven: Arc<Oven>, shutdown: Arc<AtomicBool>) {
        loop {
            if shutdown.load(Ordering::Relaxed) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(500)).await; //~
            oven.knead();
        }
    }

    async fn a_stop_message_that_is_polled(oven: Arc<Oven>, mut stop: oneshot::Receiver<()>) {
        use oneshot::error::TryRecvError;

        loop {
            match stop.try_recv() {
                Ok(()) | Err(TryRecvError::Closed) => break,
                Err(TryRecvError::Empty) => oven.knead(),
            }
            sleep(Duration::from_secs(7)).await; //~
        }
    }
}

// A task waits, and somebody for it, or it starts with every order.

mod a_bakery_with_many_orders {
    use super::*;

    static HEATED: AtomicBool = AtomicBool::new(false);

    #[tokio::main]
    async fn main() {
        let first = tokio::spawn(async {
            while !HEATED.load(Ordering::Acquire) {
                sleep(Duration::from_secs(1)).await; //~
            }
        });
        heat().await;
        let _ = first.await;
        while order().await {
            tokio::spawn(async {
                while !HEATED.load(Ordering::Acquire) {
                    sleep(Duration::from_secs(1)).await; //~
                }
                println!("fresh bread");
            });
        }
    }

    async fn heat() {
        sleep(Duration::from_secs(40)).await;
        HEATED.store(true, Ordering::Release);
    }

    async fn order() -> bool {
        sleep(Duration::from_secs(9)).await;
        true
    }
}

// A child process can be waited for.

fn asks_until_the_mill_has_stopped(mill: &mut std::process::Child) -> std::io::Result<i32> {
    loop {
        if let Some(status) = mill.try_wait()? {
            return Ok(status.code().unwrap_or(-1));
        }
        thread::sleep(GLANCE); //~
    }
}

fn its_errors_count_as_running(mill: &mut std::process::Child) {
    while matches!(mill.try_wait(), Ok(None)) {
        thread::sleep(GLANCE); //~
    }
}

fn nobody_looks_at_the_limit(mill: &mut std::process::Child, _timeout: Duration) -> bool {
    loop {
        match mill.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => thread::sleep(GLANCE), //~
            Err(_) => return false,
        }
    }
}

async fn asks_as_a_task(mut mill: tokio::process::Child) -> std::io::Result<i32> {
    loop {
        match mill.try_wait()? {
            Some(status) => return Ok(status.code().unwrap_or(-1)),
            None => sleep(GLANCE).await, //~
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_test_that_may_hang_for_ever() {
        let oven = Arc::new(Oven::default());
        let baker = oven.clone();
        tokio::spawn(async move { baker.knead() });

        while oven.loaves.load(Ordering::SeqCst) == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await; //~
        }
        assert_eq!(oven.loaves.load(Ordering::SeqCst), 1);
    }

    // A helper that only tests call, which set no limit.

    async fn kneaded(oven: &Oven) {
        while oven.loaves.load(Ordering::SeqCst) == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await; //~
        }
    }

    async fn kneaded_and_baked(oven: &Oven) -> usize {
        kneaded(oven).await;
        oven.loaves.load(Ordering::SeqCst)
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_test_that_calls_a_helper() {
        let oven = Arc::new(Oven::default());
        let baker = oven.clone();
        tokio::spawn(async move { baker.knead() });
        assert_eq!(kneaded_and_baked(&oven).await, 1);
    }
}

// The loop gives up after a while, and so must what takes its place.

async fn until_a_deadline(oven: &Oven) -> bool {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !oven.hot.load(Ordering::Acquire) {
        if Instant::now() >= deadline {
            return false;
        }
        sleep(GLANCE).await; //~
    }
    true
}

fn for_so_many_looks(oven: &Oven) -> bool {
    let mut looks = 0;
    while oven.loaves.load(Ordering::Acquire) < 12 {
        looks += 1;
        if looks > 100 {
            return false;
        }
        thread::sleep(GLANCE); //~
    }
    true
}

async fn until_the_task_is_late(baker: tokio::task::JoinHandle<Loaf>) -> Option<Loaf> {
    let start = Instant::now();
    while !baker.is_finished() && start.elapsed() < Duration::from_secs(60) {
        sleep(GLANCE).await; //~
    }
    None
}

async fn another_branch_waits_for_something_else(closing: Arc<AtomicBool>, mut orders: mpsc::Receiver<u32>) {
    let mut ticks = tokio::time::interval(Duration::from_secs(5));
    while !closing.load(Ordering::Relaxed) {
        tokio::select! {
            _ = ticks.tick() => {} //~
            _ = orders.recv() => {}
        }
    }
}

async fn a_sleep_that_only_wakes_the_loop(oven: Arc<Oven>, mut orders: mpsc::Receiver<u32>) {
    while !oven.hot.load(Ordering::Relaxed) {
        tokio::select! {
            Some(order) = orders.recv() => println!("{order} has to wait"),
            _ = sleep(Duration::from_secs(1)) => {} //~
        }
    }
}

async fn a_worker_that_is_stopped(closing: Arc<AtomicBool>, oven: Arc<Oven>, mut orders: mpsc::Receiver<u32>) {
    loop {
        tokio::select! {
            Some(_) = orders.recv() => oven.knead(),
            _ = sleep(Duration::from_secs(1)) => continue, //~
        }
        if closing.load(Ordering::Relaxed) {
            break;
        }
    }
}

// Nobody is seen whom they keep waiting (pedantic): one looks often enough, of the other no line here changes the state. Where
// a limit stands around one, and it looks seldom, it gives up too early.

async fn often_enough_up_to_a_limit(loaves: &RwLock<Vec<Loaf>>) {
    let until = Instant::now() + Duration::from_secs(5);
    while loaves.read().unwrap().is_empty() {
        assert!(Instant::now() < until, "nothing was baked");
        tokio::time::sleep(Duration::from_millis(10)).await; //~
    }
}

async fn seldom_up_to_a_limit_around_it(hot: Arc<AtomicBool>) -> bool {
    let wait = async {
        while !hot.load(Ordering::Acquire) {
            tokio::time::sleep(Duration::from_millis(200)).await; //~
        }
    };
    tokio::time::timeout(Duration::from_secs(1), wait).await.is_ok()
}

// A helper that is given the look.

fn until(patience: Duration, holds: impl Fn() -> bool) -> bool {
    let end = Instant::now() + patience;
    while !holds() {
        if Instant::now() >= end {
            return false;
        }
        thread::sleep(Duration::from_millis(20)); //~
    }
    true
}

impl Oven {
    fn is_full(&self) -> bool {
        self.shelf.lock().unwrap().len() > 9
    }

    fn wait_until_full(&self, patience: Duration) -> bool {
        until(patience, || self.is_full())
    }

    fn wait_until_ordered(&self, patience: Duration) -> bool {
        until(patience, || !self.orders.read().unwrap().is_empty())
    }
}
