//! A kitchen cooks what is ordered, and complains when it gets nothing to read.

pub mod bad {
    use std::sync::mpsc::Sender;

    use tokio::sync::mpsc::Receiver;

    pub async fn cook(mut orders: Receiver<String>, log: Sender<String>) {
        loop {
            let line = match orders.recv().await {
                //~ closed-channel-spin
                Some(order) => format!("cooked {order}"),
                None => "an order could not be read".to_owned(),
            };
            let _ = log.send(line);
        }
    }
}

pub mod good {
    use std::sync::mpsc::Sender;

    use tokio::sync::mpsc::Receiver;

    pub async fn cook(mut orders: Receiver<String>, log: Sender<String>) {
        loop {
            let line = match orders.recv().await {
                Some(order) => format!("cooked {order}"),
                None => break,
            };
            let _ = log.send(line);
        }
    }
}
