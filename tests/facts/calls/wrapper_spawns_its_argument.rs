//! A function that spawns what it is given is a spawn where it is called; inside, it only forwards.
use std::future::Future;

pub fn go<F>(work: F)
where
    F: Future<Output = ()> + Send + 'static,
{
    tokio::spawn(work);
}

async fn beat() {
    loop {
        tokio::task::yield_now().await;
    }
}

pub fn start() {
    go(beat());
}
