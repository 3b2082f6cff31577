//! Loops and sleeps that do not look at what their caller stops them by.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{interval, sleep};
use tokio_util::sync::CancellationToken;

async fn water(bed: u32) {
    sleep(Duration::from_millis(u64::from(bed))).await;
}

async fn unused(beds: Vec<u32>, _cancel: CancellationToken) {
    for bed in beds { //~
        water(bed).await;
    }
}

async fn lent_and_unused(mut beds: mpsc::Receiver<u32>, _closing: &CancellationToken) {
    while let Some(bed) = beds.recv().await { //~
        water(bed).await;
    }
}

async fn an_unused_receiver(_shutdown: watch::Receiver<bool>) {
    let mut mornings = interval(Duration::from_secs(60));
    loop { //~
        mornings.tick().await;
        water(1).await;
    }
}

struct Garden {
    beds: Vec<u32>,
}

impl Garden {
    async fn in_a_method(&self, _cancel: &CancellationToken) -> u32 {
        let mut done = 0;
        for bed in &self.beds { //~
            water(*bed).await;
            done += 1;
        }
        done
    }

    async fn asked_before_the_loop(&self, cancel: CancellationToken) {
        if cancel.is_cancelled() {
            return;
        }
        loop { //~
            for bed in &self.beds {
                water(*bed).await;
            }
        }
    }
}

async fn a_flag_before_the_loop(stop: Arc<AtomicBool>) {
    if stop.load(Ordering::Relaxed) {
        return;
    }
    loop { //~
        water(2).await;
    }
}

async fn a_long_sleep(mut beds: mpsc::Receiver<u32>, cancel: CancellationToken) {
    loop {
        tokio::select! {
            _ = cancel.cancelled() => break,
            bed = beds.recv() => match bed {
                Some(bed) => water(bed).await,
                None => break,
            },
        }
        sleep(Duration::from_secs(30)).await; //~
    }
}

async fn a_pause_after_an_error(mut shutdown: watch::Receiver<bool>) {
    loop {
        let watered = tokio::select! {
            _ = shutdown.changed() => return,
            watered = async { water(4).await; Err::<(), ()>(()) } => watered,
        };
        if watered.is_err() {
            sleep(Duration::from_secs(10)).await; //~
        }
    }
}

mod threads {
    use super::*;
    use std::thread;

    fn an_unused_flag(_stop: &AtomicBool, beds: &[u32]) {
        for bed in beds { //~
            println!("{bed}");
            thread::sleep(Duration::from_millis(100));
        }
    }
}

// The pause before another attempt.

async fn a_pause_that_grows(mut beds: mpsc::Receiver<u32>, cancel: CancellationToken) {
    let mut pause = Duration::from_millis(10);
    loop {
        let bed = tokio::select! {
            _ = cancel.cancelled() => break,
            bed = beds.recv() => bed,
        };
        if bed.is_none() {
            sleep(pause).await; //~
            pause *= 2;
        }
    }
}

struct Ended(bool);

async fn back_off(attempt: u32) {
    let millis = if attempt < 5 { 2_u64.pow(attempt + 5) } else { 1000 };
    sleep(Duration::from_millis(millis)).await;
}

struct Pump {
    shutdown: watch::Receiver<bool>,
    pressure: u32,
}

impl Pump {
    fn ended(&self) -> Ended {
        Ended(self.pressure == 0)
    }

    async fn made_of_a_field(self) {
        let mut shutdown = self.shutdown.clone();
        let mut attempt = 0;
        loop {
            tokio::select! {
                _ = shutdown.changed() => break,
                _ = water(self.pressure) => {}
            }
            if self.ended().0 {
                attempt += 1;
                back_off(attempt).await; //~
            }
        }
    }
}

struct Well {
    stop_token: CancellationToken,
    depth: u32,
}

impl Well {
    async fn run(mut self) {
        let mut pause = Duration::from_millis(100);
        while self.draw().await.is_err() {
            sleep(pause).await; //~
            pause *= 2;
        }
    }

    async fn draw(&mut self) -> Result<(), u32> {
        tokio::select! {
            _ = self.stop_token.cancelled() => Ok(()),
            _ = water(self.depth) => Err(self.depth),
        }
    }

    async fn until_full(&self) {
        while self.level() < self.depth {
            sleep(Duration::from_millis(500)).await; //~
        }
    }

    fn level(&self) -> u32 {
        self.depth / 2
    }

    async fn serve(&mut self) {
        self.until_full().await;
        let _ = self.draw().await;
    }
}

fn start_wells(well: Well) {
    tokio::spawn(async move { well.run().await });
}

// One wait for other work.

fn plant(bed: u32) -> oneshot::Receiver<u32> {
    let (done, planted) = oneshot::channel();
    tokio::spawn(async move {
        water(bed).await;
        let _ = done.send(bed);
    });
    planted
}

async fn an_answer(bed: u32, _cancel: CancellationToken) -> Option<u32> {
    let planted = plant(bed);
    planted.await.ok() //~
}

async fn the_end_of_a_task(bed: u32, _cancel: CancellationToken) {
    let watering = tokio::spawn(water(bed));
    let _ = watering.await; //~
}

async fn a_handler(bed: u32, _cancel: CancellationToken) -> u32 {
    plant(bed).await.unwrap_or_default() //~
}

async fn handled(bed: u32, cancel: CancellationToken) {
    let handlers = [a_handler];
    for handler in handlers {
        handler(bed, cancel.clone()).await;
    }
}

// A tracker waits for its tasks, and ends none of them.

async fn a_walk_of_the_paths(mut beds: mpsc::Receiver<u32>, _cancel: CancellationToken) {
    while let Some(bed) = beds.recv().await { //~
        water(bed).await;
    }
}

fn tracked(walks: &tokio_util::task::TaskTracker, beds: mpsc::Receiver<u32>, cancel: &CancellationToken) {
    let cancel = cancel.child_token();
    walks.spawn(async move { a_walk_of_the_paths(beds, cancel).await });
}

// Nothing can stop it before the first look.

async fn dial(number: u32) -> Option<u32> {
    sleep(Duration::from_millis(20)).await;
    (number > 7).then_some(number)
}

async fn listen(line: u32, closing: &CancellationToken) {
    tokio::select! {
        _ = closing.cancelled() => {}
        _ = water(line) => {}
    }
}

async fn tried_until_somebody_answers(closing: CancellationToken) {
    let mut pause = Duration::from_millis(200);
    let mut number = 0;
    let line = loop { //~
        if let Some(line) = dial(number).await {
            break line;
        }
        sleep(pause).await;
        pause = pause.saturating_mul(2);
        number = number.max(3);
    };
    listen(line, &closing).await;
}

// The loop around it can be stopped, the inner one waits for messages alone.

async fn each_bed_is_watered_by_its_can(
    mut beds: mpsc::Receiver<u32>,
    mut cans: mpsc::Receiver<u32>,
    cancel: CancellationToken,
) -> u32 {
    let mut watered = 0;
    loop {
        let bed = tokio::select! {
            () = cancel.cancelled() => return watered,
            bed = beds.recv() => bed,
        };
        let Some(bed) = bed else { return watered };
        while let Some(can) = cans.recv().await { //~
            if can >= bed {
                watered += can;
                break;
            }
        }
    }
}

// Who keeps the task only waits for it.

struct Gardener {
    cancel: CancellationToken,
    watering: tokio::task::JoinHandle<()>,
}

impl Gardener {
    fn start(beds: mpsc::Receiver<u32>) -> Self {
        let cancel = CancellationToken::new();
        let watering = tokio::spawn(a_task_that_is_only_awaited(beds, cancel.clone()));
        Gardener { cancel, watering }
    }

    async fn stop(self) {
        self.cancel.cancel();
        self.watering.await.ok();
    }
}

async fn a_task_that_is_only_awaited(mut beds: mpsc::Receiver<u32>, _cancel: CancellationToken) {
    while let Some(bed) = beds.recv().await { //~
        water(bed).await;
    }
}

// A function that is called tries on.

struct Shed {
    beds: mpsc::Receiver<u32>,
    pause: Duration,
}

impl Shed {
    async fn lend(mut self, cancel: CancellationToken) {
        loop {
            let bed = tokio::select! {
                () = cancel.cancelled() => break,
                bed = self.beds.recv() => bed,
            };
            let Some(bed) = bed else { break };
            self.bring_can(bed).await; //~
        }
    }

    async fn bring_can(&self, bed: u32) {
        let mut attempts = 0;
        loop {
            match ask_neighbour(bed).await {
                Ok(()) => return,
                Err(why) => eprintln!("{why}, {attempts} times"),
            }
            sleep(self.pause * attempts).await;
            attempts += 1;
        }
    }
}

async fn ask_neighbour(bed: u32) -> Result<(), String> {
    water(bed).await;
    if bed > 3 { Err("too far".to_owned()) } else { Ok(()) }
}

// Only what others bring ends the loop, and the function asks for the stop elsewhere.

trait Orchard {
    async fn next_ripe(&mut self) -> Option<u32>;
}

async fn harvest(orchard: &mut impl Orchard, cancel: &CancellationToken) -> u32 {
    let mut picked = 0;
    while let Some(tree) = orchard.next_ripe().await { //~
        water(tree).await;
        picked += 1;
    }
    if !cancel.is_cancelled() {
        println!("all trees are picked");
    }
    picked
}
