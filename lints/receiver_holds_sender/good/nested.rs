//! What a receiving side keeps gives its sender up, or does not keep the channel open.

mod the_hatch_is_emptied_before_the_loop {
    use tokio::sync::mpsc;

    pub struct Hatch {
        orders: Option<mpsc::UnboundedSender<u32>>,
    }

    pub struct Bakery {
        hatch: Hatch,
        orders: mpsc::UnboundedReceiver<u32>,
    }

    impl Bakery {
        pub fn new() -> Self {
            let (tx, orders) = mpsc::unbounded_channel();
            let hatch = Hatch { orders: Some(tx) };
            Bakery { hatch, orders }
        }

        pub async fn bake(mut self) -> u32 {
            drop(self.hatch.orders.take());
            let mut baked = 0;
            while let Some(loaves) = self.orders.recv().await {
                baked += loaves;
            }
            baked
        }
    }
}

mod the_hatch_is_given_to_another {
    use tokio::sync::mpsc;

    pub struct Hatch {
        orders: mpsc::UnboundedSender<u32>,
    }

    pub struct Bakery {
        hatch: Hatch,
        orders: mpsc::UnboundedReceiver<u32>,
    }

    impl Bakery {
        pub fn new() -> Self {
            let (tx, orders) = mpsc::unbounded_channel();
            let hatch = Hatch { orders: tx };
            Bakery { hatch, orders }
        }

        pub async fn bake(self, serve: impl FnOnce(Hatch)) -> u32 {
            let Bakery { hatch, mut orders } = self;
            serve(hatch);
            let mut baked = 0;
            while let Some(loaves) = orders.recv().await {
                baked += loaves;
            }
            baked
        }
    }
}

mod the_hatch_is_weak {
    use tokio::sync::mpsc;

    pub struct Hatch {
        orders: mpsc::WeakUnboundedSender<u32>,
    }

    pub struct Bakery {
        hatch: Hatch,
        orders: mpsc::UnboundedReceiver<u32>,
    }

    impl Bakery {
        pub fn new() -> (Self, mpsc::UnboundedSender<u32>) {
            let (tx, orders) = mpsc::unbounded_channel();
            let hatch = Hatch { orders: tx.downgrade() };
            (Bakery { hatch, orders }, tx)
        }

        pub async fn bake(mut self) -> u32 {
            let mut baked = 0;
            while let Some(loaves) = self.orders.recv().await {
                baked += loaves;
                if self.hatch.orders.upgrade().is_none() {
                    println!("the last loaf");
                }
            }
            baked
        }
    }
}
