//! A function that gives a boxed future stands for the future's code.
use std::future::Future;
use std::pin::Pin;

fn beat() -> Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(async {
        loop {
            tokio::task::yield_now().await;
        }
    })
}

pub fn start() {
    tokio::spawn(beat());
}
