//! Sleeps that are taken for a whole period.

use std::io::Write;
use std::sync::mpsc;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::sleep;

const HEARTBEAT: Duration = Duration::from_secs(5);
const ROUND: Duration = Duration::from_secs(1);
const ROUND_MS: u64 = 250;

async fn is_ripe(_cheese: &str) -> bool {
    true
}

async fn turned_wheels() -> u64 {
    3
}

// It is added up to the time that has passed.

async fn waits_longer_than_its_limit(limit: Duration) -> bool {
    let mut waited = Duration::ZERO;
    while waited < limit {
        if is_ripe("brie").await {
            return true;
        }
        sleep(ROUND).await; //~
        waited += ROUND;
    }
    false
}

async fn counts_milliseconds(limit: u64) {
    let mut passed = 0;
    while passed < limit && !is_ripe("comte").await {
        sleep(Duration::from_millis(ROUND_MS)).await; //~
        passed += ROUND_MS;
    }
}

async fn counts_down(mut left: Duration) {
    while left > Duration::ZERO {
        sleep(ROUND).await; //~
        left -= ROUND;
        turned_wheels().await;
    }
}

async fn age_in_seconds(mut cellar: TcpStream) -> std::io::Result<()> {
    let mut uptime = 0u64;
    loop {
        sleep(Duration::from_secs(1)).await; //~
        uptime += 1;
        cellar.write_all(&uptime.to_be_bytes()).await?;
    }
}

fn in_a_thread(wheels: &mpsc::Receiver<u64>, limit: Duration) -> u64 {
    let mut elapsed = Duration::ZERO;
    let mut sum = 0;
    while elapsed < limit {
        if let Ok(wheel) = wheels.recv() {
            sum += wheel;
        }
        std::thread::sleep(ROUND); //~
        elapsed += ROUND;
    }
    sum
}

// It divides what was counted.

async fn wheels_a_second() {
    loop {
        sleep(ROUND).await; //~
        let wheels = turned_wheels().await;
        println!("{} wheels a second", wheels as f64 / ROUND.as_secs_f64());
    }
}

// It is called after a beat.

async fn says_that_it_lives(mut monitor: TcpStream) -> std::io::Result<()> {
    loop {
        monitor.write_all(b"still here").await?;
        sleep(HEARTBEAT).await; //~
    }
}

struct Cellar {
    ping_interval: Duration,
    monitor: TcpStream,
}

impl Cellar {
    async fn pings(&mut self) -> std::io::Result<()> {
        loop {
            sleep(self.ping_interval).await; //~
            self.monitor.write_all(b"ping").await?;
        }
    }
}

fn keepalives(monitor: &mut std::net::TcpStream) -> std::io::Result<()> {
    const KEEPALIVE_SECS: u64 = 20;
    loop {
        std::thread::sleep(Duration::from_secs(KEEPALIVE_SECS)); //~
        monitor.write_all(b"still here")?;
        monitor.flush()?;
    }
}
