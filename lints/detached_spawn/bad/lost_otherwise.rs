//! A handle can be lost in more ways than a statement.

use super::*;

fn turn_slowly() {
    loop {
        println!("turning");
        thread::sleep(Duration::from_secs(1));
    }
}

struct Motor {
    thread: Option<thread::JoinHandle<()>>,
    name: String,
}

impl Motor {
    fn renamed_and_dropped(&self) {
        let handle = thread::spawn(turn_slowly); //~
        let same = handle;
        println!("{}", self.name);
        drop(same);
    }

    fn left_in_a_pair(&self) {
        let pair = (thread::spawn(turn_slowly), 1); //~
        println!("{} {}", self.name, pair.1);
    }

    fn left_in_a_struct(&self) {
        struct Run {
            _thread: thread::JoinHandle<()>,
            number: u32,
        }
        let run = Run { _thread: thread::spawn(turn_slowly), number: 7 }; //~
        println!("{} {}", self.name, run.number);
    }

    fn put_where_nobody_looks(&mut self) {
        self.thread = Some(thread::spawn(turn_slowly)); //~
        println!("{}", self.name);
        self.thread = None;
    }

    fn given_to_who_ignores_it(&self) {
        println!("{}", self.name);
        ignore(thread::spawn(turn_slowly)); //~
    }

    fn only_borrowed(&self) {
        let lent = &thread::spawn(turn_slowly); //~
        println!("{} {:?}", self.name, lent.thread().id());
    }
}

fn ignore(_handle: thread::JoinHandle<()>) {}

mod program_that_starts_over {
    use super::{Dome, STEP, thread};

    fn main() {
        while night().is_err() {
            println!("once more");
        }
    }

    fn night() -> Result<(), u32> {
        opens(Dome::default());
        Err(1)
    }

    fn opens(dome: Dome) {
        thread::spawn(move || { //~
            loop {
                thread::sleep(STEP);
                dome.turn();
            }
        });
    }
}

mod program_that_calls_itself {
    use super::{Dome, turn_for_ever};

    #[tokio::main]
    async fn main() {
        connects(0).await;
    }

    async fn connects(tries: u32) {
        tokio::spawn(turn_for_ever(Dome::default())); //~
        Box::pin(connects(tries + 1)).await;
    }
}

mod program_that_is_called_back {
    use super::{Dome, turn_for_ever};

    fn main() {
        each_visitor(opens);
    }

    fn each_visitor(greet: impl Fn()) {
        loop {
            greet();
        }
    }

    fn opens() {
        tokio::spawn(turn_for_ever(Dome::default())); //~
    }
}

mod called_from_outside {
    use super::{Dome, thread, turn_for_ever};

    #[unsafe(no_mangle)]
    extern "C" fn observatory_night_begins() {
        opens();
    }

    fn opens() {
        tokio::spawn(turn_for_ever(Dome::default())); //~
    }

    struct Shutter(Dome);

    impl Drop for Shutter {
        fn drop(&mut self) {
            closes(self.0.clone());
        }
    }

    fn closes(dome: Dome) {
        tokio::spawn(turn_for_ever(dome)); //~
    }
}

mod a_cell_for_each_owner {
    use std::sync::OnceLock;

    use super::{Dome, turn_for_ever};

    #[derive(Default)]
    struct Site {
        dome: OnceLock<Dome>,
    }

    impl Site {
        fn dome(&self) -> &Dome {
            self.dome.get_or_init(|| {
                let dome = Dome::default();
                tokio::spawn(turn_for_ever(dome.clone())); //~
                dome
            })
        }
    }
}

mod what_the_owner_has_tells_how_to_stop_it {
    use tokio_util::sync::CancellationToken;

    use super::{Arc, AtomicU64, Duration, Mutex, Ordering, sleep};

    struct Catalogue {
        stars: Arc<Mutex<Vec<u64>>>,
    }

    impl Catalogue {
        fn new() -> Catalogue {
            let stars: Arc<Mutex<Vec<u64>>> = Arc::default();
            let sorted = stars.clone();
            tokio::spawn(async move { //~
                loop {
                    sleep(Duration::from_secs(60)).await;
                    sorted.lock().unwrap().sort();
                }
            });
            Catalogue { stars }
        }

        fn brightest(&self) -> Option<u64> {
            self.stars.lock().unwrap().last().copied()
        }
    }

    struct Guide {
        closing: CancellationToken,
        shown: Arc<AtomicU64>,
    }

    impl Guide {
        fn opens(&self) {
            let shown = Arc::clone(&self.shown);
            tokio::spawn(async move { //~
                loop {
                    sleep(Duration::from_secs(60)).await;
                    shown.store(0, Ordering::Relaxed);
                }
            });
        }

        fn closes(&self) {
            self.closing.cancel();
        }
    }
}

mod the_last_words_are_lost {
    use std::fs::File;
    use std::io::Write;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use tokio::io::{AsyncWriteExt, BufWriter};
    use tokio::sync::oneshot;
    use tokio_util::sync::CancellationToken;

    use super::{Duration, sleep, thread};

    fn keeps_the_log(mut log: BufWriter<tokio::fs::File>, closing: CancellationToken) {
        tokio::spawn(async move { //~
            loop {
                tokio::select! {
                    () = closing.cancelled() => break,
                    () = sleep(Duration::from_secs(1)) => {
                        let _ = log.write_all(b"clear sky\n").await;
                    }
                }
            }
            if let Err(error) = log.flush().await {
                eprintln!("{error}");
            }
        });
    }

    async fn writes_all(log: &mut tokio::fs::File, stars: &mut Vec<u8>) {
        if let Err(error) = log.write_all(stars).await {
            eprintln!("{error}");
        }
        stars.clear();
    }

    fn keeps_a_list(
        mut log: tokio::fs::File,
        mut seen: tokio::sync::mpsc::Receiver<u8>,
        closing: CancellationToken,
    ) {
        tokio::spawn(async move { //~
            let mut stars = Vec::new();
            loop {
                tokio::select! {
                    () = closing.cancelled() => break,
                    () = sleep(Duration::from_secs(1)) => writes_all(&mut log, &mut stars).await,
                    star = seen.recv() => match star {
                        Some(star) => stars.push(star),
                        None => break,
                    },
                }
            }
            writes_all(&mut log, &mut stars).await;
        });
    }

    fn in_the_branch_itself(mut log: BufWriter<tokio::fs::File>, mut closing: oneshot::Receiver<()>) {
        tokio::spawn(async move { //~
            loop {
                tokio::select! {
                    _ = &mut closing => {
                        let _ = log.flush().await;
                        return;
                    }
                    () = sleep(Duration::from_secs(1)) => {
                        let _ = log.write_all(b"clear sky\n").await;
                    }
                }
            }
        });
    }

    struct Chart {
        stars: Vec<u32>,
    }

    impl Chart {
        fn save(&self) -> std::io::Result<()> {
            std::fs::write("chart", format!("{:?}", self.stars))
        }
    }

    fn in_the_last_iteration(chart: Arc<Chart>, closing: CancellationToken) {
        tokio::spawn(async move { //~
            let mut last = false;
            loop {
                tokio::select! {
                    () = closing.cancelled() => last = true,
                    () = sleep(Duration::from_secs(60)) => {}
                }
                let chart = chart.clone();
                let saved = tokio::task::spawn_blocking(move || chart.save()).await;
                if last {
                    break;
                }
                println!("{saved:?}");
            }
        });
    }

    fn on_a_thread(mut log: std::io::BufWriter<File>, stopped: Arc<AtomicBool>) {
        thread::spawn(move || { //~
            while !stopped.load(Ordering::Relaxed) {
                thread::sleep(Duration::from_secs(1));
                let _ = log.write_all(b"clear sky\n");
            }
            log.flush().expect("the disk has room");
        });
    }
}
