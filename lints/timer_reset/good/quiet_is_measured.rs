//! Timers that are to start again whenever something comes.

use super::*;

const QUIET_SEA: Duration = Duration::from_millis(300);

// Names and comments say so.

async fn a_constant_is_named_for_it(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp) {
    loop {
        tokio::select! {
            signal = signals.recv() => match signal {
                Some(signal) => lamp.note(signal),
                None => break,
            },
            _ = sleep(QUIET_SEA) => lamp.turn(),
        }
    }
}

async fn the_timer_is_named_for_it(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp) {
    loop {
        let debounce = sleep(BEAT);
        tokio::pin!(debounce);
        tokio::select! {
            signal = signals.recv() => match signal {
                Some(signal) => lamp.note(signal),
                None => break,
            },
            () = debounce => lamp.turn(),
        }
    }
}

async fn a_comment_above_the_branch(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp) {
    loop {
        tokio::select! {
            signal = signals.recv() => match signal {
                Some(signal) => lamp.note(signal),
                None => break,
            },
            // dim it if no other activity comes
            _ = sleep(Duration::from_secs(60)) => lamp.turn(),
        }
    }
}

async fn a_comment_in_the_arm(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp) {
    loop {
        match timeout(Duration::from_millis(200), signals.recv()).await {
            Ok(Some(signal)) => lamp.note(signal),
            Ok(None) => break,
            // The fog has settled.
            Err(_) => lamp.turn(),
        }
    }
}

struct Gates {
    open: Vec<u32>,
    quiet: Duration,
}

impl Gates {
    fn close_idle(&mut self) {
        self.open.clear();
    }

    fn close_one(&mut self) {
        self.open.pop();
    }

    async fn nobody_comes_through_any_more(mut self, mut boats: mpsc::Receiver<u32>) {
        loop {
            tokio::select! {
                boat = boats.recv() => match boat {
                    Some(boat) => self.open.push(boat),
                    None => break,
                },
                _ = sleep(Duration::from_secs(90)) => self.close_idle(),
            }
        }
    }

    fn a_field_is_named_for_it(mut self, boats: Receiver<u32>) {
        loop {
            match boats.recv_timeout(self.quiet) {
                Ok(boat) => self.open.push(boat),
                Err(RecvTimeoutError::Timeout) => self.close_one(),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
    }
}

// What has come is done together, when no more comes.

async fn chart(ships: Vec<u32>) {
    println!("{} ships", ships.len());
}

async fn only_the_last_one_counts(mut ships: mpsc::Receiver<u32>) {
    let mut last = None;
    loop {
        tokio::select! {
            ship = ships.recv() => match ship {
                Some(ship) => last = Some(ship),
                None => break,
            },
            _ = sleep(Duration::from_millis(500)) => {
                if let Some(ship) = last.take() {
                    chart(vec![ship]).await;
                }
            }
        }
    }
}

// conclint: allow(select-no-else) -- this is about the timer
async fn all_that_came_is_taken(mut ships: mpsc::Receiver<u32>, mut tugs: mpsc::Receiver<u32>) {
    let mut seen = Vec::new();
    loop {
        tokio::select! {
            Some(ship) = ships.recv() => seen.push(ship),
            Some(tug) = tugs.recv() => seen.push(tug),
            _ = sleep(Duration::from_millis(500)) => chart(std::mem::take(&mut seen)).await,
            else => break,
        }
    }
}

async fn the_branch_waits_only_for_something_to_do(mut ships: mpsc::Receiver<u32>, mut lamp: Lamp) {
    loop {
        tokio::select! {
            ship = ships.recv() => match ship {
                Some(ship) => lamp.seen.push(ship),
                None => break,
            },
            _ = sleep(Duration::from_millis(500)), if !lamp.seen.is_empty() => lamp.flash().await,
        }
    }
}

fn a_flag_that_something_came(ships: Receiver<u32>, mut lamp: Lamp) {
    let mut stale = false;
    loop {
        match ships.recv_timeout(BEAT) {
            Ok(_) => stale = true,
            Err(RecvTimeoutError::Timeout) if stale => {
                lamp.turn();
                stale = false;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
}

// How long it has been quiet is looked at.

async fn the_time_of_the_last_signal(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp) {
    let mut heard = Instant::now();
    loop {
        match timeout(Duration::from_secs(5), signals.recv()).await {
            Ok(Some(_)) => heard = Instant::now(),
            Ok(None) => break,
            Err(_) => {
                if heard.elapsed() > SILENCE {
                    lamp.turn();
                }
            }
        }
    }
}

struct Bridge {
    heard: tokio::time::Instant,
}

async fn a_difference_of_instants(
    mut signals: mpsc::Receiver<Signal>,
    mut lamp: Lamp,
    mut bridge: Bridge,
) {
    loop {
        tokio::select! {
            signal = signals.recv() => {
                let Some(signal) = signal else { break };
                bridge.heard = tokio::time::Instant::now();
                lamp.note(signal);
            }
            _ = sleep(Duration::from_secs(5)) => {
                if tokio::time::Instant::now() - bridge.heard > SILENCE {
                    lamp.flash().await;
                }
            }
        }
    }
}

// The timer only says that it is quiet, or keeps a line open.

fn complain(name: &str, ships: usize) {
    println!("{name} waits for ships");
    scold(ships);
}

fn scold(ships: usize) {
    if ships == 0 {
        eprintln!("not one yet");
    }
}

async fn a_function_that_only_complains(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp) {
    loop {
        tokio::select! {
            signal = signals.recv() => match signal {
                Some(signal) => lamp.note(signal),
                None => break,
            },
            _ = sleep(BEAT) => complain("the lamp", lamp.seen.len()),
        }
    }
}

struct Line {
    wire: tokio::net::TcpStream,
}

impl Line {
    async fn tell(&mut self, text: &str) -> std::io::Result<()> {
        use tokio::io::AsyncWriteExt;

        self.wire.write_all(text.as_bytes()).await
    }

    async fn nod(&mut self) -> std::io::Result<()> {
        self.tell("still here").await
    }

    async fn a_nod_where_nothing_was_told(mut self, mut ships: mpsc::Receiver<u32>) {
        loop {
            let told = tokio::select! {
                ship = ships.recv() => match ship {
                    Some(ship) => self.tell(&ship.to_string()).await,
                    None => break,
                },
                _ = sleep(BEAT) => self.nod().await,
            };
            if told.is_err() {
                break;
            }
        }
    }
}

// What has come is done behind the loop, when no more comes.

async fn a_batch_begins_with_the_first(mut ships: mpsc::Receiver<u32>) {
    while let Some(first) = ships.recv().await {
        let mut batch = vec![first];
        while let Ok(Some(ship)) = timeout(Duration::from_millis(200), ships.recv()).await {
            batch.push(ship);
        }
        chart(batch).await;
    }
}

async fn a_fleet_that_has_passed(mut ships: mpsc::Receiver<u32>) {
    while !ships.is_closed() {
        let mut fleet = Vec::new();
        while let Ok(Some(ship)) = timeout(Duration::from_millis(200), ships.recv()).await {
            fleet.push(ship);
        }
        chart(fleet).await;
    }
}

async fn a_batch_ends_when_it_is_quiet(mut ships: mpsc::Receiver<u32>) {
    while !ships.is_closed() {
        let mut batch = Vec::new();
        while let Ok(Some(ship)) = timeout(QUIET_SEA, ships.recv()).await {
            batch.push(ship);
        }
        chart(batch).await;
    }
}

// What has come is only asked whether it ends the loop: the timer alone works.

async fn a_beat_that_any_signal_replaces(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp) {
    loop {
        tokio::select! {
            signal = signals.recv() => {
                if matches!(signal, None | Some(Signal::GoHome)) {
                    break;
                }
            }
            _ = sleep(BEAT) => lamp.flash().await,
        }
    }
}

// What the timer does it does once.

async fn a_warning_that_comes_once(mut signals: mpsc::Receiver<Signal>, mut lamp: Lamp) {
    let mut warned = false;
    loop {
        match timeout(BEAT, signals.recv()).await {
            Ok(Some(signal)) => lamp.note(signal),
            Ok(None) => break,
            Err(_) => {
                if !warned {
                    warned = true;
                    lamp.flash().await;
                }
            }
        }
    }
}
