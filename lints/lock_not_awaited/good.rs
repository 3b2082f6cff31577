//! Locks that are awaited, somewhere or by somebody, and those whose calls give a guard.

use std::sync::Arc;

use tokio::sync::{Mutex, MutexGuard, RwLock};

struct Mill {
    gate: Mutex<()>,
    flour: Mutex<u32>,
    sacks: RwLock<u32>,
    door: std::sync::Mutex<u32>,
    stones: parking_lot::Mutex<u32>,
}

/// A type of our own with a method of that name.
struct Turnstile;

impl Turnstile {
    async fn lock(&self) {}
}

fn grind(grain: u32) -> u32 {
    grain / 2
}

impl Mill {
    // It is awaited.

    async fn where_it_is_made(&self) -> u32 {
        let _gate = self.gate.lock().await;
        grind(3)
    }

    async fn later(&self) -> u32 {
        let gate = self.gate.lock();
        let grain = grind(9);
        let _gate = gate.await;
        grind(grain)
    }

    async fn with_another(&self) -> u32 {
        let (gate, flour) = tokio::join!(self.gate.lock(), self.flour.lock());
        drop(gate);
        *flour
    }

    async fn in_a_select(&self) -> u32 {
        tokio::select! {
            flour = self.flour.lock() => *flour,
            sacks = self.sacks.read() => *sacks,
        }
    }

    async fn under_a_limit(&self) -> Option<u32> {
        let waits = tokio::time::timeout(std::time::Duration::from_secs(1), self.flour.lock());
        waits.await.ok().map(|flour| *flour)
    }

    async fn pinned_and_polled(&self) -> u32 {
        let waits = self.flour.lock();
        tokio::pin!(waits);
        let flour = (&mut waits).await;
        *flour
    }

    // The caller awaits it.

    fn handed_on(&self) -> impl Future<Output = MutexGuard<'_, u32>> {
        self.flour.lock()
    }

    async fn given_to_a_function(&self) -> u32 {
        first_of(self.flour.lock()).await
    }

    async fn in_a_list(&self) -> usize {
        let all = vec![self.flour.lock(), self.flour.lock()];
        futures::future::select_all(all.into_iter().map(Box::pin)).await.1
    }

    // The call gives a guard.

    fn a_lock_that_blocks(&self) -> u32 {
        let _door = self.door.lock();
        grind(2)
    }

    fn of_parking_lot(&self) -> u32 {
        let _stones = self.stones.lock();
        grind(2)
    }

    fn by_blocking(&self) -> u32 {
        let _flour = self.flour.blocking_lock();
        grind(2)
    }

    fn only_tried(&self) -> u32 {
        let _flour = self.flour.try_lock();
        grind(2)
    }
}

async fn first_of(lock: impl Future<Output = MutexGuard<'_, u32>>) -> u32 {
    *lock.await
}

async fn of_our_own(turnstile: &Turnstile) -> u32 {
    turnstile.lock().await;
    grind(1)
}

fn in_a_task(mill: Arc<Mill>) {
    let task = tokio::spawn(async move { *mill.flour.lock().await });
    println!("{}", task.is_finished());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_future_takes_nothing_by_itself() {
        let flour = Mutex::new(1);
        let _waits = flour.lock();
        assert!(flour.try_lock().is_ok());
    }
}

// What the name means is another type in another build; there a method is called of what the lock gives.

#[cfg(not(test))]
fn of_a_feature(sacks: &Mutex<u32>) -> Result<u32, String> {
    let sacks = &mut *sacks.lock().map_err(|_| "poisoned".to_owned())?;
    Ok(*sacks)
}

// It is printed as it is.

struct Shown(Mutex<u32>);

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shown").field("inside", &format!("{:p}", &self.0.lock())).finish()
    }
}
