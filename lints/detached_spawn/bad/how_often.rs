//! How often it is started, and what shows that it is one too many.

use super::*;

// How often it is started, and what who starts it has of it.

/// Starts itself at the first call.
#[derive(Default)]
struct Winch {
    running: Mutex<bool>,
    turns: Arc<AtomicU64>,
}

impl Winch {
    pub fn the_first_call_starts_it(&self) {
        let mut running = self.running.lock().unwrap();
        if *running {
            return;
        }
        let turns = self.turns.clone();
        tokio::spawn(async move { //~
            loop {
                sleep(STEP).await;
                turns.fetch_add(1, Ordering::Relaxed);
            }
        });
        *running = true;
    }
}

/// Starts again where it was stopped.
#[derive(Default)]
struct Crank {
    cranking: bool,
    turns: Arc<AtomicU64>,
}

impl Crank {
    pub fn each_start_after_a_stop(&mut self) {
        if self.cranking {
            return;
        }
        self.cranking = true;
        let turns = self.turns.clone();
        tokio::spawn(async move { //~
            loop {
                sleep(STEP).await;
                turns.fetch_add(1, Ordering::Relaxed);
            }
        });
    }

    pub fn stop(&mut self) {
        self.cranking = false;
    }
}

pub fn nothing_of_who_starts_it() {
    tokio::spawn(async { //~
        loop {
            sleep(STEP).await;
            println!("still dark");
        }
    });
}

mod a_program_that_tries_again {
    use super::*;

    #[tokio::main]
    async fn main() {
        println!("{}", retry(|| one_for_each_success(1)).await);
        println!("{}", retry(|| one_for_each_try(2)).await);
    }

    /// Tries until it is done.
    async fn retry<T, W: Future<Output = io::Result<T>>>(mut work: impl FnMut() -> W) -> T {
        loop {
            match work().await {
                Ok(done) => return done,
                Err(_) => sleep(STEP).await,
            }
        }
    }

    async fn one_for_each_success(star: u32) -> io::Result<f64> {
        let dome = Dome::default();
        let angle = dome.follow(star).await?;
        tokio::spawn(async move { //~
            loop {
                sleep(STEP).await;
                dome.turn();
            }
        });
        Ok(angle)
    }

    async fn one_for_each_try(star: u32) -> io::Result<f64> {
        let dome = Dome::default();
        let turning = dome.clone();
        tokio::spawn(async move { //~
            loop {
                sleep(STEP).await;
                turning.turn();
            }
        });
        let angle = dome.follow(star).await?;
        Ok(angle)
    }
}

/// Hears of each star that rises.
struct Watch {
    dome: Arc<Dome>,
    bell: std::net::UdpSocket,
}

impl Watch {
    fn the_flag_would_not_be_seen(&self) -> io::Result<()> {
        let (dome, bell) = (self.dome.clone(), self.bell.try_clone()?);
        thread::spawn(move || { //~
            let mut star = [0; 4];
            loop {
                let _ = bell.recv(&mut star);
                dome.turn();
            }
        });
        Ok(())
    }
}

// What shows that it is one too many: who starts it is told to stop, or ends, and it goes on.

mod who_starts_it_is_told_to_stop {
    use tokio::sync::watch;
    use tokio_util::sync::CancellationToken;

    use super::*;

    pub async fn by_its_name(dome: Dome, mut shutdown: watch::Receiver<bool>) {
        tokio::spawn(turn_for_ever(dome)); //~
        let _ = shutdown.changed().await;
    }

    pub async fn by_its_type(dome: Dome, dawn: CancellationToken) {
        tokio::spawn(turn_for_ever(dome)); //~
        dawn.cancelled().await;
    }

    pub async fn how_long_a_stop_may_take(dome: Dome, stop_within: Duration) {
        tokio::spawn(turn_for_ever(dome)); //~
        sleep(stop_within).await;
    }

    pub async fn what_is_told_to_who_has_gone_does_nothing(
        angles: mpsc::Sender<u32>,
        dome: Dome,
        mut shutdown: watch::Receiver<bool>,
    ) {
        tokio::spawn(async move { //~
            let mut beat = tokio::time::interval(STEP);
            loop {
                beat.tick().await;
                let _ = angles.send(1).await;
            }
        });
        dome.turn();
        let _ = shutdown.changed().await;
    }
}

mod who_starts_it_ends_with_a_message {
    use super::*;

    pub enum Order {
        Follow(u32),
        Rest(u32),
        Exit,
    }

    pub async fn the_last_order(dome: Dome, mut orders: mpsc::Receiver<Order>) {
        let turning = dome.clone();
        tokio::spawn(turn_for_ever(turning)); //~
        while let Some(order) = orders.recv().await {
            match order {
                Order::Follow(star) | Order::Rest(star) => drop(dome.follow(star).await),
                Order::Exit => {
                    println!("the night is over");
                    return;
                }
            }
        }
    }

    pub async fn no_order_ends_it(dome: Dome, mut orders: mpsc::Receiver<Order>) {
        let turning = dome.clone();
        tokio::spawn(turn_for_ever(turning)); //~
        while let Some(order) = orders.recv().await {
            match order {
                Order::Follow(star) => drop(dome.follow(star).await),
                Order::Rest(_) => return,
                Order::Exit => println!("not yet"),
            }
        }
    }
}

// Or it is started for what is there already, as often as somebody asks. A part of the program is started once.

pub struct Roof {
    dome: Dome,
}

impl Roof {
    pub fn new(dome: Dome) -> Roof {
        tokio::spawn(turn_for_ever(dome.clone())); //~
        Roof { dome }
    }

    pub fn start(&self) {
        tokio::spawn(turn_for_ever(self.dome.clone())); //~
    }

    pub fn moves_on_request(&self) {
        tokio::spawn(turn_for_ever(self.dome.clone())); //~
    }

    pub fn asks_for_another(self: Arc<Self>) {
        turns_beside(self.dome.clone());
    }

    pub fn moves_for_its_only_owner(&mut self) {
        tokio::spawn(turn_for_ever(self.dome.clone())); //~
    }

    pub fn is_rebuilt(&self) -> Roof {
        Roof::new(self.dome.clone())
    }
}

fn turns_beside(dome: Dome) {
    tokio::spawn(turn_for_ever(dome)); //~
}

// The owner aborts its task in a method, and not when it is dropped.

mod owners {
    use super::*;

    use std::collections::HashMap;

    use tokio::task::JoinHandle;

    pub struct Tracker {
        tracking: JoinHandle<()>,
    }

    impl Tracker {
        pub fn of(dome: Dome) -> Self {
            let tracking = tokio::spawn(async move { //~
                turn_for_ever(dome).await;
            });
            Self { tracking }
        }

        pub fn cancel(&self) {
            self.tracking.abort();
        }
    }

    pub struct Survey {
        exposures: HashMap<u32, JoinHandle<()>>,
    }

    impl Survey {
        pub fn expose(&mut self, field: u32, dome: Dome) {
            let exposure = tokio::spawn(turn_for_ever(dome)); //~
            self.exposures.insert(field, exposure);
        }

        pub fn skip(&mut self, field: u32) {
            if let Some(exposure) = self.exposures.remove(&field) {
                exposure.abort();
            }
        }

        pub fn reset(&mut self) {
            for (_field, exposure) in self.exposures.drain() {
                exposure.abort();
            }
        }
    }
}
