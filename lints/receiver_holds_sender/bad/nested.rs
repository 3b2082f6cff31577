//! What a receiving side keeps is a struct that has a sender.

mod a_bakery_keeps_the_hatch_it_hands_out {
    use tokio::sync::mpsc;

    #[derive(Clone)]
    pub struct Hatch {
        orders: mpsc::UnboundedSender<u32>,
    }

    impl Hatch {
        pub fn order(&self, loaves: u32) -> bool {
            self.orders.send(loaves).is_ok()
        }
    }

    pub struct Bakery {
        hatch: Hatch,
        orders: mpsc::UnboundedReceiver<u32>,
        baked: u32,
    }

    impl Bakery {
        pub fn new() -> Self {
            let (tx, orders) = mpsc::unbounded_channel();
            let hatch = Hatch { orders: tx };
            Bakery { hatch, orders, baked: 0 }
        }

        pub fn hatch(&self) -> Hatch {
            self.hatch.clone()
        }

        pub async fn bake(mut self) -> u32 {
            while let Some(loaves) = self.orders.recv().await { //~
                self.baked += loaves;
            }
            self.baked
        }
    }
}

mod a_thread_keeps_a_clone_of_its_client {
    use std::sync::mpsc::{Receiver, Sender, channel};

    #[derive(Clone)]
    pub struct Client {
        words: Sender<String>,
    }

    struct Scribe {
        client: Client,
        words: Receiver<String>,
    }

    fn scribe() -> (Client, std::thread::JoinHandle<()>) {
        let (sender, words) = channel();
        let client = Client { words: sender };
        let scribe = Scribe { client: client.clone(), words };
        (client, std::thread::spawn(move || scribe.write()))
    }

    impl Scribe {
        fn write(&self) {
            for word in &self.words { //~
                println!("{word}");
            }
        }

        fn note(&self) {
            self.client.words.send("note".to_owned()).ok();
        }
    }
}
