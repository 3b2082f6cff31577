//! The timer only breaks silence, or only looks whether to leave.

use super::*;

struct Beacon {
    wire: tokio::net::TcpStream,
}

impl Beacon {
    async fn write_and_flush(&mut self, text: &str) -> std::io::Result<()> {
        use tokio::io::AsyncWriteExt;

        self.wire.write_all(text.as_bytes()).await?;
        self.wire.flush().await
    }

    async fn a_heartbeat_where_nothing_else_was_sent(mut self, mut ships: mpsc::Receiver<u32>) {
        loop {
            tokio::select! {
                ship = ships.recv() => match ship {
                    Some(ship) => {
                        if self.write_and_flush(&ship.to_string()).await.is_err() {
                            break;
                        }
                    }
                    None => break,
                },
                _ = sleep(BEAT) => {
                    if self.write_and_flush("all is quiet").await.is_err() {
                        break;
                    }
                }
            }
        }
    }
}

async fn the_guard_of_an_arm_looks_for_the_end(mut ships: mpsc::Receiver<u32>, house: std::sync::Weak<Lamp>) {
    loop {
        match timeout(BEAT, ships.recv()).await {
            Ok(Some(ship)) => {
                let Some(lamp) = house.upgrade() else { return };
                println!("{ship} of {}", lamp.seen.len());
            }
            Ok(None) => return,
            Err(_) if house.strong_count() == 0 => return,
            Err(_) => continue,
        }
    }
}

async fn silence_is_only_logged(mut ships: mpsc::Receiver<u32>) {
    while !ships.is_closed() {
        match timeout(BEAT, ships.recv()).await {
            Ok(Some(ship)) => println!("{ship} has passed"),
            Ok(None) => break,
            Err(_) => println!("no ship for {} s", BEAT.as_secs_f64()),
        }
    }
}

fn the_timer_only_lets_it_look_for_a_failure(ships: &Receiver<u32>, lost: &std::sync::atomic::AtomicBool) -> u32 {
    let mut early = Vec::new();
    loop {
        match ships.recv_timeout(BEAT) {
            Ok(ship) if ship == 7 => return ship,
            Ok(ship) => early.push(ship),
            Err(RecvTimeoutError::Timeout) => {
                if lost.load(std::sync::atomic::Ordering::SeqCst) {
                    panic!("the harbour is lost, after {} ships", early.len());
                }
            }
            Err(RecvTimeoutError::Disconnected) => panic!("no more ships"),
        }
    }
}
