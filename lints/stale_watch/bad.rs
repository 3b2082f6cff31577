//! Receivers that are made again before each wait.

use std::sync::Arc;
use std::time::Duration;

use tokio::select;
use tokio::sync::{Mutex, mpsc, watch};
use tokio::time::sleep;

struct Tide {
    level: watch::Receiver<u32>,
    sender: watch::Sender<u32>,
}

impl Tide {
    async fn a_clone_of_a_field(&self) {
        loop {
            let mut level = self.level.clone(); //~
            if level.changed().await.is_err() {
                break;
            }
            println!("{}", *level.borrow());
        }
    }

    async fn subscribed_again(&self) {
        loop {
            let mut level = self.sender.subscribe(); //~
            if level.changed().await.is_err() {
                break;
            }
            println!("{}", *level.borrow());
        }
    }

    async fn beside_a_clock(&self) {
        loop {
            let mut high = self.level.clone(); //~
            select! {
                changed = high.changed() => println!("{changed:?}"),
                _ = sleep(Duration::from_secs(1)) => println!("quiet"),
            }
        }
    }
}

async fn a_clone_of_a_parameter(moon: watch::Receiver<u32>) {
    loop {
        let mut phase = moon.clone(); //~
        if phase.changed().await.is_err() {
            return;
        }
        println!("{}", *phase.borrow());
    }
}

struct Harbour {
    ships: Vec<u32>,
    arrivals: watch::Receiver<()>,
}

async fn a_clone_from_behind_a_lock(harbour: Arc<Mutex<Harbour>>) -> Option<u32> {
    loop {
        let mut arrivals = {
            let mut harbour = harbour.lock().await;
            if let Some(ship) = harbour.ships.pop() {
                return Some(ship);
            }
            harbour.arrivals.clone() //~
        };
        if arrivals.changed().await.is_err() {
            return None;
        }
    }
}

async fn each_time_a_boat_asks(mut boats: mpsc::Receiver<u32>, weather: watch::Receiver<String>) {
    while let Some(boat) = boats.recv().await {
        let mut news = weather.clone(); //~
        news.changed().await.unwrap();
        println!("{boat}: {}", *news.borrow());
    }
}

async fn for_each_boat(boats: Vec<u32>, wind: &watch::Sender<u32>) {
    for boat in boats {
        let mut news = wind.subscribe(); //~
        news.changed().await.unwrap();
        println!("{boat}: {}", *news.borrow());
    }
}

async fn with_a_question_mark(current: watch::Receiver<u32>) -> Result<(), watch::error::RecvError> {
    loop {
        let mut speed = current.clone(); //~
        speed.changed().await?;
        println!("{}", *speed.borrow());
    }
}

// A state that is there when the receiver is made is never looked at.

struct Lock {
    open: watch::Sender<bool>,
}

impl Lock {
    fn watched(&self) -> watch::Receiver<bool> {
        self.open.subscribe()
    }

    async fn waits_until_open(&self) {
        let mut open = self.open.subscribe();
        loop {
            if open.changed().await.is_err() { //~
                return;
            }
            if *open.borrow() {
                return;
            }
        }
    }

    async fn with_a_stop(&self, mut stop: mpsc::Receiver<()>) -> bool {
        let mut open = self.watched();
        loop {
            select! {
                _ = stop.recv() => return false,
                changed = open.changed() => if changed.is_err() { //~
                    return false;
                }
            }
            match &*open.borrow() {
                true => return true,
                false => println!("still closed"),
            }
        }
    }

    async fn of_a_while(&self) {
        let mut open = self.open.subscribe();
        while open.changed().await.is_ok() { //~
            let is_open = *open.borrow_and_update();
            if is_open {
                break;
            }
        }
    }
}

// The loop calls a method that clones it each time.

struct Barometer {
    pressure: watch::Receiver<u32>,
}

impl Barometer {
    async fn next_pressure(&self) -> Option<u32> {
        let mut pressure = self.pressure.clone(); //~
        pressure.changed().await.ok()?;
        Some(*pressure.borrow_and_update())
    }

    async fn write_down(&self) {
        while let Some(pressure) = self.next_pressure().await {
            println!("{pressure}");
        }
    }
}
