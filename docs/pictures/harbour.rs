//! The harbour of the picture in the README: two bugs that compile, and that a short test does not see.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use tokio::sync::mpsc::Receiver;
use tokio::time::sleep;

pub struct Harbour {
    berths: Mutex<HashMap<String, u32>>,
}

impl Harbour {
    fn free(&self) -> usize {
        40 - self.berths.lock().unwrap().len()
    }

    pub fn dock(&self, ship: String, metres: u32) {
        let mut berths = self.berths.lock().unwrap();
        berths.insert(ship, metres);
        println!("{} berths are free", self.free());
    }

    fn sweep(&self) {
        self.berths.lock().unwrap().retain(|_, metres| *metres > 0);
    }

    pub async fn watch(&self, mut arrivals: Receiver<String>) {
        loop {
            tokio::select! {
                ship = arrivals.recv() => match ship {
                    Some(ship) => self.dock(ship, 20),
                    None => break,
                },
                _ = sleep(Duration::from_secs(60)) => self.sweep(),
            }
        }
    }
}
