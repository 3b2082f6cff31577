//! A kiosk sells newspapers until it is told to close.

pub mod bad {
    use tokio::sync::mpsc;

    pub async fn sell(mut readers: mpsc::Receiver<u32>) -> u32 {
        let (_, mut closing) = mpsc::channel::<()>(1); //~ receiver-drops-sender
        let mut sold = 0;
        loop {
            tokio::select! {
                _ = closing.recv() => break,
                reader = readers.recv() => match reader {
                    Some(papers) => sold += papers,
                    None => break,
                },
            }
        }
        sold
    }
}

pub mod good {
    use tokio::sync::mpsc;

    pub async fn sell(mut readers: mpsc::Receiver<u32>) -> u32 {
        let (_close, mut closing) = mpsc::channel::<()>(1);
        let mut sold = 0;
        loop {
            tokio::select! {
                _ = closing.recv() => break,
                reader = readers.recv() => match reader {
                    Some(papers) => sold += papers,
                    None => break,
                },
            }
        }
        sold
    }
}
