//! conclint: allow(missed-tick-burst) -- the cases here are about something else
//! Intervals that wait.

use std::time::Duration;

use tokio::sync::{Mutex, mpsc, watch};
use tokio::time::{MissedTickBehavior, interval, interval_at};

const BEAT: Duration = Duration::from_secs(10);
const SILENCE: Duration = Duration::from_secs(30);

#[derive(Default)]
struct Lamp {
    seen: Vec<u32>,
    fog: bool,
}

impl Lamp {
    fn note(&mut self, ship: u32) {
        self.seen.push(ship);
    }

    async fn flash(&mut self) {
        self.seen.clear();
    }

    fn turn(&mut self) {
        self.seen.truncate(100);
    }
}

async fn a_ticker_for_each_connection(mut lamps: mpsc::Receiver<Lamp>) {
    while let Some(mut lamp) = lamps.recv().await {
        let mut beats = interval(BEAT);
        while !lamp.seen.is_empty() {
            beats.tick().await;
            lamp.turn();
        }
    }
}

async fn a_ticker_whose_first_tick_is_let_by(mut lamp: Lamp) {
    loop {
        let mut beats = interval(BEAT);
        beats.tick().await;
        lamp.turn();
        beats.tick().await;
    }
}

async fn a_ticker_renewed_only_in_fog(mut lamp: Lamp) {
    let mut beats = interval(BEAT);
    loop {
        beats.tick().await;
        lamp.flash().await;
        if lamp.fog {
            beats = interval(SILENCE);
        }
    }
}

async fn a_ticker_that_begins_later(mut lamp: Lamp) {
    loop {
        let mut beats = interval_at(tokio::time::Instant::now() + BEAT, BEAT);
        beats.tick().await;
        lamp.flash().await;
    }
}

async fn a_ticker_set_back_first(mut lamp: Lamp) {
    loop {
        let mut beats = interval(BEAT);
        beats.reset();
        beats.tick().await;
        lamp.flash().await;
    }
}

async fn a_ticker_of_one_iteration(mut signals: mpsc::Receiver<u32>, mut lamp: Lamp) {
    loop {
        let Some(signal) = signals.recv().await else { return };
        lamp.note(signal);
        if lamp.fog {
            interval(BEAT).tick().await;
            return;
        }
    }
}

async fn made_before_the_loop(mut lamp: Lamp) {
    let mut beats = interval(BEAT);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        beats.tick().await;
        lamp.turn();
    }
}

async fn two_ticks_of_each(mut lamp: Lamp) {
    while !lamp.fog {
        let mut beats = interval(SILENCE);
        for _ in 0..2 {
            beats.tick().await;
        }
        lamp.turn();
    }
}

async fn for_a_task_of_each(mut lamps: Vec<Lamp>) {
    for mut lamp in lamps.drain(..) {
        let mut beats = interval(BEAT);
        println!("{:?}", beats.period());
        beats.tick().await;
        beats.tick().await;
        lamp.turn();
    }
}

async fn outside_of_a_loop(mut lamp: Lamp, mut weather: watch::Receiver<bool>) {
    let mut beats = interval(BEAT);
    beats.tick().await;
    lamp.flash().await;
    println!("{:?}", weather.changed().await);
}

async fn of_another_library(mut lamp: Lamp) {
    loop {
        let mut beats = smol::Timer::interval(BEAT);
        futures::StreamExt::next(&mut beats).await;
        lamp.flash().await;
    }
}

async fn under_a_lock(lamp: &Mutex<Lamp>) {
    let mut beats = interval(BEAT);
    beats.set_missed_tick_behavior(MissedTickBehavior::Skip);
    for _ in 0..3 {
        beats.tick().await;
        lamp.lock().await.turn();
    }
}

// What a function makes ticks for the first time after a period, or ticks outside the loop.

struct Rhythm {
    beat: Duration,
}

impl Rhythm {
    fn beats(&self) -> tokio::time::Interval {
        let mut beats = interval(self.beat);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        beats
    }

    fn late_beats(&self) -> tokio::time::Interval {
        tokio::time::interval_at(tokio::time::Instant::now() + self.beat, self.beat)
    }

    fn reset_beats(&self) -> tokio::time::Interval {
        let mut beats = interval(self.beat);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        beats.reset();
        beats
    }
}

async fn made_by_a_method_before_the_loop(rhythm: Rhythm, mut lamp: Lamp) {
    let mut beats = rhythm.beats();
    loop {
        beats.tick().await;
        lamp.flash().await;
    }
}

async fn a_method_lets_the_first_tick_wait(rhythm: Rhythm, mut lamp: Lamp) {
    loop {
        let mut beats = rhythm.late_beats();
        beats.tick().await;
        lamp.flash().await;
    }
}

async fn a_method_resets_it(rhythm: Rhythm, mut lamp: Lamp) {
    loop {
        let mut beats = rhythm.reset_beats();
        beats.tick().await;
        lamp.flash().await;
    }
}

impl Rhythm {
    async fn two_beats(&self) {
        let mut beats = interval(self.beat);
        beats.tick().await;
        beats.tick().await;
    }

    async fn pause(&self) {
        let mut beats = interval(self.beat);
        beats.reset();
        beats.tick().await;
    }

    async fn on_the_hour(&self) {
        let mut beats = interval_at(tokio::time::Instant::now() + self.beat, self.beat);
        beats.tick().await;
    }

    async fn once(&self) {
        interval(self.beat).tick().await;
    }
}

async fn a_method_waits_for_more_than_the_first_tick(rhythm: Rhythm, mut lamp: Lamp) {
    rhythm.once().await;
    loop {
        rhythm.two_beats().await;
        rhythm.pause().await;
        rhythm.on_the_hour().await;
        lamp.flash().await;
    }
}
