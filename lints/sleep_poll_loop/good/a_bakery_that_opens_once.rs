//! A task that starts once in the process, and for which nobody waits.

use super::*;

static HEATED: AtomicBool = AtomicBool::new(false);

#[tokio::main]
async fn main() {
    tokio::spawn(async {
        while !HEATED.load(Ordering::Acquire) {
            sleep(Duration::from_secs(1)).await;
        }
        println!("fresh bread");
    });
    heat().await;
}

async fn heat() {
    sleep(Duration::from_secs(40)).await;
    HEATED.store(true, Ordering::Release);
}
