//! Intervals that say what to do, or miss nothing.

use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval, sleep};

const BEAT: Duration = Duration::from_secs(1);

// It says what becomes of missed ticks.

async fn later_ones_wait(mut drum: TcpStream) -> std::io::Result<()> {
    let mut beats = interval(BEAT);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        beats.tick().await;
        drum.write_all(b"boom").await?;
    }
}

async fn missed_ones_are_left_out(mut drum: TcpStream) -> std::io::Result<()> {
    let mut beats = interval(BEAT);
    beats.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        beats.tick().await;
        drum.write_all(b"boom").await?;
    }
}

async fn a_burst_on_purpose(mut drum: TcpStream) -> std::io::Result<()> {
    let mut beats = interval(BEAT);
    beats.set_missed_tick_behavior(MissedTickBehavior::Burst);
    loop {
        beats.tick().await;
        drum.write_all(b"boom").await?;
    }
}

// Nothing else is waited for.

async fn only_ticks() {
    let mut beats = interval(BEAT);
    let mut count = 0;
    loop {
        beats.tick().await;
        count += 1;
        println!("{count}");
    }
}

async fn messages_beside_it(mut songs: mpsc::Receiver<String>) {
    let mut beats = interval(BEAT);
    loop {
        tokio::select! {
            _ = beats.tick() => println!("boom"),
            song = songs.recv() => match song {
                Some(song) => println!("{song}"),
                None => break,
            },
        }
    }
}

async fn a_few_ticks() {
    let mut beats = interval(BEAT);
    for beat in 0..4 {
        beats.tick().await;
        println!("{beat}");
    }
}

// No interval of a name in this function, or no loop.

async fn given(beats: &mut Interval, mut drum: TcpStream) -> std::io::Result<()> {
    loop {
        beats.tick().await;
        drum.write_all(b"boom").await?;
    }
}

struct Drummer {
    beats: Interval,
    drum: TcpStream,
}

impl Drummer {
    fn new(drum: TcpStream) -> Drummer {
        Drummer { beats: interval(BEAT), drum }
    }

    async fn beat(&mut self) -> std::io::Result<()> {
        self.beats.tick().await;
        self.drum.write_all(b"boom").await
    }
}

async fn once(mut drum: TcpStream) -> std::io::Result<()> {
    let mut beats = interval(BEAT);
    beats.tick().await;
    beats.tick().await;
    drum.write_all(b"boom").await
}

// Other clocks.

async fn of_another_library(drum: async_std::channel::Sender<u32>) {
    let mut beats = smol::Timer::interval(BEAT);
    while futures::StreamExt::next(&mut beats).await.is_some() {
        if drum.send(1).await.is_err() {
            break;
        }
    }
}

fn a_clock_that_blocks(drum: std::sync::mpsc::Sender<Instant>) {
    let beats = crossbeam_channel::tick(BEAT);
    for _ in beats {
        if drum.send(Instant::now()).is_err() {
            return;
        }
    }
}

struct Metronome;

impl Metronome {
    async fn tick(&mut self) {
        sleep(BEAT).await;
    }
}

async fn of_its_own(mut drum: TcpStream) -> std::io::Result<()> {
    let mut beats = Metronome;
    while drum.peer_addr().is_ok() {
        beats.tick().await;
        drum.write_all(b"boom").await?;
    }
    Ok(())
}
