//! Loops that look at what stops them, that are stopped in another way, or that need not be.

use std::time::Duration;

use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

async fn water(bed: u32) {
    sleep(Duration::from_millis(u64::from(bed))).await;
}

// They look.

async fn a_branch(mut beds: mpsc::Receiver<u32>, cancel: CancellationToken) {
    loop {
        tokio::select! {
            _ = cancel.cancelled() => break,
            bed = beds.recv() => match bed {
                Some(bed) => water(bed).await,
                None => break,
            },
        }
    }
}

async fn in_each_iteration(beds: Vec<u32>, cancel: &CancellationToken) {
    for bed in beds {
        if cancel.is_cancelled() {
            return;
        }
        water(bed).await;
    }
}

async fn a_future_made_before(beds: Vec<u32>, cancel: CancellationToken) {
    let cancelled = cancel.cancelled();
    tokio::pin!(cancelled);
    for bed in beds {
        tokio::select! {
            _ = &mut cancelled => return,
            _ = water(bed) => {}
        }
    }
}

async fn handed_on(beds: Vec<u32>, cancel: CancellationToken) {
    for bed in beds {
        in_each_iteration(vec![bed], &cancel).await;
    }
}

async fn another_ends_the_source(mut beds: mpsc::Receiver<u32>, cancel: CancellationToken) {
    tokio::spawn(async move { cancel.cancelled().await });
    loop {
        match beds.recv().await {
            Some(bed) => water(bed).await,
            None => break,
        }
    }
}

async fn the_sleep_is_a_branch(cancel: CancellationToken) {
    while !cancel.is_cancelled() {
        water(1).await;
        tokio::select! {
            _ = cancel.cancelled() => {}
            _ = sleep(Duration::from_secs(60)) => {}
        }
    }
}

async fn the_sleep_is_cut_short(cancel: CancellationToken) {
    while !cancel.is_cancelled() {
        water(1).await;
        cancel.run_until_cancelled(sleep(Duration::from_secs(60))).await;
    }
}

// Stopped in another way.

async fn dropped_by_its_caller(beds: Vec<u32>, _cancel: CancellationToken) {
    for bed in beds {
        water(bed).await;
    }
}

async fn the_caller(cancel: CancellationToken) {
    let _ = timeout(Duration::from_secs(5), dropped_by_its_caller(vec![1, 2], cancel)).await;
}

async fn dropped_with_its_set(beds: Vec<u32>, _cancel: CancellationToken) {
    for bed in beds {
        water(bed).await;
    }
}

async fn the_set(cancel: CancellationToken) {
    let mut walks = tokio::task::JoinSet::new();
    walks.spawn(dropped_with_its_set(vec![1], cancel.clone()));
    cancel.cancelled().await;
    walks.shutdown().await;
}

async fn aborted_by_its_handle(beds: Vec<u32>, _cancel: CancellationToken) {
    for bed in beds {
        water(bed).await;
    }
}

async fn the_keeper(walks: &tokio_util::task::TaskTracker, cancel: CancellationToken) {
    let walk = walks.spawn(aborted_by_its_handle(vec![1], cancel.clone()));
    cancel.cancelled().await;
    walk.abort();
}

// The parameter is asked for.

trait Tended {
    async fn tend(&self, cancel: &CancellationToken);
}

struct Pots(Vec<u32>);

impl Tended for Pots {
    async fn tend(&self, _cancel: &CancellationToken) {
        for pot in &self.0 {
            water(*pot).await;
        }
    }
}

async fn for_a_table(_cancel: CancellationToken) {
    for pot in [1, 2, 3] {
        water(pot).await;
    }
}

async fn the_table(cancel: CancellationToken) {
    let kinds = [for_a_table];
    for kind in kinds {
        kind(cancel.clone()).await;
    }
}

// Nothing is waited for.

async fn no_wait(beds: Vec<u32>, _cancel: CancellationToken) -> u32 {
    let mut all = 0;
    for bed in beds {
        all += bed;
    }
    all
}

async fn no_loop(_cancel: CancellationToken) {
    water(1).await;
}

async fn a_short_sleep(mut beds: mpsc::Receiver<u32>, cancel: CancellationToken) {
    loop {
        tokio::select! {
            _ = cancel.cancelled() => break,
            bed = beds.recv() => match bed {
                Some(bed) => water(bed).await,
                None => break,
            },
        }
        sleep(Duration::from_millis(200)).await;
    }
}

// After the stop.

async fn what_is_left(mut beds: mpsc::Receiver<u32>, cancel: CancellationToken) {
    cancel.cancelled().await;
    loop {
        match beds.recv().await {
            Some(bed) => water(bed).await,
            None => break,
        }
    }
}

// Another receiver.

async fn no_word_to_stop(_weather: watch::Receiver<bool>, beds: Vec<u32>) {
    for bed in beds {
        water(bed).await;
    }
}

// The pause is cut short.

async fn a_pause_in_a_race(mut beds: mpsc::Receiver<u32>, cancel: CancellationToken) {
    let mut pause = Duration::from_millis(10);
    loop {
        let bed = tokio::select! {
            _ = cancel.cancelled() => break,
            bed = beds.recv() => bed,
        };
        if bed.is_none() {
            tokio::select! {
                _ = cancel.cancelled() => break,
                _ = sleep(pause) => pause *= 2,
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
            if !self.rest(pause).await {
                break;
            }
            pause *= 2;
        }
    }

    async fn rest(&self, pause: Duration) -> bool {
        tokio::select! {
            _ = self.stop_token.cancelled() => false,
            _ = sleep(pause) => true,
        }
    }

    async fn draw(&mut self) -> Result<(), u32> {
        tokio::select! {
            _ = self.stop_token.cancelled() => Ok(()),
            _ = water(self.depth) => Err(self.depth),
        }
    }

    // Who awaits it waits for the token as well.

    async fn until_full(&self) {
        while self.level() < self.depth {
            sleep(Duration::from_millis(500)).await;
        }
    }

    fn level(&self) -> u32 {
        self.depth / 2
    }

    async fn serve(&mut self) {
        tokio::select! {
            _ = self.stop_token.cancelled() => return,
            _ = self.until_full() => {}
        }
        let _ = self.draw().await;
    }

    // The loop asks it, and the sleep is short.

    async fn asks(&self) {
        while !self.stop_token.is_cancelled() {
            water(self.depth).await;
            sleep(Duration::from_millis(200)).await;
        }
    }

    // A few attempts have an end.

    async fn a_few_attempts(&self) {
        for _ in 0..3 {
            sleep(Duration::from_millis(100)).await;
        }
    }

    // After the stop.

    async fn close(&self) {
        self.stop_token.cancel();
        self.wait_for_level(0).await;
    }

    async fn wait_for_level(&self, level: u32) {
        while self.level() > level {
            sleep(Duration::from_millis(500)).await;
        }
    }
}

// Nothing of the type obeys its token: it is there to stop others.

struct Owner {
    cancel: CancellationToken,
    left: u32,
}

impl Owner {
    fn end(&self) {
        self.cancel.cancel();
    }

    async fn until_empty(&self) {
        while self.left > 0 {
            sleep(Duration::from_millis(500)).await;
        }
    }
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

async fn an_answer_with_a_limit(bed: u32, _cancel: CancellationToken) -> bool {
    timeout(Duration::from_secs(1), plant(bed)).await.is_ok()
}

async fn an_answer_or_the_stop(bed: u32, cancel: CancellationToken) -> bool {
    let planted = plant(bed);
    tokio::select! {
        _ = cancel.cancelled() => false,
        _ = planted => true,
    }
}

// Tests.

#[cfg(test)]
mod tests {
    use super::*;

    async fn all(beds: Vec<u32>, _cancel: CancellationToken) {
        for bed in beds {
            water(bed).await;
        }
    }
}

// What was handed out before the loop may stop it, and a few tries are over soon.

async fn answered(number: u32) -> Option<u32> {
    sleep(Duration::from_millis(20)).await;
    (number > 7).then_some(number)
}

async fn handed_out_before_it(stop: CancellationToken) {
    let watched = stop.clone();
    tokio::spawn(async move { watched.cancelled().await });
    loop {
        if answered(3).await.is_some() {
            break;
        }
        sleep(Duration::from_secs(1)).await;
    }
    stop.cancelled().await;
}

async fn three_tries(stop: CancellationToken) {
    let mut tries = 0;
    while answered(tries).await.is_none() {
        tries += 1;
        if tries == 3 {
            break;
        }
        sleep(Duration::from_secs(1)).await;
    }
    stop.cancelled().await;
}

// An inner loop that receives: others have the token too, and close the channel; it looks itself; it only takes what is there.

async fn the_cans_are_told_too(mut beds: mpsc::Receiver<u32>, cancel: CancellationToken) -> u32 {
    let mut watered = 0;
    loop {
        let bed = tokio::select! {
            () = cancel.cancelled() => return watered,
            bed = beds.recv() => bed,
        };
        let Some(bed) = bed else { return watered };
        let mut cans = filled(bed, cancel.clone());
        while let Some(can) = cans.recv().await {
            watered += can;
        }
    }
}

fn filled(bed: u32, cancel: CancellationToken) -> mpsc::Receiver<u32> {
    let (full, cans) = mpsc::channel(4);
    tokio::spawn(async move {
        while !cancel.is_cancelled() && full.send(bed).await.is_ok() {
            sleep(Duration::from_secs(1)).await;
        }
    });
    cans
}

async fn both_loops_look(
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
        loop {
            let can = tokio::select! {
                () = cancel.cancelled() => return watered,
                can = cans.recv() => can,
            };
            match can {
                Some(can) if can < bed => watered += can,
                _ => break,
            }
        }
    }
}

async fn what_is_there_is_taken(
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
        while let Ok(can) = cans.try_recv() {
            watered += can.min(bed);
        }
    }
}

// Who keeps the task ends it after a time.

struct Gardener {
    cancel: CancellationToken,
    watering: tokio::task::JoinHandle<()>,
}

impl Gardener {
    fn start(beds: mpsc::Receiver<u32>) -> Self {
        let cancel = CancellationToken::new();
        let watering = tokio::spawn(a_task_that_is_aborted(beds, cancel.clone()));
        Gardener { cancel, watering }
    }

    async fn stop(mut self) {
        self.cancel.cancel();
        if timeout(Duration::from_secs(1), &mut self.watering).await.is_err() {
            self.watering.abort();
        }
    }
}

async fn a_task_that_is_aborted(mut beds: mpsc::Receiver<u32>, _cancel: CancellationToken) {
    while let Some(bed) = beds.recv().await {
        water(bed).await;
    }
}

// What is called gives up, or looks at the token itself.

struct Pump {
    beds: mpsc::Receiver<u32>,
}

impl Pump {
    async fn run(mut self, cancel: CancellationToken) {
        loop {
            let bed = tokio::select! {
                () = cancel.cancelled() => break,
                bed = self.beds.recv() => bed,
            };
            let Some(bed) = bed else { break };
            self.three_times(bed).await;
            self.until_it_works(bed, &cancel).await;
        }
    }

    async fn three_times(&self, bed: u32) {
        let mut attempt = 0;
        loop {
            attempt += 1;
            if water_pressure(bed) || attempt > 3 {
                return;
            }
            sleep(Duration::from_millis(200)).await;
        }
    }

    async fn until_it_works(&self, bed: u32, cancel: &CancellationToken) {
        loop {
            if ask_the_works(bed).await.is_ok() {
                return;
            }
            tokio::select! {
                () = cancel.cancelled() => return,
                () = sleep(Duration::from_millis(200)) => {}
            }
        }
    }
}

fn water_pressure(bed: u32) -> bool {
    bed > 2
}

async fn ask_the_works(bed: u32) -> Result<(), u32> {
    tokio::task::yield_now().await;
    if bed > 2 { Ok(()) } else { Err(bed) }
}

#[path = "good/brought_by_others.rs"]
mod brought_by_others;
