//! A small harbour office, for the map: what each kind of node and edge looks like in code.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::task::{JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;

pub struct Office {
    berths: Mutex<HashMap<u32, String>>,
    log: Mutex<Vec<String>>,
    clerk: Option<JoinHandle<()>>,
    stop: CancellationToken,
    oil: Arc<AtomicU32>,
}

impl Office {
    pub fn new() -> Office {
        Office {
            berths: Mutex::new(HashMap::new()),
            log: Mutex::new(Vec::new()),
            clerk: None,
            stop: CancellationToken::new(),
            oil: Arc::default(),
        }
    }

    pub fn open(&mut self) -> mpsc::Sender<String> {
        let (ships, arrivals) = mpsc::channel(16);
        self.clerk = Some(tokio::spawn(write_down(arrivals, self.stop.clone())));
        let oil = self.oil.clone();
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_secs(60)).await;
                oil.fetch_sub(1, Ordering::Relaxed);
            }
        });
        ships
    }

    pub fn moor(&self, berth: u32, ship: String) {
        let mut berths = self.berths.lock().unwrap();
        self.log.lock().unwrap().push(format!("{ship} lies at {berth}"));
        berths.insert(berth, ship);
    }

    pub async fn close(&mut self) {
        self.stop.cancel();
        if let Some(clerk) = self.clerk.take() {
            clerk.await.unwrap();
        }
    }
}

async fn write_down(mut arrivals: mpsc::Receiver<String>, stop: CancellationToken) {
    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            ship = arrivals.recv() => match ship {
                Some(ship) => println!("{ship} has come"),
                None => return,
            },
        }
    }
}

pub async fn unload(crates: Vec<String>) {
    let cranes = Arc::new(Semaphore::new(2));
    let mut work = JoinSet::new();
    for one in crates {
        let cranes = cranes.clone();
        work.spawn(async move {
            let _crane = cranes.acquire().await;
            println!("{one} is on the quay");
        });
    }
    while let Some(done) = work.join_next().await {
        done.unwrap();
    }
}

pub async fn ask(questions: mpsc::UnboundedSender<oneshot::Sender<u32>>) -> Option<u32> {
    let (answer, told) = oneshot::channel();
    questions.send(answer).ok()?;
    told.await.ok()
}

pub fn count_down(from: u32) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        for left in (0..from).rev() {
            println!("{left}");
            std::thread::sleep(Duration::from_millis(1500));
        }
    })
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn a_task_of_a_test() {
        tokio::spawn(async {}).await.unwrap();
    }
}
