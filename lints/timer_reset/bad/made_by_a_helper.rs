//! A method makes a new limit each time for the loop that calls it.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::timeout;

enum Event {
    Ship(u32),
    FlashDue,
    Closed,
}

struct Tower {
    ships: mpsc::Receiver<u32>,
    flash_every: Duration,
    seen: Vec<u32>,
    flashes: u64,
}

impl Tower {
    async fn keep(mut self) {
        loop {
            match self.next_event().await {
                Event::Ship(ship) => self.note(ship),
                Event::FlashDue => self.flash().await,
                Event::Closed => return,
            }
        }
    }

    async fn next_event(&mut self) -> Event {
        match timeout(self.flash_every, self.ships.recv()).await { //~
            Ok(Some(ship)) => Event::Ship(ship),
            Ok(None) => Event::Closed,
            Err(_) => Event::FlashDue,
        }
    }

    fn note(&mut self, ship: u32) {
        self.seen.push(ship);
    }

    async fn flash(&mut self) {
        tokio::task::yield_now().await;
        self.flashes += 1;
    }
}

enum Word {
    Signal(u8),
    Heartbeat,
    Gone,
}

async fn next_word(signals: &mut mpsc::UnboundedReceiver<u8>, heartbeat: Duration) -> Word {
    match timeout(heartbeat, signals.recv()).await { //~
        Ok(Some(signal)) => Word::Signal(signal),
        Ok(None) => Word::Gone,
        Err(_) => Word::Heartbeat,
    }
}

async fn listen(mut signals: mpsc::UnboundedReceiver<u8>, line: mpsc::Sender<&'static str>) {
    loop {
        match next_word(&mut signals, Duration::from_secs(5)).await {
            Word::Signal(signal) => pass_on(signal),
            Word::Heartbeat => drop(line.send("here").await),
            Word::Gone => break,
        }
    }
}

fn pass_on(signal: u8) {
    println!("{signal}");
}
