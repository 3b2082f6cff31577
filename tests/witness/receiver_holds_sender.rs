//! A scoreboard adds up what its umpires send, and shows the sum when the last of them has gone.

pub mod bad {
    use tokio::sync::mpsc;

    pub struct Scoreboard {
        points: mpsc::Sender<u32>,
        scored: mpsc::Receiver<u32>,
    }

    impl Scoreboard {
        pub fn new() -> Self {
            let (points, scored) = mpsc::channel(16);
            Scoreboard { points, scored }
        }

        pub fn umpire(&self) -> mpsc::Sender<u32> {
            self.points.clone()
        }

        pub async fn total(mut self) -> u32 {
            let mut total = 0;
            while let Some(points) = self.scored.recv().await {
                //~ receiver-holds-sender
                total += points;
            }
            total
        }
    }
}

pub mod good {
    use tokio::sync::mpsc;

    pub struct Scoreboard {
        scored: mpsc::Receiver<u32>,
    }

    impl Scoreboard {
        pub fn new() -> (Self, mpsc::Sender<u32>) {
            let (points, scored) = mpsc::channel(16);
            (Scoreboard { scored }, points)
        }

        pub async fn total(mut self) -> u32 {
            let mut total = 0;
            while let Some(points) = self.scored.recv().await {
                total += points;
            }
            total
        }
    }
}
