//! Boats of a regatta report the seconds that they took.
use std::time::Duration;

use tokio::sync::mpsc;

async fn row(seconds: u64, finish: mpsc::Sender<u64>) {
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    let _ = finish.send(seconds).await;
}

pub mod bad {
    use tokio::sync::mpsc;

    use super::row;

    pub async fn race(boats: &[u64], board: &mut Vec<u64>) {
        let (finish, mut finished) = mpsc::channel(8);
        for boat in boats {
            tokio::spawn(row(*boat, finish.clone()));
        }

        while let Some(seconds) = finished.recv().await {
            //~ sender-held-while-draining
            board.push(seconds);
        }
    }
}

pub mod good {
    use tokio::sync::mpsc;

    use super::row;

    pub async fn race(boats: &[u64], board: &mut Vec<u64>) {
        let (finish, mut finished) = mpsc::channel(8);
        for boat in boats {
            tokio::spawn(row(*boat, finish.clone()));
        }
        drop(finish);

        while let Some(seconds) = finished.recv().await {
            board.push(seconds);
        }
    }
}
