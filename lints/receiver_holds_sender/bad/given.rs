//! What waits is given the sender by those who start it, or has the first one of a channel that only tells the end.

mod a_struct_sends_again_what_failed {
    use tokio::sync::mpsc;

    struct Parcel {
        weight: u32,
    }

    struct Courier {
        again: mpsc::Sender<Parcel>,
        carried: u32,
    }

    impl Courier {
        async fn ride(mut self, mut parcels: mpsc::Receiver<Parcel>) -> u32 {
            while let Some(parcel) = parcels.recv().await { //~
                if parcel.weight > 20 {
                    let _ = self.again.try_send(Parcel { weight: parcel.weight / 2 });
                    continue;
                }
                self.carried += parcel.weight;
            }
            self.carried
        }
    }

    pub fn hire() -> mpsc::Sender<Parcel> {
        let (tx, rx) = mpsc::channel(32);
        let courier = Courier { again: tx.clone(), carried: 0 };
        tokio::spawn(courier.ride(rx));
        tx
    }
}

mod a_function_is_given_both_ends {
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::thread;

    fn walk(found: Receiver<String>, more: Sender<String>) -> usize {
        let mut walked = 0;
        for path in found { //~
            if let Some((inner, _)) = path.split_once('/') {
                let _ = more.send(inner.to_owned());
            }
            walked += 1;
        }
        walked
    }

    pub fn start(roots: Vec<String>) -> thread::JoinHandle<usize> {
        let (tx, rx) = channel();
        for root in roots {
            let _ = tx.send(root);
        }
        thread::spawn(move || walk(rx, tx))
    }
}

mod all_tasks_are_waited_for_with_the_first_sender_still_there {
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
                let _at_work = at_work;
                for row in 0..rows {
                    println!("picked {row}");
                    tokio::task::yield_now().await;
                }
            });
        }

        pub async fn end(mut self) {
            if self.over.recv().await.is_none() { //~
                println!("all rows are picked");
            }
        }
    }
}
