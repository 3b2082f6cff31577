//! Code of branches that waits behind nobody, or behind what goes on by itself.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::select;
use tokio::sync::{Mutex, RwLock, Semaphore, mpsc};
use tokio::time::{interval, sleep};

async fn bake(oven: &Mutex<u32>) {
    sleep(Duration::from_secs(30)).await;
    *oven.lock().await += 1;
}

// The future is no longer in the way.

async fn future_is_awaited_first(oven: Mutex<u32>) {
    let mut baking = pin!(bake(&oven));
    select! {
        _ = &mut baking => {}
        _ = sleep(Duration::from_secs(1)) => {
            baking.as_mut().await;
            println!("{}", *oven.lock().await);
        }
    }
}

async fn future_is_dropped_first(oven: Arc<Mutex<u32>>) {
    let mut baking = Box::pin(async {
        *oven.lock().await += 1;
    });
    select! {
        _ = &mut baking => {}
        _ = sleep(Duration::from_secs(1)) => {
            drop(baking);
            *oven.lock().await += 1;
        }
    }
}

async fn future_goes_with_the_select(oven: Mutex<u32>) {
    select! {
        _ = bake(&oven) => {}
        _ = sleep(Duration::from_secs(1)) => println!("{}", *oven.lock().await),
    }
}

async fn a_task_goes_on(oven: Arc<Mutex<u32>>) {
    let warm = oven.clone();
    let mut baking = tokio::spawn(async move { *warm.lock().await += 1 });
    select! {
        done = &mut baking => println!("{done:?}"),
        _ = sleep(Duration::from_secs(1)) => println!("{}", *oven.lock().await),
    }
}

// The two do not wait for one another.

async fn both_read(menu: RwLock<Vec<String>>) {
    let mut reading = pin!(async {
        println!("{:?}", menu.read().await);
    });
    select! {
        _ = &mut reading => {}
        _ = sleep(Duration::from_secs(1)) => println!("{}", menu.read().await.len()),
    }
}

async fn two_slots() {
    let oven = Arc::new(Semaphore::new(2));
    let mut baking = pin!(async {
        let _slot = oven.acquire().await;
        sleep(Duration::from_secs(30)).await;
    });
    select! {
        _ = &mut baking => {}
        _ = sleep(Duration::from_secs(1)) => {
            let _slot = oven.acquire().await;
        }
    }
}

async fn slots_of_somebody_else(oven: Arc<Semaphore>) {
    let mut baking = pin!(async {
        let _slot = oven.acquire().await;
    });
    select! {
        _ = &mut baking => {}
        _ = sleep(Duration::from_secs(1)) => {
            let _slot = oven.acquire().await;
        }
    }
}

async fn room_for_many() -> mpsc::Receiver<u32> {
    let (kitchen, counter) = mpsc::channel(8);
    let mut loaves = pin!(async {
        kitchen.send(1).await.is_ok()
    });
    select! {
        sent = &mut loaves => println!("{sent}"),
        _ = sleep(Duration::from_secs(1)) => {
            println!("{:?}", kitchen.send(0).await);
        }
    }
    counter
}

async fn two_locks(oven: Mutex<u32>, till: Mutex<u32>) {
    let mut baking = pin!(bake(&oven));
    select! {
        _ = &mut baking => {}
        _ = sleep(Duration::from_secs(1)) => println!("{}", *till.lock().await),
    }
}

async fn a_lock_in_each(ovens: [Mutex<u32>; 2]) {
    let mut baking = pin!(bake(&ovens[0]));
    select! {
        _ = &mut baking => {}
        _ = sleep(Duration::from_secs(1)) => println!("{}", *ovens[1].lock().await),
    }
}

// The code of the branch waits for nothing.

async fn only_tries(oven: Mutex<u32>) {
    let mut clock = interval(Duration::from_secs(1));
    let mut baking = pin!(bake(&oven));
    loop {
        select! {
            _ = &mut baking => break,
            _ = clock.tick() => {
                if let Ok(loaves) = oven.try_lock() {
                    println!("{loaves}");
                }
            }
        }
    }
}

async fn lock_behind_the_select(oven: Arc<Mutex<u32>>) {
    {
        let mut baking = pin!(bake(&oven));
        select! {
            _ = &mut baking => {}
            _ = sleep(Duration::from_secs(1)) => println!("late"),
        }
    }
    println!("{}", *oven.lock().await);
}

async fn its_own_branch(oven: Mutex<u32>) {
    let mut baking = pin!(bake(&oven));
    select! {
        _ = &mut baking => println!("{}", *oven.lock().await),
        _ = sleep(Duration::from_secs(1)) => {}
    }
}
