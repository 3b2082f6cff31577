//! A `use` inside a block wins in that block and nowhere else: the first sleep is the thread's, the second is the runtime's.
use std::time::Duration;
use tokio::time::sleep;

pub fn settle() {
    {
        use std::thread::sleep;
        sleep(Duration::from_millis(20));
    }
}

pub async fn breathe() {
    sleep(Duration::from_millis(30)).await;
}
