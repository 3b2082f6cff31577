//! conclint: allow(unbounded-spawn) -- the cases here are about something else
//! Waits in loops that are right as they are.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::{Notify, mpsc, oneshot, watch};
use tokio::time::{
    Instant, MissedTickBehavior, interval, interval_at, sleep, sleep_until, timeout,
};
use tokio_util::sync::CancellationToken;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

#[derive(Default)]
struct Kettle {
    degrees: Vec<f32>,
    lid: bool,
}

impl Kettle {
    async fn report(&mut self) -> std::io::Result<()> {
        println!("{:?}", self.degrees.pop());
        Ok(())
    }

    fn stir(&mut self) {
        self.degrees.clear();
    }

    fn next_hop(&self) -> Duration {
        Duration::from_secs(60 * self.degrees.len() as u64)
    }
}

async fn an_interval_before_the_loop(stop: CancellationToken, mut kettle: Kettle) {
    let mut minutes = interval_at(Instant::now() + MINUTE, MINUTE);
    minutes.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            _ = minutes.tick() => kettle.stir(),
        }
    }
}

async fn an_interval_stream(stop: CancellationToken, mut kettle: Kettle) {
    use tokio_stream::StreamExt;
    use tokio_stream::wrappers::IntervalStream;

    let mut minutes = IntervalStream::new(interval(MINUTE));
    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            Some(_) = minutes.next() => kettle.stir(),
        }
    }
}

async fn pinned_before_the_loop_and_reset_in_its_branch(
    stop: CancellationToken,
    mut kettle: Kettle,
) {
    let minute = sleep(MINUTE);
    tokio::pin!(minute);
    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            () = &mut minute => {
                kettle.stir();
                minute.as_mut().reset(Instant::now() + MINUTE);
            }
        }
    }
}

async fn a_delay_reset_in_its_branch(
    mut stop: futures::channel::oneshot::Receiver<()>,
    mut kettle: Kettle,
) {
    use futures::FutureExt;

    let mut minute = futures_timer::Delay::new(MINUTE);
    loop {
        futures::select! {
            _ = stop => break,
            () = (&mut minute).fuse() => kettle.stir(),
        }
        minute.reset(MINUTE);
    }
}

fn a_crossbeam_ticker(stop: crossbeam_channel::Receiver<()>, mut kettle: Kettle) {
    let minutes = crossbeam_channel::tick(MINUTE);
    loop {
        crossbeam_channel::select! {
            recv(stop) -> _ => break,
            recv(minutes) -> _ => kettle.stir(),
        }
    }
}

async fn the_next_turn_is_an_instant(stop: CancellationToken, mut kettle: Kettle) {
    let mut next = Instant::now() + MINUTE;
    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            _ = sleep_until(next) => {
                kettle.stir();
                next += MINUTE;
            }
        }
    }
}

// A sleep that can be cut short.

async fn an_empty_block(stop: CancellationToken, mut kettle: Kettle) {
    loop {
        if let Err(error) = kettle.report().await {
            println!("{error}");
        }
        tokio::select! {
            _ = stop.cancelled() => break,
            _ = sleep(MINUTE) => {}
        }
    }
}

async fn a_unit(mut stop: oneshot::Receiver<()>, mut kettle: Kettle) {
    loop {
        kettle.stir();
        tokio::select! {
            _ = &mut stop => return,
            _ = sleep(MINUTE) => (),
        }
    }
}

async fn only_continue(stop: CancellationToken, mut kettle: Kettle) {
    loop {
        kettle.stir();
        tokio::select! {
            _ = sleep(MINUTE) => continue,
            _ = stop.cancelled() => break,
        }
    }
}

async fn the_first_branch_leaves_and_the_second_is_empty(
    mut stop: watch::Receiver<bool>,
    mut kettle: Kettle,
) {
    loop {
        kettle.stir();
        let minute = sleep(MINUTE);
        tokio::pin!(minute);
        tokio::select! {
            _ = &mut minute => {}
            changed = stop.changed() => {
                if changed.is_err() {
                    println!("nobody is left to stop us");
                }
                return;
            }
        }
    }
}

async fn two_futures_and_an_empty_arm(
    mut stop: futures::channel::oneshot::Receiver<()>,
    mut kettle: Kettle,
) {
    use futures::future::{Either, select};
    use futures_timer::Delay;

    loop {
        match select(&mut stop, Delay::new(MINUTE)).await {
            Either::Left(_) => return,
            Either::Right(_) => {}
        }
        kettle.stir();
    }
}

async fn a_timeout_around_the_stop_signal(stop: CancellationToken, mut kettle: Kettle) {
    while timeout(MINUTE, stop.cancelled()).await.is_err() {
        kettle.stir();
    }
}

fn a_thread_has_no_ticker(stop: std::sync::mpsc::Receiver<()>, mut kettle: Kettle) {
    use std::sync::mpsc::RecvTimeoutError;

    while let Err(RecvTimeoutError::Timeout) = stop.recv_timeout(MINUTE) {
        kettle.stir();
    }
}

// The length differs from turn to turn.

fn until_the_next_hour(now: SystemTime) -> Duration {
    let seconds = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    HOUR - Duration::from_secs(seconds % HOUR.as_secs())
}

async fn on_the_hour(stop: CancellationToken, mut kettle: Kettle) {
    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            _ = sleep(until_the_next_hour(SystemTime::now())) => kettle.stir(),
        }
    }
}

async fn the_state_says_how_long(stop: CancellationToken, mut kettle: Kettle) {
    loop {
        let hop = kettle.next_hop();
        tokio::select! {
            _ = stop.cancelled() => break,
            _ = sleep(hop) => kettle.stir(),
        }
    }
}

async fn what_is_left_after_the_work(stop: CancellationToken, mut kettle: Kettle) {
    let mut worked = Duration::ZERO;
    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            _ = sleep(MINUTE.saturating_sub(worked)) => {
                let start = Instant::now();
                kettle.report().await.ok();
                worked = start.elapsed();
            }
        }
    }
}

async fn the_pause_grows_with_each_failure(stop: CancellationToken, mut kettle: Kettle) {
    let mut pause = Duration::from_secs(1);
    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            _ = sleep(pause) => match kettle.report().await {
                Ok(()) => pause = Duration::from_secs(1),
                Err(_) => pause = (pause * 2).min(HOUR),
            },
        }
    }
}

async fn the_configuration_may_change(
    config: watch::Receiver<Duration>,
    stop: CancellationToken,
    mut kettle: Kettle,
) {
    loop {
        let period = *config.borrow();
        tokio::select! {
            _ = stop.cancelled() => break,
            _ = sleep(period) => kettle.stir(),
        }
    }
}

// The timer ends the loop.

async fn a_deadline_for_the_lid(lid: &Notify, mut kettle: Kettle) -> Result<Kettle, Kettle> {
    loop {
        tokio::select! {
            _ = lid.notified() => return Ok(kettle),
            _ = sleep(MINUTE) => {
                kettle.stir();
                return Err(kettle);
            }
        }
    }
}

async fn an_idle_kettle_is_switched_off(mut hops: mpsc::Receiver<f32>, mut kettle: Kettle) {
    loop {
        tokio::select! {
            hop = hops.recv() => match hop {
                Some(hop) => kettle.degrees.push(hop),
                None => break,
            },
            _ = sleep(HOUR) => {
                println!("nobody is brewing");
                break;
            }
        }
    }
}

// The timer bounds something that was begun in this turn.

async fn one_timeout_for_each_report(mut kettles: Vec<Kettle>) {
    for kettle in &mut kettles {
        tokio::select! {
            sent = kettle.report() => println!("{}", sent.is_ok()),
            _ = sleep(MINUTE) => println!("this report is stuck"),
        }
    }
}

async fn the_first_answer_ends_the_attempts(mut kettle: Kettle) -> bool {
    let mut tries = 0;
    while tries < 3 {
        let report = kettle.report();
        tokio::select! {
            sent = report => return sent.is_ok(),
            _ = sleep(MINUTE) => tries += 1,
        }
    }
    false
}

// Not a loop, or not this loop.

async fn once_and_no_more(stop: CancellationToken, mut kettle: Kettle) {
    tokio::select! {
        _ = stop.cancelled() => {}
        _ = sleep(MINUTE) => kettle.stir(),
    }
}

async fn a_select_in_a_task_for_each_kettle(kettles: Vec<Kettle>, stop: CancellationToken) {
    let mut stirring = tokio::task::JoinSet::new();
    for mut kettle in kettles {
        let stop = stop.clone();
        stirring.spawn(async move {
            tokio::select! {
                _ = stop.cancelled() => {}
                _ = sleep(MINUTE) => kettle.stir(),
            }
        });
    }
    stirring.join_all().await;
}

async fn a_method_of_that_name(stop: CancellationToken, mut kettle: Kettle) {
    struct Valve(mpsc::Receiver<()>);

    impl Valve {
        async fn sleep(&mut self, _length: u8) -> Option<()> {
            self.0.recv().await
        }
    }

    let (open, opened) = mpsc::channel(1);
    let opener = tokio::spawn(async move { open.send(()).await });
    let mut valve = Valve(opened);
    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            flow = valve.sleep(60) => match flow {
                Some(()) => kettle.stir(),
                None => break,
            },
        }
    }
    opener.await.ok();
}

mod a_sleep_of_its_own {
    use tokio::sync::watch;
    use tokio_util::sync::CancellationToken;

    use super::Kettle;

    /// Puts the burner to sleep and says when it has cooled down.
    async fn sleep(burner: &mut watch::Receiver<f32>) -> Option<f32> {
        burner
            .wait_for(|degrees| *degrees < 30.0)
            .await
            .ok()
            .map(|degrees| *degrees)
    }

    async fn cools_down(
        stop: CancellationToken,
        mut burner: watch::Receiver<f32>,
        mut kettle: Kettle,
    ) {
        loop {
            tokio::select! {
                _ = stop.cancelled() => break,
                degrees = sleep(&mut burner) => match degrees {
                    Some(degrees) => kettle.degrees.push(degrees),
                    None => return,
                },
            }
        }
    }
}

async fn the_handler_is_empty_and_the_work_comes_after(stop: CancellationToken, mut kettle: Kettle) {
    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            _ = sleep(MINUTE) => {}
        }
        kettle.stir();
    }
}

async fn a_select_of_the_timer_alone(mut kettle: Kettle) {
    loop {
        tokio::select! {
            _ = sleep(MINUTE) => kettle.stir(),
        }
    }
}
