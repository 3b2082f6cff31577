//! A station reads the tide every minute, which takes it four seconds.
use std::time::Duration;

async fn read(levels: &mut Vec<u32>) {
    tokio::time::sleep(Duration::from_secs(4)).await;
    levels.push(312);
}

pub mod bad {
    use std::time::Duration;

    use tokio::time::sleep;
    use tokio_util::sync::CancellationToken;

    use super::read;

    pub async fn observe(stop: CancellationToken) -> Vec<u32> {
        let mut levels = Vec::new();
        loop {
            tokio::select! {
                _ = stop.cancelled() => break,
                _ = sleep(Duration::from_secs(60)) => read(&mut levels).await, //~ sleep-in-loop
            }
        }
        levels
    }
}

pub mod good {
    use std::time::Duration;

    use tokio::time::{Instant, interval_at};
    use tokio_util::sync::CancellationToken;

    use super::read;

    pub async fn observe(stop: CancellationToken) -> Vec<u32> {
        let minute = Duration::from_secs(60);
        let mut minutes = interval_at(Instant::now() + minute, minute);
        let mut levels = Vec::new();
        loop {
            tokio::select! {
                _ = stop.cancelled() => break,
                _ = minutes.tick() => read(&mut levels).await,
            }
        }
        levels
    }
}
