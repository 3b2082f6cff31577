//! A till is locked when nobody has pressed a key for a minute.
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;

pub async fn serve(mut keys: mpsc::Receiver<char>, mut typed: impl FnMut(char), mut lock: impl FnMut()) {
    loop {
        tokio::select! {
            key = keys.recv() => match key {
                Some(key) => typed(key),
                None => break,
            },
            _ = sleep(Duration::from_secs(60)) => lock(),
        }
    }
}
