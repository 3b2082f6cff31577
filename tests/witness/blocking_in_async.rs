//! A trawler hauls its nets, and the cook takes the catch.

pub mod bad {
    use std::sync::mpsc;

    pub async fn supper(nets: u32) -> u32 {
        let (haul, catch) = mpsc::channel();
        tokio::spawn(async move {
            for net in 1..=nets {
                let _ = haul.send(net);
            }
        });

        let mut fish = 0;
        while let Ok(net) = catch.recv() {
            //~ blocking-in-async
            fish += net;
        }
        fish
    }
}

pub mod good {
    use tokio::sync::mpsc;

    pub async fn supper(nets: u32) -> u32 {
        let (haul, mut catch) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            for net in 1..=nets {
                let _ = haul.send(net);
            }
        });

        let mut fish = 0;
        while let Some(net) = catch.recv().await {
            fish += net;
        }
        fish
    }
}
