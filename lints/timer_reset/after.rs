//! Timers that are made once, before the loop.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;

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
    let period = Duration::from_secs(2);
    let mut ticks = tokio::time::interval_at(tokio::time::Instant::now() + period, period);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    // Until the last ship has gone.
    loop {
        tokio::select! {
            ship = ships.recv() => match ship {
                Some(ship) => buoy.hear(&ship),
                None => break,
            },
            _ = ticks.tick() => buoy.blink(),
        }
    }
}

async fn a_constant_and_a_pattern_of_nothing(mut ships: mpsc::Receiver<String>, mut buoy: Buoy) {
    let mut ticks = tokio::time::interval_at(tokio::time::Instant::now() + BLINK, BLINK);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            ship = ships.recv() => match ship {
                Some(ship) => buoy.hear(&ship),
                None => break,
            },
            _ = ticks.tick() => buoy.blink(),
        }
    }
}

async fn two_in_one_loop(mut ships: mpsc::Receiver<String>, mut buoy: Buoy) {
    let ticks = buoy.every;
    let mut ticks2 = tokio::time::interval_at(tokio::time::Instant::now() + ticks, ticks);
    ticks2.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let period = Duration::from_secs(60);
    let mut ticks3 = tokio::time::interval_at(tokio::time::Instant::now() + period, period);
    ticks3.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    while buoy.lit {
        tokio::select! {
            ship = ships.recv() => match ship {
                Some(ship) => buoy.hear(&ship),
                None => break,
            },
            _ = ticks2.tick() => buoy.blink(),
            _ = ticks3.tick() => buoy.clean(),
        }
    }
}

/// A ticker of no length would panic, and nobody knows this one's.
async fn a_length_that_is_not_known(mut ships: mpsc::Receiver<String>, mut buoy: Buoy) {
    let mut ticks = tokio::time::interval_at(tokio::time::Instant::now() + buoy.every, buoy.every);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            ship = ships.recv() => match ship {
                Some(ship) => buoy.hear(&ship),
                None => break,
            },
            _ = ticks.tick() => buoy.blink(),
        }
    }
}

async fn a_branch_that_is_switched_off_at_times(mut ships: mpsc::Receiver<String>, mut buoy: Buoy) {
    let mut ticks = tokio::time::interval_at(tokio::time::Instant::now() + BLINK, BLINK);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            ship = ships.recv() => match ship {
                Some(ship) => buoy.hear(&ship),
                None => break,
            },
            _ = ticks.tick(), if buoy.lit => buoy.blink(),
        }
    }
}

async fn a_timer_that_can_never_fire(mut buoy: Buoy) {
    let mut seconds = tokio::time::interval(Duration::from_secs(1));
    let period = Duration::from_secs(10);
    let mut ticks = tokio::time::interval_at(tokio::time::Instant::now() + period, period);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = seconds.tick() => buoy.blink(),
            _ = ticks.tick() => println!("ten seconds"),
        }
    }
}

async fn an_end_that_never_comes(mut buoy: Buoy) {
    let mut seconds = tokio::time::interval(Duration::from_secs(1));
    let deadline = sleep(Duration::from_secs(10));
    tokio::pin!(deadline);
    loop {
        tokio::select! {
            _ = seconds.tick() => buoy.blink(),
            _ = &mut deadline => return,
        }
    }
}

async fn a_deadline(mut ships: mpsc::Receiver<String>, wanted: &str) -> Option<String> {
    let deadline = sleep(Duration::from_secs(30));
    tokio::pin!(deadline);
    loop {
        tokio::select! {
            ship = ships.recv() => match ship {
                Some(ship) if ship == wanted => return Some(ship),
                Some(_) => continue,
                None => return None,
            },
            _ = &mut deadline => return None,
        }
    }
}

async fn a_deadline_around_a_future(mut ships: mpsc::Receiver<String>, wanted: &str) -> Option<String> {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(30);
    loop {
        let ship = tokio::time::timeout_at(deadline, ships.recv()).await.ok()??;
        if ship == wanted {
            return Some(ship);
        }
    }
}

fn a_deadline_of_a_thread(ships: std::sync::mpsc::Receiver<String>, wanted: &str) -> Option<String> {
    let deadline = std::time::Instant::now() + BLINK;
    loop {
        let ship = ships.recv_timeout(deadline.saturating_duration_since(std::time::Instant::now())).ok()?;
        if ship == wanted {
            return Some(ship);
        }
    }
}

async fn a_window(mut ships: mpsc::Receiver<String>, buoy: Buoy) {
    while !ships.is_closed() {
        let mut batch = Vec::new();
        let deadline = tokio::time::Instant::now() + BLINK;
        while let Ok(Some(ship)) = tokio::time::timeout_at(deadline, ships.recv()).await {
            batch.push(ship);
        }
        batch.iter().for_each(|ship| buoy.hear(ship));
    }
}
