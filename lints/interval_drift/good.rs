//! conclint: allow(sleep-poll-loop) -- the cases here are about something else
//! Sleeps between two pieces of work, and periods that are kept.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::Mutex;
use tokio::time::{MissedTickBehavior, interval, sleep, sleep_until};

const HEARTBEAT: Duration = Duration::from_secs(5);
const ROUND: Duration = Duration::from_secs(1);

async fn is_ripe(_cheese: &str) -> bool {
    true
}

async fn turned_wheels() -> u64 {
    3
}

// Nothing says that it is a period.

async fn a_pause_between_rounds() {
    loop {
        turned_wheels().await;
        sleep(ROUND).await;
    }
}

async fn a_pause_called_interval(mut cellar: TcpStream, interval: Duration) -> std::io::Result<()> {
    loop {
        sleep(interval).await;
        cellar.write_all(b"turn").await?;
    }
}

async fn counts_rounds(limit: u32) {
    let mut rounds = 0;
    while rounds < limit && !is_ripe("brie").await {
        sleep(Duration::from_secs(1)).await;
        rounds += 1;
    }
}

async fn another_length_is_added(limit: Duration) {
    let mut hoped = Duration::ZERO;
    while hoped < limit && !is_ripe("brie").await {
        sleep(ROUND).await;
        hoped += HEARTBEAT;
    }
}

async fn a_number_of_rounds(limit: Duration) {
    for _ in 0..limit.as_secs() / ROUND.as_secs() {
        turned_wheels().await;
        sleep(ROUND).await;
    }
}

async fn what_never_changes_is_divided(limit: Duration) {
    loop {
        println!("{} rounds", limit.as_secs() / ROUND.as_secs());
        turned_wheels().await;
        sleep(ROUND).await;
    }
}

async fn a_limit_for_the_answer(mut monitor: TcpStream) -> std::io::Result<()> {
    const PING_TIMEOUT: Duration = Duration::from_secs(3);
    loop {
        monitor.write_all(b"ping").await?;
        sleep(PING_TIMEOUT).await;
    }
}

async fn so_many_beats(mut monitor: TcpStream) -> std::io::Result<()> {
    for _ in 0..10 {
        monitor.write_all(b"still here").await?;
        sleep(HEARTBEAT).await;
    }
    Ok(())
}

// An interval, or an instant that moves on.

async fn ticks(mut monitor: TcpStream) -> std::io::Result<()> {
    let mut beats = interval(HEARTBEAT);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        beats.tick().await;
        monitor.write_all(b"still here").await?;
    }
}

async fn until_it_is_due(mut monitor: TcpStream) -> std::io::Result<()> {
    let mut due = tokio::time::Instant::now();
    loop {
        due += HEARTBEAT;
        sleep_until(due).await;
        monitor.write_all(b"still here").await?;
    }
}

// The loop asks the clock how much time has passed.

async fn what_is_left_of_the_beat(mut monitor: TcpStream) -> std::io::Result<()> {
    loop {
        let started = Instant::now();
        monitor.write_all(b"still here").await?;
        if started.elapsed() > HEARTBEAT {
            println!("late");
        }
        sleep(HEARTBEAT).await;
    }
}

// The duration is computed again in each iteration.

async fn the_rest_of_the_beat(mut monitor: TcpStream, spent: fn() -> Duration) -> std::io::Result<()> {
    loop {
        monitor.write_all(b"still here").await?;
        let rest_of_beat = HEARTBEAT.saturating_sub(spent());
        sleep(rest_of_beat).await;
    }
}

// The loop sleeps in some iterations only.

async fn only_where_it_failed(mut monitor: TcpStream) {
    loop {
        if monitor.write_all(b"still here").await.is_err() {
            sleep(HEARTBEAT).await;
        }
    }
}

// Nothing but the sleep takes time in the loop.

async fn only_looks(limit: Duration, is_done: &AtomicBool) {
    let mut waited = Duration::ZERO;
    while waited < limit && !is_done.load(Ordering::Acquire) {
        waited += ROUND;
        sleep(ROUND).await;
    }
}

async fn only_takes_a_lock(limit: Duration, state: &Mutex<u32>) -> u32 {
    let mut waited = Duration::ZERO;
    while waited < limit {
        *state.lock().await += 1;
        waited += ROUND;
        sleep(ROUND).await;
    }
    *state.lock().await
}

async fn only_prints() {
    loop {
        println!("still here");
        sleep(HEARTBEAT).await;
    }
}

// The clock is paused or simulated.

#[tokio::test(start_paused = true)]
async fn in_no_time() {
    let mut waited = Duration::ZERO;
    while waited < HEARTBEAT {
        turned_wheels().await;
        waited += ROUND;
        sleep(ROUND).await;
    }
}
