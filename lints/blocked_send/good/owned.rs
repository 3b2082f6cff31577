//! conclint: allow(unbounded-spawn) -- the cases here are about something else
//! What waits for the task has the receiver no more, or reads on, or the task has sent its last when reading stops.

mod the_function_that_gives_up_has_the_receiver {
    use std::sync::mpsc::{Receiver, sync_channel};
    use std::thread;

    fn weigh(stones: Receiver<u32>) -> Result<u32, String> {
        let mut sum = 0;
        for stone in stones {
            if stone > 500 {
                return Err(format!("{stone} is too heavy"));
            }
            sum += stone;
        }
        Ok(sum)
    }

    pub fn load(stones: Vec<u32>) -> Result<u32, String> {
        let (tx, rx) = sync_channel(1);
        let loader = thread::spawn(move || {
            for stone in stones {
                if tx.send(stone).is_err() {
                    break;
                }
            }
        });
        let weighed = weigh(rx);
        let _ = loader.join();
        weighed
    }
}

mod the_error_is_the_last_that_is_sent {
    use std::sync::mpsc::{Receiver, sync_channel};
    use std::thread;

    fn weigh(stones: &Receiver<Result<u32, String>>) -> Result<u32, String> {
        let mut sum = 0;
        for stone in stones {
            sum += stone?;
        }
        Ok(sum)
    }

    pub fn load(stones: Vec<String>) -> Result<u32, String> {
        let (tx, rx) = sync_channel(1);
        let loader = thread::spawn(move || {
            for stone in stones {
                let read = stone.parse::<u32>().map_err(|error| error.to_string());
                let failed = read.is_err();
                if tx.send(read).is_err() || failed {
                    break;
                }
            }
        });
        let weighed = weigh(&rx);
        let _ = loader.join();
        weighed
    }
}

mod an_error_leaves_the_wait_out {
    use std::sync::mpsc::{Receiver, sync_channel};
    use std::thread;

    fn weigh(stones: &Receiver<u32>) -> Result<u32, String> {
        let mut sum = 0;
        for stone in stones {
            if stone > 500 {
                return Err(format!("{stone} is too heavy"));
            }
            sum += stone;
        }
        Ok(sum)
    }

    pub fn load(stones: Vec<u32>) -> Result<u32, String> {
        let (tx, rx) = sync_channel(1);
        let loader = thread::spawn(move || {
            for stone in stones {
                if tx.send(stone).is_err() {
                    break;
                }
            }
        });
        let weighed = weigh(&rx)?;
        let _ = loader.join();
        Ok(weighed)
    }
}

mod the_receiver_goes_before_the_threads_are_joined {
    use std::sync::mpsc::{Receiver, sync_channel};
    use std::thread::{self, JoinHandle};

    pub struct Mill {
        flour: Receiver<u32>,
        stones: Vec<JoinHandle<()>>,
    }

    impl Mill {
        pub fn start(stones: u32) -> Self {
            let (sacks, flour) = sync_channel(4);
            let stones = (0..stones)
                .map(|stone| {
                    let sacks = sacks.clone();
                    thread::spawn(move || {
                        for grain in 0..1000 {
                            if sacks.send(grain * stone).is_err() {
                                return;
                            }
                        }
                    })
                })
                .collect();
            Mill { flour, stones }
        }

        pub fn sack(&self) -> Option<u32> {
            self.flour.recv().ok()
        }

        pub fn stop(self) {
            drop(self.flour);
            for stone in self.stones {
                let _ = stone.join();
            }
        }
    }
}

mod what_is_told_is_heard_to_the_end {
    use tokio::sync::mpsc;
    use tokio_util::sync::CancellationToken;
    use tokio_util::task::TaskTracker;

    pub struct Stage {
        tell: mpsc::Sender<u32>,
        told: mpsc::Receiver<u32>,
        acts: TaskTracker,
    }

    impl Stage {
        pub fn set() -> Self {
            let (tell, told) = mpsc::channel(1);
            Stage { tell, told, acts: TaskTracker::new() }
        }

        pub async fn play(mut self, mut calls: mpsc::Receiver<u32>, curtain: CancellationToken) {
            loop {
                tokio::select! {
                    _ = curtain.cancelled() => break,
                    Some(call) = calls.recv() => self.begin(call),
                    Some(act) = self.told.recv() => println!("{act} is over"),
                }
            }
            self.clear().await;
        }

        fn begin(&self, act: u32) {
            self.acts.spawn(perform(act, self.tell.clone()));
        }

        async fn clear(&mut self) {
            self.acts.close();
            while !self.acts.is_empty() {
                let _ = self.told.recv().await;
            }
            self.acts.wait().await;
        }
    }

    async fn perform(act: u32, tell: mpsc::Sender<u32>) {
        tokio::task::yield_now().await;
        if tell.send(act).await.is_err() {
            println!("nobody hears of {act}");
        }
    }
}

mod a_chain_that_stops_at_the_first_ends_the_channel {
    use std::sync::mpsc::sync_channel;
    use std::thread;

    pub fn it_takes_the_receiver_along(numbers: Vec<u32>) -> bool {
        let (tx, rx) = sync_channel(1);
        let counter = thread::spawn(move || {
            for number in numbers {
                if tx.send(number * number).is_err() {
                    break;
                }
            }
        });
        let found = rx.into_iter().any(|square| square == 49);
        counter.join().expect("the counter does not panic");
        found
    }

    pub fn the_receiver_is_dropped_behind_it(numbers: Vec<u32>) -> Option<u32> {
        let (tx, rx) = sync_channel(1);
        let counter = thread::spawn(move || {
            for number in numbers {
                if tx.send(number * number).is_err() {
                    break;
                }
            }
        });
        let found = rx.iter().find(|square| square % 7 == 0);
        drop(rx);
        counter.join().expect("the counter does not panic");
        found
    }

    pub fn all_is_put_into_a_list(numbers: Vec<u32>) -> Vec<u32> {
        let (tx, rx) = sync_channel(1);
        let counter = thread::spawn(move || {
            for number in numbers {
                if tx.send(number * number).is_err() {
                    break;
                }
            }
        });
        let mut squares = vec![0];
        squares.extend(rx.iter());
        counter.join().expect("the counter does not panic");
        squares
    }
}

mod a_set_of_tasks_in_a_field_is_raced_with_the_receive {
    use std::time::Duration;

    use tokio::sync::{mpsc, oneshot};
    use tokio::task::JoinSet;

    pub struct Sorter {
        letters: mpsc::Receiver<u32>,
        again: mpsc::Sender<u32>,
        delays: JoinSet<()>,
    }

    impl Sorter {
        pub fn new(room: usize) -> Sorter {
            let (again, letters) = mpsc::channel(room);
            Sorter { letters, again, delays: JoinSet::new() }
        }

        fn put_off(&mut self, letter: u32) {
            let again = self.again.clone();
            self.delays.spawn(async move {
                tokio::time::sleep(Duration::from_secs(1)).await;
                let _ = again.send(letter).await;
            });
        }

        pub async fn sort(mut self, mut stop: oneshot::Receiver<()>) {
            loop {
                tokio::select! {
                    _ = &mut stop => break,
                    Some(letter) = self.letters.recv() => self.put_off(letter),
                    Some(_) = self.delays.join_next(), if !self.delays.is_empty() => {}
                }
            }
            self.delays.shutdown().await;
        }
    }
}
