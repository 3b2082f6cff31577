//! Permits whose slot comes back on every way, or that others add again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

struct Desk {
    turn: Arc<Semaphore>,
    closed: AtomicBool,
}

/// Something of our own that can be forgotten.
struct Appointment;

impl Appointment {
    fn forget(self) {}
}

async fn read(page: u32) -> Result<u32, String> {
    if page > 9 { Err("no such page".to_owned()) } else { Ok(page) }
}

impl Desk {
    // The permit is a guard.

    async fn given_back_on_every_way(&self, page: u32) -> Result<u32, String> {
        let _turn = self.turn.acquire().await.unwrap();
        read(page).await
    }

    async fn dropped_by_hand(&self, page: u32) -> u32 {
        let turn = self.turn.acquire().await.unwrap();
        let read = read(page).await;
        drop(turn);
        read.unwrap_or(0)
    }

    // A slot is added on every way.

    async fn added_before_each_return(&self) -> u32 {
        self.turn.acquire().await.unwrap().forget();
        if self.closed.load(Ordering::SeqCst) {
            self.turn.add_permits(1);
            return 0;
        }
        self.turn.add_permits(1);
        1
    }

    async fn added_before_the_question_mark(&self, page: u32) -> Result<u32, String> {
        self.turn.acquire().await.unwrap().forget();
        let read = read(page).await;
        self.turn.add_permits(1);
        Ok(read?)
    }

    async fn added_in_both_arms(&self, page: u32) {
        self.turn.acquire().await.unwrap().forget();
        match read(page).await {
            Ok(_) => self.turn.add_permits(1),
            Err(_) => self.give(),
        }
    }

    async fn added_in_each_iteration(&self, pages: &[u32]) {
        for page in pages {
            self.turn.acquire().await.unwrap().forget();
            println!("{:?}", read(*page).await);
            self.turn.add_permits(1);
        }
    }

    async fn take(&self) {
        self.turn.acquire().await.unwrap().forget();
    }

    fn give(&self) {
        self.turn.add_permits(1);
    }

    async fn helpers_on_every_way(&self, page: u32) {
        self.take().await;
        if read(page).await.is_err() {
            self.give();
            return;
        }
        self.give();
    }

    // Somebody else adds it.

    async fn the_task_adds_it(self: Arc<Self>, page: u32) {
        self.turn.acquire().await.unwrap().forget();
        let desk = Arc::clone(&self);
        let task = tokio::spawn(async move {
            println!("{:?}", read(page).await);
            desk.turn.add_permits(1);
        });
        println!("{}", task.is_finished());
    }

    async fn taken_for_a_ticket(&self) -> Ticket {
        self.turn.acquire().await.unwrap().forget();
        Ticket { turn: Arc::clone(&self.turn) }
    }
}

struct Ticket {
    turn: Arc<Semaphore>,
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.turn.add_permits(1);
    }
}

// Nothing is forgotten.

async fn handed_on(turn: Arc<Semaphore>) -> OwnedSemaphorePermit {
    turn.acquire_owned().await.unwrap()
}

async fn merged(turn: Arc<Semaphore>) {
    let mut first = turn.clone().acquire_owned().await.unwrap();
    first.merge(turn.acquire_owned().await.unwrap());
}

fn of_our_own(appointment: Appointment) {
    appointment.forget();
}

async fn panics_without_it(desk: &Desk, page: u32) {
    desk.turn.acquire().await.unwrap().forget();
    assert!(page > 0, "pages begin at one");
    desk.turn.add_permits(1);
}

// The task that is started adds the slot, and it is always started.

async fn a_task_adds_for_each(desk: Arc<Desk>, pages: Vec<u32>) {
    for page in pages {
        if page == 0 {
            continue;
        }
        desk.turn.acquire().await.unwrap().forget();
        let desk = Arc::clone(&desk);
        tokio::spawn(async move {
            read(page).await.ok();
            desk.turn.add_permits(1);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_test_takes_one_for_good() {
        let turn = Semaphore::new(2);
        turn.acquire().await.unwrap().forget();
        if turn.available_permits() == 0 {
            return;
        }
        turn.add_permits(1);
    }
}
