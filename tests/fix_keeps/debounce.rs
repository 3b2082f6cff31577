//! A build begins when the files have been quiet for a while.
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;

pub async fn build(mut changed: mpsc::Receiver<u32>, mut built: impl FnMut(Vec<u32>)) {
    let mut files = Vec::new();
    loop {
        tokio::select! {
            file = changed.recv() => match file {
                Some(file) => files.push(file),
                None => break,
            },
            _ = sleep(Duration::from_millis(50)), if !files.is_empty() => built(std::mem::take(&mut files)),
        }
    }
}
