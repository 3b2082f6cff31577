//! conclint: allow(missed-tick-burst) -- the cases here are about something else
//! Loops that end, and errors that say nothing.
//! conclint: allow(detached-spawn) -- the cases here are about something else

use std::time::Duration;

use tokio::sync::{broadcast, mpsc, oneshot, watch};

fn one_that_ends_on_the_error(beats: mpsc::Sender<u32>) {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            if beats.send(1).await.is_err() {
                break;
            }
        }
    });
}

fn one_that_ends_by_a_question(beats: mpsc::Sender<u32>) {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            beats.send(1).await?;
        }
        #[allow(unreachable_code)]
        Ok::<(), mpsc::error::SendError<u32>>(())
    });
}

fn another_branch_that_ends_it(beats: mpsc::Sender<u32>, mut stop: oneshot::Receiver<()>) {
    tokio::spawn(async move {
        let mut hours = tokio::time::interval(Duration::from_secs(3600));
        loop {
            tokio::select! {
                _ = &mut stop => break,
                _ = hours.tick() => {
                    let _ = beats.send(1).await;
                }
            }
        }
    });
}

fn a_look_before(beats: mpsc::Sender<u32>) {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            if beats.is_closed() {
                return;
            }
            let _ = beats.send(1).await;
        }
    });
}

fn a_loop_that_ends_with_its_source(mut pulses: mpsc::Receiver<u32>, beats: mpsc::Sender<u32>) {
    tokio::spawn(async move {
        while let Some(pulse) = pulses.recv().await {
            let _ = beats.send(pulse).await;
        }
    });
}

struct Heart {
    beating: tokio::task::JoinHandle<()>,
}

impl Heart {
    fn a_task_that_its_owner_aborts(beats: mpsc::Sender<u32>) -> Heart {
        let beating = tokio::spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_secs(1)).await;
                let _ = beats.send(1).await;
            }
        });
        Heart { beating }
    }
}

impl Drop for Heart {
    fn drop(&mut self) {
        self.beating.abort();
    }
}

fn listeners_that_come_and_go(beats: broadcast::Sender<u32>) {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let _ = beats.send(1);
        }
    });
}

fn a_state(beats: watch::Sender<u32>) {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            beats.send_replace(1);
        }
    });
}

async fn one_send(beats: mpsc::Sender<u32>) {
    let _ = beats.send(1).await;
}

fn an_end_of_the_count(beats: mpsc::Sender<u32>) {
    tokio::spawn(async move {
        for n in 0..3 {
            let _ = beats.send(n).await;
        }
    });
}

struct Drum(u32);

impl Drum {
    fn send(&mut self, beat: u32) -> Result<(), u32> {
        self.0 += beat;
        Ok(())
    }
}

fn a_method_of_its_own(mut drum: Drum) {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let _ = drum.send(1);
        }
    });
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::sync::mpsc;

    fn ticks(beats: mpsc::Sender<u32>) {
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_secs(1)).await;
                let _ = beats.send(1).await;
            }
        });
    }
}
