//! Receivers that know what they have seen.

use std::time::Duration;

use tokio::select;
use tokio::sync::{broadcast, mpsc, watch};
use tokio::time::sleep;

struct Tide {
    level: watch::Receiver<u32>,
    wind: watch::Receiver<u32>,
    sender: watch::Sender<u32>,
}

impl Tide {
    // The receiver outlives the iteration.

    async fn cloned_before(&self) {
        let mut level = self.level.clone();
        loop {
            if level.changed().await.is_err() {
                break;
            }
            println!("{}", *level.borrow());
        }
    }

    async fn subscribed_before(&self) {
        let mut level = self.sender.subscribe();
        while level.changed().await.is_ok() {
            println!("{}", *level.borrow());
        }
    }

    // What is cloned is brought up to date.

    async fn the_field_is_advanced(&mut self) {
        loop {
            let mut wind = self.wind.clone();
            if wind.changed().await.is_err() {
                break;
            }
            println!("{}", *self.wind.borrow_and_update());
        }
    }

    // The value is looked at first.

    async fn looked_at_first(&self) {
        loop {
            let mut level = self.level.clone();
            if *level.borrow_and_update() > 3 {
                break;
            }
            if level.changed().await.is_err() {
                break;
            }
        }
    }

    async fn looked_at_after_it_was_subscribed(&self) {
        loop {
            let mut level = self.sender.subscribe();
            if *level.borrow_and_update() > 3 {
                break;
            }
            if level.changed().await.is_err() {
                break;
            }
        }
    }

    async fn marked_first(&self) {
        loop {
            let mut level = self.level.clone();
            level.mark_unchanged();
            if level.changed().await.is_err() {
                break;
            }
        }
    }
}

// The change exits the loop.

async fn until_it_is_told(mut boats: mpsc::Receiver<u32>, stop: watch::Receiver<bool>) {
    loop {
        let mut stop = stop.clone();
        select! {
            _ = stop.changed() => break,
            Some(boat) = boats.recv() => println!("{boat}"),
        }
    }
}

async fn one_change(stop: watch::Receiver<bool>) -> bool {
    loop {
        let mut stopped = stop.clone();
        if stopped.changed().await.is_ok() {
            return true;
        }
        return false;
    }
}

// A task has a receiver of its own.

async fn for_each_task(weather: watch::Receiver<String>) {
    for boat in 0..4 {
        let mut weather = weather.clone();
        tokio::spawn(async move {
            if weather.changed().await.is_ok() {
                println!("{boat}: {}", *weather.borrow());
            }
        });
    }
}

// No loop.

async fn once(weather: &watch::Receiver<String>) {
    let mut weather = weather.clone();
    if weather.changed().await.is_ok() {
        println!("{}", *weather.borrow());
    }
}

// Other receivers.

async fn of_messages(news: broadcast::Sender<u32>) {
    for _ in 0..3 {
        let mut received = news.subscribe();
        println!("{:?}", received.recv().await);
    }
}

async fn it_only_looks(weather: watch::Receiver<String>) {
    loop {
        let weather = weather.clone();
        println!("{}", *weather.borrow());
        sleep(Duration::from_secs(1)).await;
    }
}

// A state that is waited for.

struct Lock {
    open: watch::Sender<bool>,
}

impl Lock {
    async fn what_is_there_first(&self) {
        let mut open = self.open.subscribe();
        while !*open.borrow() {
            if open.changed().await.is_err() {
                break;
            }
        }
    }

    async fn looks_before_it_waits(&self) {
        let mut open = self.open.subscribe();
        loop {
            if *open.borrow_and_update() {
                return;
            }
            if open.changed().await.is_err() {
                return;
            }
        }
    }

    async fn by_the_method_for_it(&self) -> bool {
        let mut open = self.open.subscribe();
        open.wait_for(|open| *open).await.is_ok()
    }

    async fn what_it_starts_itself(&self, opens: mpsc::Sender<()>) {
        let mut open = self.open.subscribe();
        let _ = opens.send(()).await;
        while open.changed().await.is_ok() {
            if *open.borrow() {
                break;
            }
        }
    }

    async fn each_change(&self) {
        let mut open = self.open.subscribe();
        while open.changed().await.is_ok() {
            println!("{}", *open.borrow());
        }
    }
}

// The method that clones it is called once, or waits by the receiver itself.

struct Barometer {
    pressure: watch::Receiver<u32>,
}

impl Barometer {
    async fn next_pressure(&self) -> Option<u32> {
        let mut pressure = self.pressure.clone();
        pressure.changed().await.ok()?;
        Some(*pressure.borrow_and_update())
    }

    async fn write_down_one(&self) {
        if let Some(pressure) = self.next_pressure().await {
            println!("{pressure}");
        }
    }

    async fn write_down_the_first(&self) {
        loop {
            match self.next_pressure().await {
                Some(pressure) => return println!("{pressure}"),
                None => return,
            }
        }
    }
}

struct Hygrometer {
    moisture: watch::Receiver<u32>,
}

impl Hygrometer {
    async fn next_moisture(&mut self) -> Option<u32> {
        self.moisture.changed().await.ok()?;
        Some(*self.moisture.borrow_and_update())
    }

    async fn write_down(&mut self) {
        while let Some(moisture) = self.next_moisture().await {
            println!("{moisture}");
        }
    }
}
