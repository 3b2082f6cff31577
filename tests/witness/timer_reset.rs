//! A lighthouse keeper notes the ships, and winds the lamp every minute.

#[derive(Default)]
pub struct Lamp {
    pub wound: u32,
}

impl Lamp {
    fn wind(&mut self) {
        self.wound += 1;
    }
}

pub mod bad {
    use std::time::Duration;

    use tokio::sync::mpsc;
    use tokio::time::sleep;

    use super::Lamp;

    pub async fn watch(mut ships: mpsc::Receiver<String>, lamp: &mut Lamp) -> Vec<String> {
        let mut log = Vec::new();
        loop {
            tokio::select! {
                ship = ships.recv() => match ship {
                    Some(ship) => log.push(ship),
                    None => break,
                },
                _ = sleep(Duration::from_secs(60)) => lamp.wind(), //~ timer-reset
            }
        }
        log
    }
}

pub mod good {
    use std::time::Duration;

    use tokio::sync::mpsc;
    use tokio::time::{Instant, interval_at};

    use super::Lamp;

    pub async fn watch(mut ships: mpsc::Receiver<String>, lamp: &mut Lamp) -> Vec<String> {
        let minute = Duration::from_secs(60);
        let mut minutes = interval_at(Instant::now() + minute, minute);
        let mut log = Vec::new();
        loop {
            tokio::select! {
                ship = ships.recv() => match ship {
                    Some(ship) => log.push(ship),
                    None => break,
                },
                _ = minutes.tick() => lamp.wind(),
            }
        }
        log
    }
}
