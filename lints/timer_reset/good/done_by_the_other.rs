//! What the timer is there for is done by the other branch as well, or has been computed again.

use super::*;

struct Pilots {
    on_board: Vec<u32>,
    failed: Vec<u32>,
}

impl Pilots {
    fn call_another(&mut self) {
        self.on_board.push(1);
    }
}

async fn another_pilot_is_called_on_either(mut answers: mpsc::Receiver<Result<u32, u32>>, mut pilots: Pilots) -> u32 {
    loop {
        tokio::select! {
            answer = answers.recv() => {
                match answer {
                    Some(Ok(pilot)) => return pilot,
                    Some(Err(failed)) => pilots.failed.push(failed),
                    None => return 0,
                }
                pilots.call_another();
            }
            _ = sleep(BEAT) => pilots.call_another(),
        }
    }
}

struct Lantern {
    filled: Instant,
    period: Duration,
}

impl Lantern {
    fn next_filling(&self) -> (Instant, Duration) {
        let next = self.filled + self.period;
        (next, next.saturating_duration_since(Instant::now()))
    }
}

async fn what_is_left_is_computed_by_a_function(changed: &Notify, mut lantern: Lantern) {
    let (mut next, mut left) = lantern.next_filling();
    loop {
        println!("filled again at {next:?}");
        tokio::select! {
            _ = sleep(left) => {
                lantern.filled = Instant::now();
                (next, left) = lantern.next_filling();
            }
            _ = changed.notified() => {
                println!("the period has changed");
                (next, left) = lantern.next_filling();
            }
        }
    }
}

struct Log {
    pages: std::sync::mpsc::Receiver<Vec<u8>>,
    patience: Duration,
}

impl Log {
    fn copy(&self, page: Vec<u8>, into: &mut Vec<u8>, copied: &mut usize) -> bool {
        *copied += page.len();
        into.extend(page);
        into.len() > 100
    }

    fn read(&self, into: &mut Vec<u8>) -> Result<usize, Failure> {
        let mut copied = 0;
        loop {
            match self.pages.try_recv() {
                Ok(page) => {
                    if self.copy(page, into, &mut copied) {
                        return Ok(copied);
                    }
                }
                Err(_) if copied > 100 => return Err(Failure::Closed),
                Err(_) => {
                    if copied > 0 {
                        return Ok(copied);
                    } else {
                        match self.pages.recv_timeout(self.patience) {
                            Ok(page) => {
                                if self.copy(page, into, &mut copied) {
                                    return Ok(copied);
                                }
                            }
                            Err(RecvTimeoutError::Timeout) => return Err(Failure::TimedOut),
                            Err(RecvTimeoutError::Disconnected) => return Err(Failure::Closed),
                        }
                    }
                }
            }
        }
    }
}
