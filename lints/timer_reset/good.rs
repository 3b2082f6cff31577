//! Timers in loops that are right as they are.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use tokio::sync::{Notify, broadcast, mpsc, oneshot, watch};
use tokio::time::{
    MissedTickBehavior, interval, interval_at, sleep, sleep_until, timeout, timeout_at,
};
use tokio_util::sync::CancellationToken;

const BEAT: Duration = Duration::from_secs(10);
const SILENCE: Duration = Duration::from_secs(120);

#[derive(Clone, Debug, PartialEq)]
enum Signal {
    Ship(u32),
    Fog(bool),
    GoHome,
}

#[derive(Debug)]
enum Failure {
    Silence(Duration),
    TimedOut,
    Closed,
}

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
            Signal::GoHome => self.seen.clear(),
        }
    }

    async fn flash(&mut self) {
        self.seen.clear();
    }

    fn turn(&mut self) {
        self.seen.truncate(100);
    }

    fn next_flash(&self) -> Duration {
        Duration::from_secs(1 + self.seen.len() as u64)
    }
}

#[path = "good/quiet_is_measured.rs"]
mod quiet_is_measured;

// The timer outlives the turn.

async fn an_interval_before_the_loop(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp) {
    let mut beats = interval_at(tokio::time::Instant::now() + BEAT, BEAT);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            signal = signals.recv() => match signal {
                Some(signal) => lamp.note(signal),
                None => break,
            },
            _ = beats.tick() => lamp.flash().await,
        }
    }
}

async fn a_sleep_pinned_before_the_loop_and_reset_in_its_branch(
    mut signals: mpsc::Receiver<Signal>,
    mut lamp: Lamp,
) {
    let beat = sleep(BEAT);
    tokio::pin!(beat);
    loop {
        tokio::select! {
            signal = signals.recv() => match signal {
                Some(signal) => lamp.note(signal),
                None => break,
            },
            () = &mut beat => {
                lamp.turn();
                beat.as_mut().reset(tokio::time::Instant::now() + BEAT);
            }
        }
    }
}

async fn the_unfinished_timer_is_carried_over(
    mut signals: futures::channel::mpsc::Receiver<Signal>,
    mut lamp: Lamp,
) {
    use futures::StreamExt;
    use futures::future::{Either, select};
    use futures_timer::Delay;

    let mut beat = Delay::new(BEAT);
    loop {
        match select(signals.next(), beat).await {
            Either::Left((Some(signal), unfinished)) => {
                lamp.note(signal);
                beat = unfinished;
            }
            Either::Left((None, _)) => break,
            Either::Right(((), _)) => {
                lamp.turn();
                beat = Delay::new(BEAT);
            }
        }
    }
}

fn a_crossbeam_ticker_before_the_loop(
    signals: crossbeam_channel::Receiver<Signal>,
    mut lamp: Lamp,
) {
    let ticker = crossbeam_channel::tick(BEAT);
    loop {
        crossbeam_channel::select! {
            recv(signals) -> signal => match signal {
                Ok(signal) => lamp.note(signal),
                Err(_) => break,
            },
            recv(ticker) -> _ => lamp.turn(),
        }
    }
}

async fn the_next_beat_is_an_instant(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp) {
    let mut next = tokio::time::Instant::now() + BEAT;
    loop {
        tokio::select! {
            signal = signals.recv() => match signal {
                Some(signal) => lamp.note(signal),
                None => break,
            },
            _ = sleep_until(next) => {
                lamp.turn();
                next += BEAT;
            }
        }
    }
}

async fn armed_again_from_the_last_beat(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp) {
    let mut last = tokio::time::Instant::now();
    loop {
        let due = sleep_until(last + BEAT);
        tokio::select! {
            signal = signals.recv() => match signal {
                Some(signal) => lamp.note(signal),
                None => break,
            },
            _ = due => {
                last = tokio::time::Instant::now();
                lamp.flash().await;
            }
        }
    }
}

#[path = "good/silence.rs"]
mod silence;

// Deadlines that hold.

async fn one_deadline_around_the_whole_search(
    signals: &mut mpsc::Receiver<Signal>,
    wanted: u32,
) -> Result<Signal, Failure> {
    let search = async {
        while let Some(signal) = signals.recv().await {
            if signal == Signal::Ship(wanted) {
                return Ok(signal);
            }
        }
        Err(Failure::Closed)
    };
    timeout(BEAT, search).await.map_err(|_| Failure::TimedOut)?
}

async fn one_instant_for_every_turn(
    signals: &mut mpsc::Receiver<Signal>,
    wanted: u32,
) -> Result<Signal, Failure> {
    let deadline = tokio::time::Instant::now() + BEAT;
    loop {
        match timeout_at(deadline, signals.recv()).await {
            Ok(Some(signal)) if signal == Signal::Ship(wanted) => return Ok(signal),
            Ok(Some(_)) => {}
            Ok(None) => return Err(Failure::Closed),
            Err(_) => return Err(Failure::TimedOut),
        }
    }
}

async fn the_rest_of_the_time_each_turn(
    depth: &mut watch::Receiver<u32>,
    wanted: u32,
    until: Instant,
) -> Result<u32, Failure> {
    loop {
        let now = *depth.borrow_and_update();
        if now >= wanted {
            return Ok(now);
        }
        let rest = until.saturating_duration_since(Instant::now());
        tokio::select! {
            _ = sleep(rest) => return Err(Failure::TimedOut),
            changed = depth.changed() => changed.map_err(|_| Failure::Closed)?,
        }
    }
}

fn what_is_left_of_the_period(signals: Receiver<Signal>, mut lamp: Lamp) {
    let mut last = Instant::now();
    loop {
        let left = BEAT.checked_sub(last.elapsed()).unwrap_or_default();
        match signals.recv_timeout(left) {
            Ok(signal) => lamp.note(signal),
            Err(RecvTimeoutError::Timeout) => {
                lamp.turn();
                last = Instant::now();
            }
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
}

fn the_rest_of_the_wait_on_a_condvar(
    gate: &std::sync::Mutex<bool>,
    opened: &std::sync::Condvar,
    limit: Duration,
) -> bool {
    let deadline = Instant::now() + limit;
    let mut open = gate.lock().unwrap();
    while !*open {
        let Some(rest) = deadline.checked_duration_since(Instant::now()) else {
            return false;
        };
        open = opened.wait_timeout(open, rest).unwrap().0;
    }
    true
}

fn the_condvar_loops_by_itself(
    gate: &std::sync::Mutex<bool>,
    opened: &std::sync::Condvar,
    limit: Duration,
) -> bool {
    let open = gate.lock().unwrap();
    let (open, _) = opened
        .wait_timeout_while(open, limit, |open| !*open)
        .unwrap();
    *open
}

// A new wait on every turn is what is meant.

async fn the_length_comes_from_the_state(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp) {
    loop {
        let until_flash = lamp.next_flash();
        tokio::select! {
            signal = signals.recv() => match signal {
                Some(signal) => lamp.note(signal),
                None => break,
            },
            _ = sleep(until_flash) => lamp.flash().await,
        }
    }
}

async fn the_length_grows_with_each_failure(
    retry_now: &Notify,
    address: &str,
) -> std::io::Result<tokio::net::TcpStream> {
    let mut pause = Duration::from_millis(100);
    loop {
        match tokio::net::TcpStream::connect(address).await {
            Ok(socket) => return Ok(socket),
            Err(error) => println!("{error}"),
        }
        tokio::select! {
            _ = sleep(pause) => {}
            _ = retry_now.notified() => println!("somebody is impatient"),
        }
        pause = (pause * 2).min(BEAT);
    }
}

async fn one_timeout_for_each_attempt(
    addresses: &[String],
) -> Result<tokio::net::TcpStream, Failure> {
    for address in addresses {
        match timeout(BEAT, tokio::net::TcpStream::connect(address)).await {
            Ok(Ok(socket)) => return Ok(socket),
            Ok(Err(error)) => println!("{address}: {error}"),
            Err(_) => println!("{address}: no answer"),
        }
    }
    Err(Failure::TimedOut)
}

async fn one_timer_for_each_round(mut lamps: Vec<Lamp>) {
    for lamp in &mut lamps {
        let flash = lamp.flash();
        tokio::select! {
            () = flash => println!("flashed"),
            _ = sleep(BEAT) => println!("the lamp is stuck"),
        }
    }
}

async fn a_watchdog_over_one_answer(mut signals: mpsc::Receiver<Signal>) {
    while let Some(signal) = signals.recv().await {
        let (done, finished) = oneshot::channel();
        let handled = tokio::spawn(async move {
            println!("{signal:?}");
            done.send(()).ok();
        });
        tokio::select! {
            _ = finished => {}
            _ = sleep(BEAT) => println!("this signal takes long"),
        }
        handled.await.expect("the handler panicked");
    }
}

async fn a_timer_that_only_paces_and_can_be_cut_short(stop: CancellationToken, mut lamp: Lamp) {
    loop {
        lamp.flash().await;
        tokio::select! {
            _ = stop.cancelled() => break,
            _ = sleep(BEAT) => {}
        }
    }
}

async fn the_work_is_done_on_either_wake_up(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp) {
    loop {
        lamp.flash().await;
        tokio::select! {
            signal = signals.recv() => match signal {
                Some(signal) => lamp.note(signal),
                None => break,
            },
            _ = sleep(BEAT) => {}
        }
    }
}

fn a_thread_that_looks_again_on_either_wake_up(nudges: Receiver<()>, mut lamp: Lamp) {
    loop {
        lamp.turn();
        if let Err(RecvTimeoutError::Disconnected) = nudges.recv_timeout(BEAT) {
            break;
        }
    }
}

fn the_timeout_only_starts_the_next_turn(
    signals: &Receiver<Signal>,
    lamp: &mut Lamp,
    given_up: impl Fn() -> bool,
) -> Result<u32, Failure> {
    loop {
        if given_up() {
            return Err(Failure::TimedOut);
        }
        match signals.recv_timeout(Duration::from_millis(100)) {
            Ok(Signal::Ship(number)) => return Ok(number),
            Ok(signal) => lamp.note(signal),
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => return Err(Failure::Closed),
        }
    }
}

async fn a_select_of_one_branch(mut lamps: Vec<Lamp>) {
    for lamp in &mut lamps {
        let pause = sleep(lamp.next_flash());
        tokio::pin!(pause);
        tokio::select! {
            _ = pause.as_mut() => lamp.flash().await,
        }
    }
}

async fn the_timer_belongs_to_a_task_of_its_own(mut signals: mpsc::Receiver<Signal>) {
    while let Some(signal) = signals.recv().await {
        let late = tokio::spawn(async move {
            sleep(BEAT).await;
            println!("{signal:?} was ten seconds ago");
        });
        late.await.ok();
    }
}

async fn a_slower_ticker_beside_an_idle_exit(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp) {
    let mut beats = interval(Duration::from_secs(3600));
    loop {
        tokio::select! {
            _ = beats.tick() => lamp.turn(),
            signal = signals.recv() => match signal {
                Some(signal) => lamp.note(signal),
                None => break,
            },
            _ = sleep(SILENCE) => break,
        }
    }
}

// Names that only look like timers.

mod a_sleep_of_its_own {
    use tokio::sync::mpsc;

    use super::{Lamp, Signal};

    #[derive(Clone, Copy)]
    enum Mode {
        Dimmed,
    }

    async fn sleep(mode: Mode) -> u32 {
        let Mode::Dimmed = mode;
        1
    }

    async fn timeout(_mode: Mode, signal: impl Future<Output = Option<Signal>>) -> Option<Signal> {
        signal.await
    }

    async fn dims_the_lamp(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp) {
        loop {
            tokio::select! {
                signal = signals.recv() => match signal {
                    Some(signal) => lamp.note(signal),
                    None => break,
                },
                _ = sleep(Mode::Dimmed) => lamp.turn(),
            }
        }
    }

    async fn passes_the_signal_on(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp) {
        loop {
            match timeout(Mode::Dimmed, signals.recv()).await {
                Some(signal) => lamp.note(signal),
                None => break,
            }
        }
    }
}

async fn a_closure_shadows_the_import(
    mut signals: mpsc::Receiver<Signal>,
    mut lamp: Lamp,
    tides: &watch::Sender<u32>,
) {
    let sleep = |_: Duration| {
        let mut tide = tides.subscribe();
        async move { tide.wait_for(|tide| *tide > 3).await.map(|tide| *tide) }
    };
    loop {
        tokio::select! {
            signal = signals.recv() => match signal {
                Some(signal) => lamp.note(signal),
                None => break,
            },
            tide = sleep(BEAT) => match tide {
                Ok(tide) => lamp.note(Signal::Ship(tide)),
                Err(_) => break,
            },
        }
    }
}

struct Bell;

impl Bell {
    fn timeout(&self, length: Duration, ship: Option<u32>) -> Option<u32> {
        ship.filter(|_| length > BEAT)
    }
}

fn a_method_of_that_name(bell: Bell, mut ships: impl Iterator<Item = u32>, mut lamp: Lamp) {
    loop {
        let ship = ships.next();
        if ship.is_none() {
            break;
        }
        match bell.timeout(BEAT, ship) {
            Some(number) => lamp.note(Signal::Ship(number)),
            None => lamp.turn(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn each_signal_comes_in_good_time() {
        let (signals, mut received) = mpsc::channel(4);
        signals.send(Signal::Fog(true)).await.unwrap();
        signals.send(Signal::Ship(4)).await.unwrap();

        let number = loop {
            let signal = timeout(Duration::from_secs(5), received.recv())
                .await
                .expect("no signal in time");
            if let Some(Signal::Ship(number)) = signal {
                break number;
            }
        };
        assert_eq!(number, 4);
    }

    async fn wait_for_ship(received: &mut mpsc::Receiver<Signal>, wanted: u32) {
        loop {
            tokio::select! {
                signal = received.recv() => match signal {
                    Some(Signal::Ship(number)) if number == wanted => return,
                    Some(_) => continue,
                    None => panic!("no more signals"),
                },
                _ = sleep(Duration::from_secs(5)) => panic!("no signal in time"),
            }
        }
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn each_batch_ends_with_a_pause() {
        let (signals, mut received) = mpsc::channel(4);
        signals.send(Signal::Ship(4)).await.unwrap();
        drop(signals);

        let mut lamp = Lamp::default();
        while !received.is_closed() {
            let mut batch = Vec::new();
            while let Ok(Some(signal)) = timeout(Duration::from_millis(50), received.recv()).await {
                batch.push(signal);
            }
            lamp.note(batch.remove(0));
        }
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn each_signal_has_a_timeout_of_its_own() {
        let (signals, mut received) = mpsc::channel(4);
        signals.send(Signal::Ship(4)).await.unwrap();
        wait_for_ship(&mut received, 4).await;
    }
}

// What has to be done at least so often is done on either wake-up.

async fn the_lamp_turns_after_each_signal_and_each_beat(
    mut signals: mpsc::Receiver<Signal>,
    mut lamp: Lamp,
) {
    loop {
        tokio::select! {
            signal = signals.recv() => match signal {
                Some(signal) => lamp.note(signal),
                None => break,
            },
            _ = sleep(BEAT) => lamp.note(Signal::Fog(false)),
        }
        lamp.flash().await;
    }
}

#[path = "good/only_breaks_silence.rs"]
mod only_breaks_silence;

// One wait, behind a look at how long ago something was.

struct Sounding {
    start: Instant,
    limit: Duration,
    quiet: Duration,
    depth: watch::Receiver<u32>,
}

impl Sounding {
    fn is_over(&self) -> bool {
        self.start.elapsed() >= self.limit
    }

    async fn another_limit_after_a_method_that_looks(&mut self) -> Option<u32> {
        if self.is_over() {
            return None;
        }
        timeout(self.quiet, self.depth.changed()).await.ok()?.ok()?;
        Some(*self.depth.borrow())
    }

    async fn what_is_left_after_a_method_that_looks(&mut self) -> Option<u32> {
        if self.is_over() {
            return None;
        }
        let left = self.limit.checked_sub(self.start.elapsed())?;
        timeout(left, self.depth.changed()).await.ok()?.ok()?;
        Some(*self.depth.borrow())
    }
}

async fn what_is_left_after_a_look_at_the_clock(depth: &mut watch::Receiver<u32>, limit: Duration) -> Option<u32> {
    let start = Instant::now();
    tokio::fs::write("soundings", b"ask").await.ok()?;
    if start.elapsed() > limit {
        return None;
    }
    timeout(limit - start.elapsed(), depth.changed()).await.ok()?.ok()?;
    Some(*depth.borrow())
}

async fn asked_again_when_the_limit_has_passed(depth: &mut watch::Receiver<u32>, read: Instant) -> Option<u32> {
    if read.elapsed() < BEAT {
        return Some(*depth.borrow());
    }
    timeout(BEAT, depth.changed()).await.ok()?.ok()?;
    Some(*depth.borrow())
}

async fn another_limit_after_a_look_at_the_clock(depth: &mut watch::Receiver<u32>, read: Instant) -> Option<u32> {
    if read.elapsed() > SILENCE {
        return None;
    }
    timeout(BEAT, depth.changed()).await.ok()?.ok()?;
    Some(*depth.borrow())
}

// A function of the package that does more than wait.

struct Tower {
    ships: broadcast::Sender<u32>,
    flashes: std::sync::atomic::AtomicU32,
}

impl Tower {
    async fn answer(&self) -> Option<u32> {
        let mut ships = self.ships.subscribe();
        self.flashes.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        ships.recv().await.ok().filter(|ship| *ship > 0)
    }
}

async fn one_timeout_for_each_question(tower: &Tower, awaited: u32) -> Result<u32, Failure> {
    loop {
        match timeout(SILENCE, tower.answer()).await {
            Ok(Some(ship)) if ship == awaited => return Ok(ship),
            Ok(_) => {}
            Err(_) => return Err(Failure::TimedOut),
        }
    }
}

#[path = "good/done_by_the_other.rs"]
mod done_by_the_other;

// A limit on the silence between two of them, by its name.

async fn until_the_ship_is_named(
    signals: &mut mpsc::Receiver<Signal>,
    max_wait_between_messages: Duration,
) -> Option<u32> {
    loop {
        match tokio::time::timeout(max_wait_between_messages, signals.recv()).await {
            Ok(Some(Signal::Ship(number))) => return Some(number),
            Ok(Some(other)) => println!("{other:?}"),
            Ok(None) | Err(_) => return None,
        }
    }
}

// Made once, and its branch is not asked again, or only when it was set again.

async fn set_again_in_its_branch(mut ships: mpsc::Receiver<u32>) {
    let beat = sleep(BEAT);
    tokio::pin!(beat);
    loop {
        tokio::select! {
            _ = &mut beat => {
                println!("still here");
                beat.as_mut().reset(tokio::time::Instant::now() + BEAT);
            }
            ship = ships.recv() => match ship {
                Some(ship) => println!("{ship}"),
                None => break,
            },
        }
    }
}

async fn asked_until_it_has_fired(mut ships: mpsc::Receiver<u32>) {
    let dusk = sleep(SILENCE);
    tokio::pin!(dusk);
    let mut dark = false;
    loop {
        tokio::select! {
            _ = &mut dusk, if !dark => dark = true,
            ship = ships.recv() => match ship {
                Some(ship) => println!("{ship} {dark}"),
                None => break,
            },
        }
    }
}

async fn its_branch_ends_the_loop(mut ships: mpsc::Receiver<u32>) {
    let dusk = sleep(SILENCE);
    tokio::pin!(dusk);
    loop {
        tokio::select! {
            _ = &mut dusk => break,
            Some(ship) = ships.recv() => println!("{ship}"),
        }
    }
}

// A limit on each read of many: what has come is counted, and the wait is for more of it.

async fn all_that_comes_in_portions(portions: &mut mpsc::Receiver<usize>) -> Result<usize, Duration> {
    let mut received = 0;
    loop {
        match timeout(SILENCE, portions.recv()).await {
            Ok(Some(0)) | Ok(None) => return Ok(received),
            Ok(Some(portion)) => received += portion,
            Err(_) => return Err(SILENCE),
        }
    }
}

// The timer's branch only wakes up, and the error that is no timeout ends the watch.

macro_rules! bail {
    ($($part:tt)*) => {
        return Err(format!($($part)*))
    };
}

fn watch_until_an_error(signals: &Receiver<Signal>, lamp: &mut Lamp) -> Result<(), String> {
    loop {
        match signals.recv_timeout(Duration::from_millis(200)) {
            Ok(Signal::GoHome) => return Ok(()),
            Ok(signal) => lamp.note(signal),
            Err(error) if error == RecvTimeoutError::Timeout => {}
            Err(error) => bail!("nobody signals any more: {error}"),
        }
    }
}

// Nothing but what comes starts the wait again, or the tick comes so seldom that it hardly matters.

async fn an_idle_exit_without_a_ticker(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp, idle: Duration) {
    loop {
        tokio::select! {
            signal = signals.recv() => match signal {
                Some(signal) => lamp.note(signal),
                None => return,
            },
            _ = sleep(idle) => return,
        }
    }
}

async fn a_rare_tick_beside_an_idle_exit(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp, idle: Duration) {
    let mut yearly = interval(Duration::from_secs(3600));
    loop {
        tokio::select! {
            signal = signals.recv() => match signal {
                Some(signal) => lamp.note(signal),
                None => return,
            },
            _ = yearly.tick() => lamp.turn(),
            _ = sleep(idle) => return,
        }
    }
}

#[path = "good/made_by_a_helper.rs"]
mod made_by_a_helper;
