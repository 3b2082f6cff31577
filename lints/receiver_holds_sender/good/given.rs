//! Both ends come together, and the loop ends all the same.

mod a_struct_gets_a_weak_sender {
    use tokio::sync::mpsc;

    struct Parcel {
        weight: u32,
    }

    struct Courier {
        again: mpsc::WeakSender<Parcel>,
    }

    impl Courier {
        async fn ride(self, mut parcels: mpsc::Receiver<Parcel>) -> u32 {
            let mut carried = 0;
            while let Some(parcel) = parcels.recv().await {
                if let Some(again) = self.again.upgrade().filter(|_| parcel.weight > 20) {
                    let _ = again.try_send(Parcel { weight: parcel.weight / 2 });
                    continue;
                }
                carried += parcel.weight;
            }
            carried
        }
    }

    pub fn hire() -> mpsc::Sender<Parcel> {
        let (tx, rx) = mpsc::channel(32);
        let courier = Courier { again: tx.downgrade() };
        tokio::spawn(courier.ride(rx));
        tx
    }
}

mod the_sender_is_of_another_channel {
    use tokio::sync::mpsc;

    struct Sorter {
        sorted: mpsc::Sender<u32>,
    }

    impl Sorter {
        async fn sort(self, mut letters: mpsc::Receiver<u32>) {
            while let Some(letter) = letters.recv().await {
                let _ = self.sorted.send(letter).await;
            }
            println!("nothing more to sort");
        }
    }

    pub fn start() -> (mpsc::Sender<u32>, mpsc::Receiver<u32>) {
        let (tx, rx) = mpsc::channel(8);
        let (sorted, out) = mpsc::channel(8);
        let sorter = Sorter { sorted };
        tokio::spawn(sorter.sort(rx));
        (tx, out)
    }
}

mod the_function_drops_what_it_is_given {
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::thread;

    fn walk(found: Receiver<String>, more: Sender<String>, first: String) -> usize {
        let _ = more.send(first);
        drop(more);
        let mut walked = 0;
        for path in found {
            println!("{path}");
            walked += 1;
        }
        walked
    }

    pub fn start(first: String) -> thread::JoinHandle<usize> {
        let (tx, rx) = channel();
        thread::spawn(move || walk(rx, tx, first))
    }
}

mod a_message_ends_the_walk {
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::thread;

    fn walk(found: Receiver<Option<String>>, more: Sender<Option<String>>) -> usize {
        let mut walked = 0;
        for path in found {
            let Some(path) = path else { break };
            if let Some((inner, _)) = path.split_once('/') {
                let _ = more.send(Some(inner.to_owned()));
            }
            walked += 1;
        }
        walked
    }

    pub fn start() -> Sender<Option<String>> {
        let (tx, rx) = channel();
        let more = tx.clone();
        thread::spawn(move || walk(rx, more));
        tx
    }
}

mod the_first_sender_is_taken_out_before_the_wait {
    use tokio::sync::mpsc;

    pub struct Harvest {
        at_work: Option<mpsc::Sender<()>>,
        over: mpsc::Receiver<()>,
    }

    impl Harvest {
        pub fn begin() -> Self {
            let (at_work, over) = mpsc::channel(1);
            Harvest { at_work: Some(at_work), over }
        }

        pub fn pick(&self, rows: u32) {
            let at_work = self.at_work.clone();
            tokio::spawn(async move {
                let _at_work = at_work;
                for row in 0..rows {
                    println!("picked {row}");
                    tokio::task::yield_now().await;
                }
            });
        }

        pub async fn end(mut self) {
            drop(self.at_work.take());
            if self.over.recv().await.is_none() {
                println!("all rows are picked");
            }
        }
    }
}

mod somebody_says_that_it_is_over {
    use tokio::sync::mpsc;

    pub struct Harvest {
        at_work: mpsc::Sender<()>,
        over: mpsc::Receiver<()>,
    }

    impl Harvest {
        pub fn begin() -> Self {
            let (at_work, over) = mpsc::channel(1);
            Harvest { at_work, over }
        }

        pub fn pick(&self, rows: u32) {
            let at_work = self.at_work.clone();
            tokio::spawn(async move {
                for row in 0..rows {
                    println!("picked {row}");
                    tokio::task::yield_now().await;
                }
                let _ = at_work.send(()).await;
            });
        }

        pub async fn first_is_over(mut self) -> bool {
            self.over.recv().await.is_some()
        }
    }
}
