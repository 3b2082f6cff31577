//! Code of branches that waits behind a future which nobody polls meanwhile.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::select;
use tokio::sync::{Mutex, RwLock, Semaphore, mpsc};
use tokio::time::{interval, sleep};

async fn bake(oven: &Mutex<u32>) {
    let mut loaves = oven.lock().await;
    sleep(Duration::from_secs(30)).await;
    *loaves += 1;
}

async fn lock_of_a_block(oven: Arc<Mutex<u32>>) {
    let mut baking = pin!(async {
        *oven.lock().await += 1;
    });
    select! {
        _ = &mut baking => {}
        _ = sleep(Duration::from_secs(1)) => {
            println!("{}", *oven.lock().await); //~
        }
    }
}

async fn lock_of_a_function(oven: Mutex<u32>) {
    let baking = bake(&oven);
    tokio::pin!(baking);
    let mut clock = interval(Duration::from_secs(1));
    loop {
        select! {
            _ = &mut baking => break,
            _ = clock.tick() => {
                let loaves = oven.lock().await; //~
                println!("{loaves}");
            }
        }
    }
}

async fn lock_of_a_clone(oven: Arc<Mutex<u32>>) {
    let warm = oven.clone();
    let mut baking = Box::pin(async move {
        let loaves = warm.lock().await;
        println!("{loaves}");
    });
    select! {
        _ = baking.as_mut() => {}
        _ = sleep(Duration::from_secs(1)) => *oven.lock().await += 1, //~
    }
}

struct Bakery {
    oven: Mutex<u32>,
    menu: RwLock<Vec<String>>,
}

impl Bakery {
    async fn count(&self) -> u32 {
        *self.oven.lock().await
    }

    async fn lock_behind_a_call(&self) {
        let mut baking = pin!(bake(&self.oven));
        select! {
            _ = &mut baking => {}
            _ = sleep(Duration::from_secs(1)) => {
                println!("{}", self.count().await); //~
            }
        }
    }

    async fn reads_behind_a_write(&self) {
        let mut change = pin!(async {
            self.menu.write().await.push("rye".to_owned());
        });
        select! {
            _ = &mut change => {}
            _ = sleep(Duration::from_secs(1)) => {
                println!("{:?}", self.menu.read().await); //~
            }
        }
    }

    async fn future_of_the_lock_itself(&self, mut orders: mpsc::Receiver<u32>) {
        let mut baking = pin!(self.oven.lock());
        select! {
            loaves = &mut baking => println!("{loaves}"),
            Some(order) = orders.recv() => {
                *self.oven.lock().await += order; //~
            }
        }
    }
}

async fn the_only_slot() {
    let oven = Arc::new(Semaphore::new(1));
    let mut baking = pin!(async {
        let _slot = oven.acquire().await;
        sleep(Duration::from_secs(30)).await;
    });
    select! {
        _ = &mut baking => {}
        _ = sleep(Duration::from_secs(1)) => {
            let _slot = oven.acquire().await; //~
        }
    }
}

async fn the_only_place(kitchen: mpsc::Sender<u32>) {
    let mut clock = interval(Duration::from_secs(1));
    let mut loaves = pin!(async {
        for loaf in 0..8 {
            sleep(Duration::from_secs(30)).await;
            if kitchen.send(loaf).await.is_err() {
                return;
            }
        }
    });
    loop {
        select! {
            _ = &mut loaves => return,
            _ = clock.tick() => {
                if kitchen.send(0).await.is_err() { //~
                    return;
                }
            }
        }
    }
}

fn open() -> mpsc::Receiver<u32> {
    let (kitchen, counter) = mpsc::channel(1);
    tokio::spawn(the_only_place(kitchen));
    counter
}
