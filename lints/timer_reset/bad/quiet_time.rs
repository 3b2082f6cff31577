//! Periods that could be taken for a quiet time.

use super::*;

struct Boat {
    number: u32,
    seen: Instant,
}

struct Quay {
    boats: Vec<Boat>,
    logged: Vec<u32>,
    queue: std::collections::VecDeque<u32>,
}

impl Quay {
    fn cast_off_idle(&mut self) {
        self.boats.retain(|boat| boat.seen.elapsed() < PATIENCE);
    }

    async fn report(&mut self, count: u32) {
        self.logged.push(count);
    }

    async fn each_boat_has_an_age_of_its_own(&mut self, mut arrivals: mpsc::Receiver<u32>) {
        loop {
            tokio::select! {
                number = arrivals.recv() => match number {
                    Some(number) => self.boats.push(Boat { number, seen: Instant::now() }),
                    None => break,
                },
                _ = sleep(Duration::from_secs(90)) => self.cast_off_idle(), //~
            }
        }
    }

    async fn it_is_looked_whether_any_is_idle(&mut self, mut arrivals: mpsc::Receiver<u32>) {
        let idle_check = Duration::from_secs(60);
        loop {
            tokio::select! {
                number = arrivals.recv() => match number {
                    Some(number) => self.logged.push(number),
                    None => break,
                },
                _ = sleep(idle_check) => self.cast_off_idle(), //~
            }
        }
    }

    async fn a_beat_even_when_all_is_quiet(
        &mut self,
        mut arrivals: mpsc::Receiver<u32>,
        mut lamp: Lamp,
    ) {
        loop {
            tokio::select! {
                number = arrivals.recv() => match number {
                    Some(number) => self.logged.push(number),
                    None => break,
                },
                // the pilots must see it even if the harbour is quiet
                _ = sleep(BEAT) => lamp.flash().await, //~
            }
        }
    }

    async fn one_boat_of_many_is_taken(&mut self, mut arrivals: mpsc::Receiver<u32>) {
        loop {
            tokio::select! {
                number = arrivals.recv() => match number {
                    Some(number) => self.queue.push_back(number),
                    None => break,
                },
                _ = sleep(PATIENCE) => { //~
                    if let Some(number) = self.queue.pop_front() {
                        self.report(number).await;
                    }
                }
            }
        }
    }

    async fn what_is_written_is_flushed_now_and_then(&mut self, mut arrivals: mpsc::Receiver<u32>) {
        let flush_after = Duration::from_secs(1);
        loop {
            tokio::select! {
                number = arrivals.recv() => match number {
                    Some(number) => self.logged.push(number),
                    None => break,
                },
                _ = sleep(flush_after) => { //~
                    let logged = std::mem::take(&mut self.logged);
                    self.report(logged.len() as u32).await;
                }
            }
        }
    }

    async fn other_traffic_puts_off_what_was_collected(
        &mut self,
        mut arrivals: mpsc::Receiver<u32>,
        mut signals: broadcast::Receiver<Signal>,
        mut lamp: Lamp,
    ) {
        loop {
            tokio::select! {
                number = arrivals.recv() => match number {
                    Some(number) => self.logged.push(number),
                    None => break,
                },
                Ok(signal) = signals.recv() => lamp.note(signal),
                _ = sleep(PATIENCE) => { //~
                    let logged = std::mem::take(&mut self.logged);
                    self.report(logged.len() as u32).await;
                }
            }
        }
    }

    async fn a_count_is_reported(&mut self, mut arrivals: mpsc::Receiver<u32>) {
        let mut count = 0;
        loop {
            tokio::select! {
                number = arrivals.recv() => match number {
                    Some(_) => count += 1,
                    None => break,
                },
                _ = sleep(Duration::from_secs(60)) => { //~
                    self.report(count).await;
                    count = 0;
                }
            }
        }
    }

    async fn a_tick_is_no_activity(&mut self, pause: Duration, quiet: Duration, mut lamp: Lamp) {
        let mut turns = interval(pause);
        loop {
            tokio::select! {
                _ = turns.tick() => lamp.turn(),
                _ = sleep(quiet) => self.report(0).await, //~
            }
        }
    }

    async fn a_flag_that_is_set_back(&mut self, mut arrivals: mpsc::Receiver<u32>) {
        let mut reported = false;
        loop {
            tokio::select! {
                number = arrivals.recv() => match number {
                    Some(number) => {
                        self.logged.push(number);
                        reported = false;
                    }
                    None => break,
                },
                _ = sleep(PATIENCE) => { //~
                    if !reported {
                        reported = true;
                        self.report(0).await;
                    }
                }
            }
        }
    }

    async fn what_ends_the_loop_is_done_by_a_call(&mut self, mut arrivals: mpsc::Receiver<u32>) {
        loop {
            tokio::select! {
                number = arrivals.recv() => {
                    if self.takes_last(number) {
                        break;
                    }
                }
                _ = sleep(PATIENCE) => self.report(0).await, //~
            }
        }
    }

    fn takes_last(&mut self, number: Option<u32>) -> bool {
        self.logged.extend(number);
        number.is_none()
    }

    async fn another_instant_is_compared(
        &mut self,
        mut arrivals: mpsc::Receiver<u32>,
        started: Instant,
    ) {
        let mut seen = started;
        loop {
            tokio::select! {
                number = arrivals.recv() => match number {
                    Some(_) => seen = Instant::now(),
                    None => break,
                },
                _ = sleep(PATIENCE) => { //~
                    if started.elapsed() > BEAT {
                        self.report(seen.elapsed().as_secs() as u32).await;
                    }
                }
            }
        }
    }
}

struct Telegraph {
    to_pilots: tokio::net::TcpStream,
    to_harbour: tokio::net::TcpStream,
    waiting: Vec<u8>,
    lamp: std::sync::Arc<tokio::sync::RwLock<Lamp>>,
}

impl Telegraph {
    async fn tell_pilots(&mut self, text: &str) -> std::io::Result<()> {
        use tokio::io::AsyncWriteExt;

        self.to_pilots.write_all(text.as_bytes()).await
    }

    async fn nod_to_harbour(&mut self) -> std::io::Result<()> {
        use tokio::io::AsyncWriteExt;

        self.to_harbour.write_all(b"still here").await
    }

    async fn send_what_waits(&mut self) -> std::io::Result<()> {
        use tokio::io::AsyncWriteExt;

        self.to_pilots.write_all(&self.waiting).await
    }

    async fn a_beat_to_somebody_else(
        &mut self,
        mut ships: mpsc::Receiver<u32>,
    ) -> std::io::Result<()> {
        loop {
            tokio::select! {
                ship = ships.recv() => match ship {
                    Some(ship) => self.tell_pilots(&ship.to_string()).await?,
                    None => return Ok(()),
                },
                _ = sleep(BEAT) => self.nod_to_harbour().await?, //~
            }
        }
    }

    async fn more_than_a_sign_of_life(
        &mut self,
        mut ships: mpsc::Receiver<u32>,
    ) -> std::io::Result<()> {
        loop {
            tokio::select! {
                ship = ships.recv() => match ship {
                    Some(ship) => self.tell_pilots(&ship.to_string()).await?,
                    None => return Ok(()),
                },
                _ = sleep(BEAT) => self.send_what_waits().await?, //~
            }
        }
    }

    async fn a_lock_is_no_peer(&mut self, mut signals: mpsc::Receiver<Signal>) {
        loop {
            tokio::select! {
                signal = signals.recv() => match signal {
                    Some(signal) => self.lamp.write().await.note(signal),
                    None => break,
                },
                _ = sleep(BEAT) => self.lamp.write().await.turn(), //~
            }
        }
    }
}

struct Mailbag {
    letters: Vec<u32>,
    linger: Duration,
}

impl Mailbag {
    fn put_in(&mut self, letter: u32) -> bool {
        self.letters.push(letter);
        self.letters.len() > 100
    }

    async fn carry_off(&mut self) {
        tokio::task::yield_now().await;
        self.letters.clear();
    }

    async fn a_batch_goes_after_a_time(mut self, mut letters: mpsc::Receiver<u32>) {
        loop {
            match timeout(self.linger, letters.recv()).await { //~
                Ok(Some(letter)) => {
                    if self.put_in(letter) {
                        self.carry_off().await;
                    }
                }
                Ok(None) => break,
                Err(_) => self.carry_off().await,
            }
        }
    }
}
