//! What waits for the task has the receiver, and has stopped reading: by an error, or where the tasks are many.

mod a_function_that_is_lent_the_receiver_gives_up {
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
                if tx.send(stone).is_err() { //~
                    break;
                }
            }
        });
        let weighed = weigh(&rx);
        let _ = loader.join();
        weighed
    }
}

mod a_method_joins_all_threads_of_its_struct {
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
                            if sacks.send(grain * stone).is_err() { //~
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

        pub fn stop(self) -> bool {
            for stone in self.stones {
                let _ = stone.join();
            }
            self.flour.try_recv().is_ok()
        }
    }
}

mod a_tracker_is_waited_for_when_the_loop_is_left {
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
            self.acts.wait().await;
        }
    }

    async fn perform(act: u32, tell: mpsc::Sender<u32>) {
        tokio::task::yield_now().await;
        if tell.send(act).await.is_err() { //~
            println!("nobody hears of {act}");
        }
    }
}

mod a_chain_stops_at_the_first_that_it_looks_for {
    use std::path::{Path, PathBuf};
    use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
    use std::thread::{self, JoinHandle};

    struct Scout {
        found: SyncSender<PathBuf>,
    }

    impl Scout {
        fn walk(&self, folder: &Path) -> bool {
            for entry in folder.read_dir().into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    if !self.walk(&path) {
                        return false;
                    }
                } else if self.found.send(path).is_err() { //~
                    return false;
                }
            }
            true
        }

        fn run(self) {
            self.walk(Path::new("."));
        }
    }

    fn start() -> (Receiver<PathBuf>, JoinHandle<()>) {
        let (found, paths) = sync_channel(8);
        let scout = Scout { found };
        (paths, thread::spawn(move || scout.run()))
    }

    pub fn first_map() -> Option<PathBuf> {
        let (paths, scout) = start();
        let first = paths.iter().find(|path| path.extension().is_some_and(|end| end == "map"));
        scout.join().expect("the scout does not panic");
        first
    }

    pub fn any_of(numbers: Vec<u32>) -> bool {
        let (tx, rx) = sync_channel(1);
        let counter = thread::spawn(move || {
            for number in numbers {
                if tx.send(number * number).is_err() { //~
                    break;
                }
            }
        });
        let found = rx.iter().any(|square| square == 49);
        counter.join().expect("the counter does not panic");
        found
    }
}
