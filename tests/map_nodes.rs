//! What is on the map of small programs that say the same thing in a roundabout way.

mod scratch;

use scratch::*;

const BELL: &str = "use std::sync::{Condvar, Mutex};

static BELL: (Mutex<u32>, Condvar) = (Mutex::new(0), Condvar::new());

pub fn ring() {
    let (count, rung) = &BELL;
    *count.lock().unwrap() += 1;
    rung.notify_all();
}

pub fn listen() {
    let (count, rung) = &BELL;
    let mut times = count.lock().unwrap();
    while *times == 0 {
        times = rung.wait(times).unwrap();
    }
}
";

#[test]
fn a_signal_in_a_static_is_one_for_all_who_name_it() {
    let map = package(BELL).run(&["map"]).stdout;
    assert_eq!(map.matches("signal `BELL` 3:8").count(), 1, "{map}");
    assert!(map.contains("1 lock, 1 signal") && !map.contains("unknown"), "so is the lock beside it: {map}");
    let told = "std::sync::Condvar\n      sent by function `ring`\n      waited for by function `listen`\n";
    assert!(map.contains(told), "{map}");
}

const WHARF: &str = "use std::sync::Arc;
use tokio::sync::Notify;

pub struct Berth {
    free: Arc<Notify>,
}

impl Berth {
    pub fn new(free: Arc<Notify>) -> Berth {
        Berth { free }
    }

    pub fn leave(&self) {
        self.free.notify_one();
    }
}

pub async fn north() -> Berth {
    let north = Arc::new(Notify::new());
    let berth = Berth::new(north.clone());
    north.notified().await;
    berth
}

pub async fn south() -> Berth {
    let south = Arc::new(Notify::new());
    let berth = Berth::new(south.clone());
    south.notified().await;
    berth
}
";

#[test]
fn a_field_that_is_given_several_signals_wakes_each() {
    let map = package(WHARF).run(&["map"]).stdout;
    for name in ["north", "south"] {
        let told = format!(
            "tokio::sync::Notify\n        sent by function `Berth::leave`\n        waited for by function `{name}`\n"
        );
        assert!(map.contains(&format!("signal `{name}` ")) && map.contains(&told), "{name}: {map}");
    }
    assert_eq!(map.matches("      signal `").count(), 2, "{map}");
}

const CARGO: &str = "use std::sync::Mutex;

pub struct Cargo {
    weights: Mutex<Vec<u32>>,
}

impl Cargo {
    pub fn total(&self) -> u32 {
        let weights = self.weights.lock().unwrap();
        weights.iter().map(|one| checked(*one)).sum()
    }
}

fn checked(weight: u32) -> u32 {
    weight.min(limit())
}

fn limit() -> u32 {
    20
}
";

#[test]
fn a_closure_under_a_lock_calls_what_it_calls() {
    let map = package(CARGO).json(&["map"]);
    let nodes = map["nodes"].as_array().expect("a list");
    let lock = nodes.iter().find(|node| node["kind"] == "lock").expect("there is one");
    let calls: Vec<&str> =
        lock["lock"]["calls"].as_array().expect("a list").iter().filter_map(|c| c["function"].as_str()).collect();
    assert!(!calls.contains(&"Cargo::total"), "the function around the closure is not called: {calls:?}");
}

const ERRANDS: &str = "use tokio::sync::oneshot;

pub fn first() {
    tokio::spawn(async {
        let (one_tx, one_rx) = oneshot::channel::<u8>();
        drop(one_tx);
        answer(one_rx).await;
    });
}

pub fn second() {
    tokio::spawn(async {
        let (two_tx, two_rx) = oneshot::channel::<u8>();
        drop(two_tx);
        answer(two_rx).await;
    });
}

async fn answer(told: oneshot::Receiver<u8>) {
    let _ = told.await;
}
";

#[test]
fn who_gives_a_function_its_channel_is_who_receives_from_it_there() {
    let map = package(ERRANDS).run(&["map"]).stdout;
    for (channel, function) in [("one_tx/one_rx", "first"), ("two_tx/two_rx", "second")] {
        let after = map.split_once(&format!("channel `{channel}` ")).expect("it is on the map").1;
        let receives = after.lines().find(|line| line.contains("received from by")).unwrap_or_default().trim();
        assert_eq!(receives, format!("received from by task `block in {function}`"), "{map}");
    }
}
