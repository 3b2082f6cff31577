use std::sync::{Arc, Mutex};

use tokio::sync::mpsc;

pub struct Attic {
    boxes: mpsc::Sender<u32>,
    seen: Mutex<Vec<u32>>,
}

impl Attic {
    /// The task has a weak pointer only.
    pub fn open() -> Arc<Self> {
        let (boxes, mut stored) = mpsc::channel(16);
        let attic = Arc::new(Attic { boxes, seen: Mutex::default() });
        let weak = Arc::downgrade(&attic);
        tokio::spawn(async move {
            while let Some(number) = stored.recv().await {
                let Some(attic) = weak.upgrade() else { break };
                attic.seen.lock().unwrap().push(number);
            }
        });
        attic
    }

    pub async fn store(&self, number: u32) {
        self.boxes.send(number).await.ok();
    }
}

pub struct Cellar {
    boxes: Mutex<Option<mpsc::Sender<u32>>>,
    seen: Mutex<Vec<u32>>,
}

impl Cellar {
    pub fn open() -> Arc<Self> {
        let (boxes, mut stored) = mpsc::channel(16);
        let cellar = Arc::new(Cellar { boxes: Mutex::new(Some(boxes)), seen: Mutex::default() });
        let shared = Arc::clone(&cellar);
        tokio::spawn(async move {
            while let Some(number) = stored.recv().await {
                shared.seen.lock().unwrap().push(number);
            }
        });
        cellar
    }

    /// The sender leaves, and the task ends.
    pub fn close(&self) {
        self.boxes.lock().unwrap().take();
    }
}

pub struct Shed {
    boxes: mpsc::Sender<u32>,
    full: std::sync::atomic::AtomicBool,
}

impl Shed {
    /// The loop has another exit.
    pub fn open() -> Arc<Self> {
        let (boxes, mut stored) = mpsc::channel::<u32>(16);
        let shed = Arc::new(Shed { boxes, full: false.into() });
        let shared = Arc::clone(&shed);
        tokio::spawn(async move {
            while let Some(number) = stored.recv().await {
                if number == 0 || shared.full.load(std::sync::atomic::Ordering::Relaxed) {
                    break;
                }
            }
        });
        shed
    }

    pub async fn store(&self, number: u32) {
        self.boxes.send(number).await.ok();
    }
}

pub struct Garage {
    cars: mpsc::Sender<u32>,
    parked: Mutex<Vec<u32>>,
}

impl Garage {
    /// The pointer is given up before the loop.
    pub fn open() -> Arc<Self> {
        let (cars, mut arrived) = mpsc::channel(16);
        let garage = Arc::new(Garage { cars, parked: Mutex::default() });
        let shared = Arc::clone(&garage);
        tokio::spawn(async move {
            shared.parked.lock().unwrap().push(0);
            drop(shared);
            while let Some(car) = arrived.recv().await {
                println!("{car}");
            }
        });
        garage
    }

    pub async fn park(&self, car: u32) {
        self.cars.send(car).await.ok();
    }
}
