//! An async function that is called and not awaited runs nothing: only the second task is forever.
pub fn start() {
    tokio::spawn(async {
        let _later = beat();
    });
    tokio::spawn(async {
        beat().await;
    });
}

async fn beat() {
    loop {
        tokio::task::yield_now().await;
    }
}
