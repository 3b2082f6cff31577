//! Timers that start from zero each time something else wakes the loop.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use tokio::sync::{Mutex, Notify, broadcast, mpsc, watch};
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

const BEAT: Duration = Duration::from_secs(10);
const PATIENCE: Duration = Duration::from_secs(3);

#[derive(Clone, PartialEq)]
enum Signal {
    Ship(u32),
    Fog(bool),
}

#[derive(Debug)]
struct TimedOut;

#[derive(Default)]
struct Lamp {
    seen: Vec<u32>,
    fog: bool,
}

impl Lamp {
    fn note(&mut self, signal: Signal) {
        match signal {
            Signal::Ship(number) => self.seen.push(number),
            Signal::Fog(fog) => self.fog = fog,
        }
    }

    async fn flash(&mut self) {
        self.seen.clear();
    }

    fn turn(&mut self) {
        self.seen.truncate(100);
    }
}

// Periods: the timer's branch stays in the loop and does work.

async fn heartbeat_put_off_by_every_message(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp) {
    loop {
        tokio::select! {
            signal = signals.recv() => match signal {
                Some(signal) => lamp.note(signal),
                None => break,
            },
            _ = tokio::time::sleep(Duration::from_secs(10)) => lamp.flash().await, //~
        }
    }
}

async fn timer_first_and_biased(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp) {
    loop {
        tokio::select! {
            biased;
            () = sleep(BEAT) => { //~
                lamp.flash().await;
            }
            signal = signals.recv() => {
                let Some(signal) = signal else { return };
                lamp.note(signal);
            }
        }
    }
}

async fn pinned_in_the_same_turn(mut signals: mpsc::UnboundedReceiver<Signal>, mut lamp: Lamp) {
    loop {
        let beat = sleep(BEAT); //~
        tokio::pin!(beat);
        tokio::select! {
            _ = beat.as_mut() => lamp.turn(),
            signal = signals.recv() => match signal {
                Some(signal) => lamp.note(signal),
                None => break,
            },
        }
    }
}

async fn boxed_in_the_same_turn(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp) {
    loop {
        let mut beat = Box::pin(sleep(BEAT)); //~
        tokio::select! {
            _ = &mut beat => lamp.turn(),
            signal = signals.recv() => match signal {
                Some(signal) => lamp.note(signal),
                None => break,
            },
        }
    }
}

async fn now_plus_a_length_is_no_fixed_instant(
    mut signals: broadcast::Receiver<Signal>,
    mut lamp: Lamp,
) {
    loop {
        tokio::select! {
            _ = tokio::time::sleep_until(tokio::time::Instant::now() + BEAT) => lamp.turn(), //~
            signal = signals.recv() => match signal {
                Ok(signal) => lamp.note(signal),
                Err(broadcast::error::RecvError::Lagged(_)) => continue,
                Err(broadcast::error::RecvError::Closed) => break,
            },
        }
    }
}

async fn two_timers_set_each_other_back(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp) {
    loop {
        tokio::select! {
            signal = signals.recv() => match signal {
                Some(signal) => lamp.note(signal),
                None => break,
            },
            _ = sleep(Duration::from_secs(2)) => lamp.turn(), //~
            _ = sleep(Duration::from_secs(60)) => lamp.flash().await, //~
        }
    }
}

struct Keeper {
    signals: mpsc::Receiver<Signal>,
    pilots: tokio::net::TcpListener,
    lamp: Lamp,
    beat: Duration,
}

impl Keeper {
    async fn the_length_is_a_field(&mut self) {
        while !self.lamp.fog {
            tokio::select! {
                signal = self.signals.recv() => match signal {
                    Some(signal) => self.lamp.note(signal),
                    None => return,
                },
                _ = sleep(self.beat) => self.lamp.flash().await, //~
            }
        }
    }

    async fn every_guest_puts_off_the_sweep(&mut self) -> std::io::Result<()> {
        loop {
            tokio::select! {
                guest = self.pilots.accept() => {
                    let (_socket, address) = guest?;
                    println!("pilot from {address}");
                }
                _ = sleep(BEAT) => self.lamp.turn(), //~
            }
        }
    }

    #[rustfmt::skip] // the mark belongs to the line of the match
    async fn a_timeout_used_as_a_ticker(&mut self) {
        loop {
            match timeout(BEAT, self.signals.recv()).await { //~
                Ok(Some(signal)) => self.lamp.note(signal),
                Ok(None) => break,
                Err(_) => self.lamp.flash().await,
            }
        }
    }

    async fn a_timeout_taken_apart_by_if_let(&mut self) {
        loop {
            let woken = timeout(self.beat, self.signals.recv()).await; //~
            if let Ok(signal) = woken {
                let Some(signal) = signal else { return };
                self.lamp.note(signal);
            } else {
                self.lamp.flash().await;
            }
        }
    }
}

#[rustfmt::skip] // the mark belongs to the line of the match
fn recv_timeout_used_as_a_ticker(signals: Receiver<Signal>, mut lamp: Lamp) {
    loop {
        match signals.recv_timeout(BEAT) { //~
            Ok(signal) => lamp.note(signal),
            Err(RecvTimeoutError::Timeout) => lamp.turn(),
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
}

mod other_channels {
    use super::{BEAT, Lamp, Signal};

    #[rustfmt::skip] // the mark belongs to the line of the match
    fn crossbeam_recv_timeout(signals: crossbeam_channel::Receiver<Signal>, mut lamp: Lamp) {
        loop {
            match signals.recv_timeout(BEAT) { //~
                Ok(signal) => lamp.note(signal),
                Err(error) if error.is_timeout() => lamp.turn(),
                Err(_) => return,
            }
        }
    }

    fn crossbeam_select_with_after(signals: crossbeam_channel::Receiver<Signal>, mut lamp: Lamp) {
        loop {
            crossbeam_channel::select! {
                recv(signals) -> signal => match signal {
                    Ok(signal) => lamp.note(signal),
                    Err(_) => break,
                },
                recv(crossbeam_channel::after(BEAT)) -> _ => lamp.turn(), //~
            }
        }
    }

    #[rustfmt::skip] // the mark belongs to the line of the match
    fn flume_recv_timeout(signals: flume::Receiver<Signal>, mut lamp: Lamp) {
        loop {
            match signals.recv_timeout(BEAT) { //~
                Ok(signal) => lamp.note(signal),
                Err(flume::RecvTimeoutError::Timeout) => lamp.turn(),
                Err(flume::RecvTimeoutError::Disconnected) => break,
            }
        }
    }

    #[rustfmt::skip] // the mark belongs to the line of the match
    fn kanal_recv_timeout(signals: kanal::Receiver<Signal>, mut lamp: Lamp) {
        loop {
            match signals.recv_timeout(BEAT) { //~
                Ok(signal) => lamp.note(signal),
                Err(kanal::ReceiveErrorTimeout::Timeout) => lamp.turn(),
                Err(_) => break,
            }
        }
    }
}

#[path = "bad/other_runtimes.rs"]
mod other_runtimes;

// Deadlines: the timer gives up, but anything that does not match starts it again.

async fn any_other_reply_extends_the_deadline(
    signals: &mut mpsc::Receiver<Signal>,
    wanted: u32,
) -> Result<Signal, TimedOut> {
    loop {
        tokio::select! {
            signal = signals.recv() => match signal {
                Some(Signal::Ship(number)) if number == wanted => return Ok(Signal::Ship(number)),
                Some(_) => continue,
                None => return Err(TimedOut),
            },
            _ = sleep(PATIENCE) => return Err(TimedOut), //~
        }
    }
}

// Pedantic: a limit on what each iteration waits for, which comes only so often.

async fn every_change_extends_the_deadline(
    depth: &mut watch::Receiver<u32>,
    wanted: u32,
) -> Result<u32, TimedOut> {
    loop {
        let now = *depth.borrow_and_update();
        if now >= wanted {
            return Ok(now);
        }
        timeout(PATIENCE, depth.changed()) //~
            .await
            .map_err(|_| TimedOut)?
            .map_err(|_| TimedOut)?;
    }
}

async fn every_wake_up_extends_the_deadline(
    bell: &Notify,
    shelf: &parking_lot::Mutex<Vec<u32>>,
    limit: Duration,
) -> Result<u32, TimedOut> {
    loop {
        if let Some(book) = shelf.lock().pop() {
            return Ok(book);
        }
        timeout(limit, bell.notified()) //~
            .await
            .map_err(|_| TimedOut)?;
    }
}

fn any_other_message_extends_the_deadline(
    signals: &Receiver<Signal>,
    wanted: u32,
) -> Result<u32, RecvTimeoutError> {
    loop {
        let signal = signals.recv_timeout(PATIENCE)?; //~
        if signal == Signal::Ship(wanted) {
            return Ok(wanted);
        }
    }
}

fn the_whole_wait_again_after_a_wake_up(
    gate: &std::sync::Mutex<bool>,
    opened: &std::sync::Condvar,
    limit: Duration,
) -> Option<()> {
    let mut open = gate.lock().unwrap();
    while !*open {
        let (guard, result) = opened.wait_timeout(open, limit).unwrap(); //~
        open = guard;
        if result.timed_out() {
            return None;
        }
    }
    Some(())
}

fn the_whole_park_again_after_a_wake_up(
    slot: &crossbeam::queue::SegQueue<u32>,
    limit: Duration,
) -> Result<u32, TimedOut> {
    let start = Instant::now();
    loop {
        if let Some(parcel) = slot.pop() {
            return Ok(parcel);
        }
        std::thread::park_timeout(limit); //~
        if start.elapsed() >= limit {
            return Err(TimedOut);
        }
    }
}

// One wait, behind a look at how much of its limit has passed.

async fn the_whole_limit_after_a_look_at_the_clock(
    depth: &mut watch::Receiver<u32>,
    limit: Duration,
) -> Option<u32> {
    let start = Instant::now();
    tokio::fs::write("soundings", b"ask").await.ok()?;
    if start.elapsed() > limit {
        return None;
    }
    timeout(limit, depth.changed()).await.ok()?.ok()?; //~
    Some(*depth.borrow())
}

fn the_whole_limit_while_some_is_left(answers: &Receiver<u32>, limit: Duration) -> Option<u32> {
    let start = Instant::now();
    let first = answers.recv().ok()?;
    let passed = start.elapsed();
    if limit > passed {
        return answers.recv_timeout(limit).ok(); //~
    }
    Some(first)
}

struct Sounding {
    start: Instant,
    limit: Duration,
    depth: watch::Receiver<u32>,
}

impl Sounding {
    fn is_over(&self) -> bool {
        self.start.elapsed() >= self.limit
    }

    fn is_stopped(&self) -> bool {
        self.depth.has_changed().is_err()
    }

    async fn the_whole_limit_after_a_method_that_looks(&mut self) -> Option<u32> {
        if self.is_stopped() || self.is_over() {
            return None;
        }
        timeout(self.limit, self.depth.changed()).await.ok()?.ok()?; //~
        Some(*self.depth.borrow())
    }
}

// Dead timers: another branch ticks at least as often.

async fn a_ticker_of_the_same_period(mut lamp: Lamp, mut stop: mpsc::Receiver<()>) {
    let mut ticks = interval(BEAT);
    loop {
        tokio::select! {
            _ = ticks.tick() => lamp.turn(),
            _ = sleep(BEAT) => lamp.flash().await, //~
            _ = stop.recv() => break,
        }
    }
}

async fn a_fast_ticker_keeps_the_idle_exit_off(
    mut signals: mpsc::Receiver<Signal>,
    mut lamp: Lamp,
) {
    let mut drain = interval(Duration::from_millis(500));
    loop {
        tokio::select! {
            _ = drain.tick() => lamp.turn(),
            signal = signals.recv() => match signal {
                Some(signal) => lamp.note(signal),
                None => break,
            },
            _ = sleep(Duration::from_secs(300)) => break, //~
        }
    }
}

async fn a_fast_ticker_beside_an_idle_exit_that_the_caller_sets(
    mut signals: mpsc::Receiver<Signal>,
    mut lamp: Lamp,
    idle: Duration,
) {
    let mut oil = interval(Duration::from_millis(500));
    loop {
        tokio::select! {
            signal = signals.recv() => match signal {
                Some(signal) => lamp.note(signal),
                None => return,
            },
            _ = oil.tick() => lamp.turn(),
            _ = sleep(idle) => { //~
                println!("nothing to show for {idle:?}");
                return;
            }
        }
    }
}

async fn a_shorter_timer_beside_it(mut lamp: Lamp) {
    loop {
        tokio::select! {
            _ = sleep(Duration::from_millis(250)) => lamp.turn(),
            _ = sleep(Duration::from_secs(30)) => return, //~
        }
    }
}

async fn the_length_is_made_in_the_loop(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp) {
    loop {
        let beat = Duration::from_secs(2);
        tokio::select! {
            signal = signals.recv() => match signal {
                Some(signal) => lamp.note(signal),
                None => break,
            },
            _ = sleep(beat) => lamp.turn(), //~
        }
    }
}

#[path = "bad/quiet_time.rs"]
mod quiet_time;

// The length is a constant of a type.

trait Turning {
    const PERIOD: Duration;

    fn turn(&mut self);
}

impl Lamp {
    const BEAT: Duration = Duration::from_secs(10);
    const BLINK: Duration = Duration::from_secs(1);

    async fn a_constant_of_its_own(mut self, mut signals: mpsc::Receiver<Signal>) {
        loop {
            tokio::select! {
                signal = signals.recv() => match signal {
                    Some(signal) => self.note(signal),
                    None => break,
                },
                _ = sleep(Self::BEAT) => self.turn(), //~
            }
        }
    }

    async fn it_can_never_fire(mut self) {
        let mut blinks = interval(Lamp::BLINK);
        loop {
            tokio::select! {
                _ = blinks.tick() => self.turn(),
                _ = sleep(Lamp::BEAT * 2) => return, //~
            }
        }
    }
}

async fn a_constant_of_any_type<T: Turning>(mut signals: mpsc::Receiver<Signal>, mut turning: T) {
    let mut seen = Vec::new();
    loop {
        tokio::select! {
            signal = signals.recv() => match signal {
                Some(signal) => seen.push(signal),
                None => break,
            },
            _ = sleep(T::PERIOD) => turning.turn(), //~
        }
    }
}

// Windows: what comes is collected, and each of it opens the window again.

async fn log(batch: &mut Vec<Signal>) {
    println!("{} signals", batch.len());
    batch.clear();
}

async fn a_batch_that_grows_while_signals_come(mut signals: mpsc::Receiver<Signal>) {
    let mut open = true;
    while open {
        let mut batch = Vec::new();
        loop {
            tokio::select! {
                signal = signals.recv() => match signal {
                    Some(signal) => batch.push(signal),
                    None => {
                        open = false;
                        break;
                    }
                },
                _ = sleep(Duration::from_millis(200)) => break, //~
            }
        }
        log(&mut batch).await;
    }
}

#[rustfmt::skip] // the mark belongs to the line of the timeout
async fn a_batch_in_the_head_of_a_loop(mut signals: mpsc::Receiver<Signal>) {
    while !signals.is_closed() {
        let mut batch = Vec::new();
        while let Ok(Some(signal)) = timeout(Duration::from_millis(200), signals.recv()).await { //~
            batch.push(signal);
        }
        log(&mut batch).await;
    }
}

#[rustfmt::skip] // the mark belongs to the line of the match
fn a_batch_of_a_thread(signals: Receiver<Signal>, mut lamp: Lamp) {
    let flush_after = Duration::from_secs(1);
    loop {
        let mut seen = Vec::new();
        loop {
            match signals.recv_timeout(flush_after) { //~
                Ok(signal) => seen.push(signal),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        seen.into_iter().for_each(|signal| lamp.note(signal));
    }
}

// A function of the package that only waits for what others send.

struct Tower {
    ships: broadcast::Sender<u32>,
}

impl Tower {
    async fn next_ship(&self) -> Option<u32> {
        let mut ships = self.ships.subscribe();
        ships.recv().await.ok().filter(|ship| *ship > 0)
    }
}

async fn a_receive_by_another_name(tower: &Tower, awaited: u32) -> Result<u32, TimedOut> {
    loop {
        tokio::select! {
            ship = tower.next_ship() => {
                if ship == Some(awaited) {
                    return Ok(awaited);
                }
            }
            _ = sleep(PATIENCE) => return Err(TimedOut), //~
        }
    }
}

// The other branch does the timer's work only now and then, or changes what no condition at the wait asks.

async fn written_when_the_page_is_full(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp) {
    let mut pages = Vec::new();
    loop {
        tokio::select! {
            signal = signals.recv() => {
                let Some(signal) = signal else { break };
                pages.push(signal);
                if pages.len() > 100 {
                    lamp.flash().await;
                }
            }
            _ = sleep(PATIENCE) => lamp.flash().await, //~
        }
    }
}

fn pages_of_one_signal(pages: &std::sync::mpsc::Receiver<Signal>, awaited: Signal) -> Result<u32, TimedOut> {
    let mut other = 0;
    loop {
        if other > 100 {
            println!("{other} other signals");
        } else {
            match pages.recv_timeout(PATIENCE) { //~
                Ok(signal) if signal == awaited => return Ok(other),
                Ok(_) => other += 1,
                Err(_) => return Err(TimedOut),
            }
        }
    }
}

// Made once, and ready forever when it has fired.

async fn nobody_sets_it_again(mut ships: mpsc::Receiver<u32>, lamp: &mut Lamp) {
    let dusk = sleep(PATIENCE); //~
    tokio::pin!(dusk);
    let mut seen = 0;
    while seen < 8 {
        tokio::select! {
            _ = &mut dusk => lamp.flash().await,
            ship = ships.recv() => match ship {
                Some(ship) => seen += ship,
                None => break,
            },
        }
    }
}

#[path = "bad/made_by_a_helper.rs"]
mod made_by_a_helper;
