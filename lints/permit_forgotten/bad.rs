//! Permits that are forgotten, and whose slot is added again on some ways only.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::net::TcpStream;
use tokio::sync::Semaphore;

struct Desk {
    turn: Semaphore,
    closed: AtomicBool,
}

async fn read(page: u32) -> Result<u32, String> {
    if page > 9 { Err("no such page".to_owned()) } else { Ok(page) }
}

impl Desk {
    async fn an_early_return(&self) -> u32 {
        self.turn.acquire().await.unwrap().forget(); //~
        if self.closed.load(Ordering::SeqCst) {
            return 0;
        }
        self.turn.add_permits(1);
        1
    }

    async fn a_question_mark(&self, page: u32) -> Result<u32, String> {
        let turn = self.turn.acquire().await.unwrap();
        turn.forget(); //~
        let read = read(page).await?;
        self.turn.add_permits(1);
        Ok(read)
    }

    async fn an_iteration_that_goes_on(&self, targets: &[String]) -> Option<TcpStream> {
        let mut connected = None;
        for target in targets {
            self.turn.acquire().await.unwrap().forget(); //~
            let Ok(address) = target.parse::<SocketAddr>() else {
                continue;
            };
            connected = TcpStream::connect(address).await.ok();
            self.turn.add_permits(1);
        }
        connected
    }

    async fn only_one_arm_adds(&self, page: u32) {
        self.turn.acquire().await.unwrap().forget(); //~
        match read(page).await {
            Ok(page) => {
                println!("{page}");
                self.turn.add_permits(1);
            }
            Err(why) => println!("{why}"),
        }
    }

    async fn left_by_break(&self) {
        loop {
            self.turn.acquire().await.unwrap().forget(); //~
            if self.closed.load(Ordering::SeqCst) {
                break;
            }
            self.turn.add_permits(1);
        }
    }

    // The helper takes, another one adds.

    async fn take(&self) {
        self.turn.acquire().await.unwrap().forget(); //~
    }

    fn give(&self) {
        self.turn.add_permits(1);
    }

    async fn through_helpers(&self, page: u32) {
        self.take().await;
        if read(page).await.is_err() {
            return;
        }
        self.give();
    }
}

fn in_a_task(desk: Arc<Desk>) {
    let task = tokio::spawn(async move {
        desk.turn.acquire().await.unwrap().forget(); //~
        if desk.closed.load(Ordering::SeqCst) {
            return;
        }
        desk.give();
    });
    println!("{}", task.is_finished());
}

async fn only_tried(desk: &Desk, page: u32) -> Result<(), String> {
    if let Ok(turn) = desk.turn.try_acquire() {
        turn.forget(); //~
        read(page).await?;
        desk.give();
    }
    Ok(())
}

// The task that is started adds the slot.

impl Desk {
    async fn a_task_adds_for_those_let_in(self: Arc<Self>, pages: Vec<u32>) {
        for page in pages {
            self.turn.acquire().await.unwrap().forget(); //~
            if page == 0 {
                continue;
            }
            let desk = Arc::clone(&self);
            tokio::spawn(async move {
                read(page).await.ok();
                desk.give();
            });
        }
    }
}
