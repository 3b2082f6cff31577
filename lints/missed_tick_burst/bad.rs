//! Intervals that make up for what they missed.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{Mutex, mpsc};
use tokio::time::{Instant, interval, interval_at};

const BEAT: Duration = Duration::from_secs(1);

async fn a_write(mut drum: TcpStream) -> std::io::Result<()> {
    let mut beats = interval(BEAT); //~
    loop {
        beats.tick().await;
        drum.write_all(b"boom").await?;
    }
}

async fn a_read(mut drum: TcpStream) -> std::io::Result<()> {
    let mut beats = interval(BEAT); //~
    let mut heard = [0; 4];
    loop {
        beats.tick().await;
        drum.read_exact(&mut heard).await?;
    }
}

async fn a_later_start(mut drum: TcpStream) -> std::io::Result<()> {
    let mut beats = interval_at(Instant::now() + BEAT, BEAT); //~
    while drum.peer_addr().is_ok() {
        beats.tick().await;
        drum.flush().await?;
    }
    Ok(())
}

async fn beside_another_branch(mut drum: TcpStream, mut songs: mpsc::Receiver<Vec<u8>>) {
    let mut beats = interval(BEAT); //~
    loop {
        tokio::select! {
            _ = beats.tick() => {
                if drum.write_all(b"boom").await.is_err() {
                    break;
                }
            }
            Some(song) = songs.recv() => println!("{song:?}"),
        }
    }
}

async fn under_a_lock(drums: &Mutex<Vec<u32>>) {
    let mut beats = interval(BEAT); //~
    loop {
        beats.tick().await;
        drums.lock().await.push(1);
    }
}

async fn in_a_task(mut drum: TcpStream) {
    tokio::spawn(async move {
        let mut beats = interval(BEAT); //~
        for _ in 0..100 {
            beats.tick().await;
            if drum.write_all(b"boom").await.is_err() {
                return;
            }
        }
    });
}

async fn through_a_function(mut drum: TcpStream) {
    let mut beats = interval(BEAT); //~
    loop {
        beats.tick().await;
        strike(&mut drum).await;
    }
}

async fn strike(drum: &mut TcpStream) {
    println!("{:?}", drum.write(b"boom").await);
}

async fn the_tick_comes_last(mut drum: TcpStream) {
    let mut beats = interval(BEAT); //~
    loop {
        beats.tick().await;
        if strike_twice(&mut drum).await > 3 {
            break;
        }
    }
}

async fn strike_twice(drum: &mut TcpStream) -> u32 {
    strike(drum).await;
    strike(drum).await;
    2
}
