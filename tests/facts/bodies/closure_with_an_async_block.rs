//! A closure around an async block stands for the block, and a thread that blocks on a loop runs for ever by it.
async fn turn() {
    tokio::task::yield_now().await;
}

pub fn start() {
    tokio::spawn((|| async {
        loop {
            turn().await;
        }
    })());
    std::thread::spawn(|| {
        futures::executor::block_on(async {
            loop {
                turn().await;
            }
        })
    });
    rayon::spawn(|| futures::executor::block_on(turn()));
}
