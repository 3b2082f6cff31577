//! Intervals that never wait.

use std::time::Duration;

use tokio::sync::{Mutex, mpsc, watch};
use tokio::time::{MissedTickBehavior, interval};

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

async fn a_ticker_of_each_iteration(mut lamp: Lamp) {
    loop {
        let mut beats = interval(BEAT); //~
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        beats.tick().await;
        lamp.flash().await;
    }
}

async fn a_ticker_that_is_never_named(lamp: &Mutex<Lamp>) {
    while !lamp.lock().await.seen.is_empty() {
        interval(BEAT).tick().await; //~
        lamp.lock().await.turn();
    }
}

async fn a_ticker_that_follows_the_weather(mut lamp: Lamp, weather: watch::Receiver<bool>) {
    let mut beats = interval(BEAT);
    loop {
        beats.tick().await;
        lamp.flash().await;
        let beat = if *weather.borrow() { SILENCE } else { beats.period() };
        beats = interval(beat); //~
    }
}

async fn a_ticker_beside_the_signals(mut signals: mpsc::Receiver<u32>, mut lamp: Lamp) {
    loop {
        let mut beats = interval(BEAT); //~
        tokio::select! {
            signal = signals.recv() => match signal {
                Some(signal) => lamp.note(signal),
                None => break,
            },
            _ = beats.tick() => lamp.flash().await,
        }
    }
}

async fn for_each_lamp(lamps: Vec<Mutex<Lamp>>) {
    for lamp in &lamps {
        let mut beats = interval(BEAT); //~
        beats.tick().await;
        lamp.lock().await.turn();
    }
}

async fn in_a_task(mut lamp: Lamp) {
    tokio::spawn(async move {
        loop {
            interval(Duration::from_secs(60)).tick().await; //~
            lamp.flash().await;
        }
    });
}

async fn by_its_path(mut lamp: Lamp) {
    while !lamp.fog {
        let mut beats = tokio::time::interval(SILENCE); //~
        beats.tick().await;
        lamp.turn();
    }
}

struct Tower {
    lamp: Lamp,
    period: Duration,
}

impl Tower {
    async fn shine(&mut self) {
        loop {
            let mut beats = interval(self.period); //~
            beats.tick().await;
            self.lamp.flash().await;
        }
    }
}

// A function makes the ticker.

#[derive(Clone, Copy)]
struct Rhythm {
    beat: Duration,
}

impl Rhythm {
    fn beats(self) -> tokio::time::Interval {
        let mut beats = interval(self.beat);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        beats
    }
}

async fn a_ticker_that_a_method_makes(rhythm: Rhythm, mut lamp: Lamp) {
    while !lamp.fog {
        let mut beats = rhythm.beats(); //~
        beats.tick().await;
        lamp.flash().await;
    }
}

fn every_minute() -> tokio::time::Interval {
    interval(Duration::from_secs(60))
}

async fn a_ticker_that_a_function_makes(mut lamp: Lamp) {
    loop {
        every_minute().tick().await; //~
        lamp.turn();
    }
}

// The function that makes it waits for a single tick, and is called in each iteration.

impl Rhythm {
    async fn pause(&self) {
        let mut beats = interval(self.beat); //~
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        beats.tick().await;
    }
}

async fn a_method_waits_for_one_tick(rhythm: Rhythm, mut lamp: Lamp, mut stop: tokio::sync::oneshot::Receiver<()>) {
    loop {
        tokio::select! {
            _ = &mut stop => break,
            _ = rhythm.pause() => {}
        }
        lamp.flash().await;
    }
}

async fn next_turn() {
    every_minute().tick().await; //~
}

async fn a_function_waits_for_one_tick(mut lamp: Lamp) {
    while !lamp.fog {
        next_turn().await;
        lamp.turn();
    }
}
