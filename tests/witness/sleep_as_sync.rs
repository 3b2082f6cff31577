//! A press prints sheets, and somebody counts what lies in its tray.
use std::time::Duration;

async fn print() {
    tokio::time::sleep(Duration::from_millis(30)).await;
}

pub mod bad {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::print;

    pub async fn edition(sheets: usize) -> usize {
        let tray = Arc::new(AtomicUsize::new(0));
        let below = tray.clone();
        tokio::spawn(async move {
            for _ in 0..sheets {
                print().await;
                below.fetch_add(1, Ordering::Relaxed);
            }
        });

        // Give the press time to finish.
        tokio::time::sleep(Duration::from_millis(100)).await; //~ sleep-as-sync
        tray.load(Ordering::Relaxed)
    }
}

pub mod good {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::print;

    pub async fn edition(sheets: usize) -> usize {
        let tray = Arc::new(AtomicUsize::new(0));
        let below = tray.clone();
        let press = tokio::spawn(async move {
            for _ in 0..sheets {
                print().await;
                below.fetch_add(1, Ordering::Relaxed);
            }
        });

        press.await.unwrap();
        tray.load(Ordering::Relaxed)
    }
}
