//! A closure around an async block stands for the block, and a thread that blocks on a loop runs forever by it.
use tokio_util::task::LocalPoolHandle;

async fn turn() {
    tokio::task::yield_now().await;
}

pub fn start(pool: &LocalPoolHandle) {
    pool.spawn_pinned(|| async {
        loop {
            turn().await;
        }
    });
    std::thread::spawn(|| {
        futures::executor::block_on(async {
            loop {
                turn().await;
            }
        })
    });
}
