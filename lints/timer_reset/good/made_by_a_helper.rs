//! A method makes a new limit each time: silence is what it is for, or nothing is due.

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
    sea: mpsc::Sender<u32>,
    flash_every: Duration,
}

impl Tower {
    async fn both_write_to_the_sea(mut self) {
        loop {
            match self.next_event().await {
                Event::Ship(ship) => self.greet(ship).await,
                Event::FlashDue => self.flash().await,
                Event::Closed => return,
            }
        }
    }

    async fn next_event(&mut self) -> Event {
        match timeout(self.flash_every, self.ships.recv()).await {
            Ok(Some(ship)) => Event::Ship(ship),
            Ok(None) => Event::Closed,
            Err(_) => Event::FlashDue,
        }
    }

    async fn greet(&self, ship: u32) {
        let _ = self.sea.send(ship).await;
    }

    async fn flash(&self) {
        let _ = self.sea.send(0).await;
    }
}

enum Quiet {
    Ship(u32),
    Idle,
    Closed,
}

struct Harbour {
    ships: mpsc::Receiver<u32>,
    quiet: Duration,
    seen: Vec<u32>,
}

impl Harbour {
    async fn sleeps_when_nothing_comes(mut self) {
        loop {
            match self.next_ship().await {
                Quiet::Ship(ship) => self.seen.push(ship),
                Quiet::Idle => self.close_the_gate(),
                Quiet::Closed => return,
            }
        }
    }

    async fn next_ship(&mut self) -> Quiet {
        match timeout(self.quiet, self.ships.recv()).await {
            Ok(Some(ship)) => Quiet::Ship(ship),
            Ok(None) => Quiet::Closed,
            Err(_) => Quiet::Idle,
        }
    }

    fn close_the_gate(&mut self) {
        self.seen.clear();
    }
}

enum Beat {
    Ship(u32),
    Late,
    Closed,
}

struct Pier {
    ships: mpsc::Receiver<u32>,
    beat_every: Duration,
    seen: Vec<u32>,
}

impl Pier {
    async fn who_is_late_ends_it(mut self) {
        loop {
            match self.next_beat().await {
                Beat::Ship(ship) => self.seen.push(ship),
                Beat::Late => {
                    println!("nobody beats any more");
                    return;
                }
                Beat::Closed => return,
            }
        }
    }

    async fn next_beat(&mut self) -> Beat {
        match timeout(self.beat_every, self.ships.recv()).await {
            Ok(Some(ship)) => Beat::Ship(ship),
            Ok(None) => Beat::Closed,
            Err(_) => Beat::Late,
        }
    }
}
