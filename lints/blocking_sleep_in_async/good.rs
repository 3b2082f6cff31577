//! conclint: allow(test-without-timeout) -- the cases here are about something else
//! Sleeps that keep no other task waiting.

use std::thread;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;

struct Oven;

impl Oven {
    async fn sleep(&self, time: Duration) {
        println!("the oven rests for {time:?}");
    }
}

async fn the_sleep_of_the_runtime() {
    sleep(Duration::from_secs(1)).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
}

async fn a_sleep_of_its_own(oven: &Oven) {
    oven.sleep(Duration::from_secs(1)).await;
}

fn no_asynchronous_code() {
    thread::sleep(Duration::from_secs(1));
}

// A thread, a pool for code that blocks, a worker that gives up its other tasks first.

async fn on_threads_for_it() {
    let cooling = thread::spawn(|| {
        thread::sleep(Duration::from_secs(1));
        println!("cool");
    });
    tokio::task::spawn_blocking(|| {
        thread::sleep(Duration::from_secs(1));
        println!("cold");
    })
    .await
    .unwrap();
    tokio::task::block_in_place(|| {
        thread::sleep(Duration::from_secs(1));
        println!("frozen");
    });
    tokio::task::spawn_blocking(move || cooling.join()).await.unwrap().unwrap();
}

async fn in_a_function_that_is_only_made(loaves: Vec<u32>) -> Vec<u32> {
    let bake = |loaf: &u32| {
        thread::sleep(Duration::from_millis(1));
        loaf + 1
    };
    let (done, mut ready) = mpsc::channel(1);
    thread::spawn(move || done.blocking_send(loaves.iter().map(bake).collect::<Vec<_>>()));
    ready.recv().await.unwrap_or_default()
}

// The runtime's tasks have threads of their own.

#[tokio::main]
async fn main() {
    let kitchen = tokio::spawn(the_sleep_of_the_runtime());
    thread::sleep(Duration::from_secs(1));
    close().await;
    kitchen.await.unwrap();
}

async fn close() {
    println!("closing");
    thread::sleep(Duration::from_secs(1));
}

fn what_is_blocked_on(orders: u32) -> u32 {
    futures::executor::block_on(async {
        thread::sleep(Duration::from_secs(1));
        println!("{orders} orders");
        orders
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_with_threads_for_tasks() {
    let kitchen = tokio::spawn(the_sleep_of_the_runtime());
    thread::sleep(Duration::from_secs(1));
    kitchen.await.unwrap();
}

// It is meant.

async fn what_only_sleeps() {
    thread::sleep(Duration::from_secs(1));
}

async fn what_a_comment_says(orders: u32) {
    println!("{orders} orders");
    // Stall the worker, so that the watchdog has something to see.
    thread::sleep(Duration::from_secs(1));
}

struct Options {
    allow_blocking: bool,
}

async fn what_the_user_allows(options: &Options) {
    if options.allow_blocking {
        println!("nobody else is here");
        thread::sleep(Duration::from_secs(1));
    } else {
        sleep(Duration::from_secs(1)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn the_clock_is_paused() {
    let kitchen = tokio::spawn(the_sleep_of_the_runtime());
    thread::sleep(Duration::from_millis(5));
    kitchen.await.unwrap();
}

// A plain function blocks the thread of those who call it.

fn cool_down() {
    println!("cooling");
    thread::sleep(Duration::from_secs(1));
}

fn cool_down_twice() {
    cool_down();
    cool_down();
}

async fn where_it_may_block() {
    let cooled = tokio::task::spawn_blocking(|| cool_down_twice()).await;
    println!("{cooled:?}");
}

struct Pauses {
    first: Duration,
}

impl Pauses {
    fn pause(&self, turn: u32) {
        thread::sleep(self.first * turn);
    }
}

fn by_another_name(pauses: &Pauses) {
    for turn in 0..3 {
        println!("{turn}");
        pauses.pause(turn);
    }
}

// A method of an unknown library is awaited, which may run the closure on threads of its own.

struct Pool<P>(P);

trait Runs {
    fn run_there<T>(&self, job: impl FnOnce() -> T) -> impl Future<Output = T>;
}

impl<P: Runs> Pool<P> {
    async fn a_closure_for_a_pool(&self) -> u32 {
        self.0
            .run_there(move || {
                std::thread::sleep(Duration::from_millis(5));
                3
            })
            .await
    }
}

// A thread of its own sleeps, which a function starts and gives.

struct Metronome {
    beat: thread::JoinHandle<()>,
}

impl Metronome {
    fn spawn(interval: Duration, beats: mpsc::UnboundedSender<()>) -> Self {
        let beat = thread::spawn(move || {
            thread::sleep(interval);
            beats.send(()).ok();
        });
        Metronome { beat }
    }
}

async fn with_a_metronome(beats: mpsc::UnboundedSender<()>) -> Metronome {
    tokio::spawn(the_sleep_of_the_runtime());
    Metronome::spawn(Duration::from_millis(50), beats)
}
