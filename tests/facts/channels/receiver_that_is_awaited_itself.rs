//! Awaiting the receiver of a channel for one message is a receive: by `.await`, by reference, as a branch, from a field.
use tokio::sync::oneshot;

pub struct Job {
    done: oneshot::Receiver<u32>,
}

impl Job {
    pub async fn finish(self) -> Option<u32> {
        self.done.await.ok()
    }
}

pub async fn run(mut stop: oneshot::Receiver<()>, early: oneshot::Receiver<()>) {
    let (tx, rx) = oneshot::channel::<u8>();
    tokio::spawn(async move { tx.send(3) });
    match rx.await {
        Ok(news) => println!("{news}"),
        Err(_) => return,
    }
    (&mut stop).await.unwrap();
    loop {
        tokio::select! {
            _ = &mut stop => break,
            _ = tokio::task::yield_now() => {}
        }
    }
    early.await.unwrap();
}
