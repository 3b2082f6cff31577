//! A tea room brews pots, and a guest rings at its door.

pub mod bad {
    use std::time::Duration;

    use tokio::sync::mpsc;

    pub async fn evening(pots: u32) -> Vec<&'static str> {
        let (happens, mut happened) = mpsc::unbounded_channel();
        let door = happens.clone();
        tokio::spawn(async move { door.send("a guest") });

        for _ in 0..pots {
            std::thread::sleep(Duration::from_millis(5)); //~ blocking-sleep-in-async
            let _ = happens.send("a pot");
        }
        drop(happens);

        let mut order = Vec::new();
        while let Some(event) = happened.recv().await {
            order.push(event);
        }
        order
    }
}

pub mod good {
    use std::time::Duration;

    use tokio::sync::mpsc;

    pub async fn evening(pots: u32) -> Vec<&'static str> {
        let (happens, mut happened) = mpsc::unbounded_channel();
        let door = happens.clone();
        tokio::spawn(async move { door.send("a guest") });

        for _ in 0..pots {
            tokio::time::sleep(Duration::from_millis(5)).await;
            let _ = happens.send("a pot");
        }
        drop(happens);

        let mut order = Vec::new();
        while let Some(event) = happened.recv().await {
            order.push(event);
        }
        order
    }
}
