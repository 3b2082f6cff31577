//! What a timeout lets through is followed into the variable that a pattern takes out of it, up to the unwrap that panics once the channel has closed.
use std::time::Duration;

use tokio::sync::broadcast;
use tokio::time::timeout;

pub async fn collect(mut events: broadcast::Receiver<u32>) -> Vec<u32> {
    let mut all = Vec::new();
    while let Ok(event) = timeout(Duration::from_secs(1), events.recv()).await {
        all.push(event.expect("somebody sends"));
    }
    all
}
