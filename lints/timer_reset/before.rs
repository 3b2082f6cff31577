//! Timers that are made once, before the loop.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};

const BLINK: Duration = Duration::from_millis(500);

struct Buoy {
    lit: bool,
    every: Duration,
}

impl Buoy {
    fn blink(&mut self) {
        self.lit = !self.lit;
    }

    fn clean(&mut self) {
        self.lit = true;
    }

    fn hear(&self, ship: &str) {
        println!("{ship} in sight");
    }
}

async fn a_period(mut ships: mpsc::Receiver<String>, mut buoy: Buoy) {
    // Until the last ship has gone.
    loop {
        tokio::select! {
            ship = ships.recv() => match ship {
                Some(ship) => buoy.hear(&ship),
                None => break,
            },
            _ = sleep(Duration::from_secs(2)) => buoy.blink(), //~ --fix=all
        }
    }
}

async fn a_constant_and_a_pattern_of_nothing(mut ships: mpsc::Receiver<String>, mut buoy: Buoy) {
    loop {
        tokio::select! {
            biased;
            ship = ships.recv() => match ship {
                Some(ship) => buoy.hear(&ship),
                None => break,
            },
            () = tokio::time::sleep(BLINK) => buoy.blink(), //~ --fix=all
        }
    }
}

async fn two_in_one_loop(mut ships: mpsc::Receiver<String>, mut buoy: Buoy) {
    let ticks = buoy.every;
    while buoy.lit {
        tokio::select! {
            ship = ships.recv() => match ship {
                Some(ship) => buoy.hear(&ship),
                None => break,
            },
            _ = sleep(ticks) => buoy.blink(), //~ --fix=all
            _ = sleep(Duration::from_secs(60)) => buoy.clean(), //~ --fix=all
        }
    }
}

/// A ticker of no length would panic, and nobody knows this one's.
async fn a_length_that_is_not_known(mut ships: mpsc::Receiver<String>, mut buoy: Buoy) {
    loop {
        tokio::select! {
            ship = ships.recv() => match ship {
                Some(ship) => buoy.hear(&ship),
                None => break,
            },
            _ = sleep(buoy.every) => buoy.blink(), //~ --fix=all
        }
    }
}

async fn a_branch_that_is_switched_off_at_times(mut ships: mpsc::Receiver<String>, mut buoy: Buoy) {
    loop {
        tokio::select! {
            ship = ships.recv() => match ship {
                Some(ship) => buoy.hear(&ship),
                None => break,
            },
            _ = sleep(BLINK), if buoy.lit => buoy.blink(), //~ --fix=all
        }
    }
}

async fn a_timer_that_can_never_fire(mut buoy: Buoy) {
    let mut seconds = tokio::time::interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            _ = seconds.tick() => buoy.blink(),
            _ = sleep(Duration::from_secs(10)) => println!("ten seconds"), //~ --fix=all
        }
    }
}

async fn an_end_that_never_comes(mut buoy: Buoy) {
    let mut seconds = tokio::time::interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            _ = seconds.tick() => buoy.blink(),
            _ = sleep(Duration::from_secs(10)) => return, //~ --fix=all
        }
    }
}

async fn a_deadline(mut ships: mpsc::Receiver<String>, wanted: &str) -> Option<String> {
    loop {
        tokio::select! {
            ship = ships.recv() => match ship {
                Some(ship) if ship == wanted => return Some(ship),
                Some(_) => continue,
                None => return None,
            },
            _ = sleep(Duration::from_secs(30)) => return None, //~ --fix=all
        }
    }
}

async fn a_deadline_around_a_future(mut ships: mpsc::Receiver<String>, wanted: &str) -> Option<String> {
    loop {
        let ship = timeout(Duration::from_secs(30), ships.recv()).await.ok()??; //~ --fix=all
        if ship == wanted {
            return Some(ship);
        }
    }
}

fn a_deadline_of_a_thread(ships: std::sync::mpsc::Receiver<String>, wanted: &str) -> Option<String> {
    loop {
        let ship = ships.recv_timeout(BLINK).ok()?; //~ --fix=all
        if ship == wanted {
            return Some(ship);
        }
    }
}

async fn a_window(mut ships: mpsc::Receiver<String>, buoy: Buoy) {
    while !ships.is_closed() {
        let mut batch = Vec::new();
        while let Ok(Some(ship)) = timeout(BLINK, ships.recv()).await { //~ --fix=all
            batch.push(ship);
        }
        batch.iter().for_each(|ship| buoy.hear(ship));
    }
}
