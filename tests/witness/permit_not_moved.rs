//! A swing bridge carries four carts at a time.
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// How many carts are on it, and how many there were at most.
#[derive(Default)]
pub struct Bridge {
    load: AtomicUsize,
    pub most: AtomicUsize,
}

impl Bridge {
    async fn cross(&self) {
        let load = self.load.fetch_add(1, Ordering::Relaxed) + 1;
        self.most.fetch_max(load, Ordering::Relaxed);
        tokio::time::sleep(Duration::from_secs(20)).await;
        self.load.fetch_sub(1, Ordering::Relaxed);
    }
}

pub mod bad {
    use std::sync::Arc;

    use tokio::sync::Semaphore;
    use tokio::task::JoinSet;

    use super::Bridge;

    pub async fn market_day(carts: usize, bridge: Arc<Bridge>) {
        let places = Arc::new(Semaphore::new(4));
        let mut crossings = JoinSet::new();
        for _ in 0..carts {
            let _place = places.clone().acquire_owned().await.unwrap(); //~ permit-not-moved
            let bridge = bridge.clone();
            crossings.spawn(async move { bridge.cross().await });
        }
        crossings.join_all().await;
    }
}

pub mod good {
    use std::sync::Arc;

    use tokio::sync::Semaphore;
    use tokio::task::JoinSet;

    use super::Bridge;

    pub async fn market_day(carts: usize, bridge: Arc<Bridge>) {
        let places = Arc::new(Semaphore::new(4));
        let mut crossings = JoinSet::new();
        for _ in 0..carts {
            let place = places.clone().acquire_owned().await.unwrap();
            let bridge = bridge.clone();
            crossings.spawn(async move {
                let _place = place;
                bridge.cross().await;
            });
        }
        crossings.join_all().await;
    }
}
