//! The field of a tuple struct has a type like any other, and a method that only receives is itself a receive.
use tokio::sync::mpsc::Receiver;

pub struct Inbox(Receiver<u8>);

impl Inbox {
    pub async fn next_job(&mut self) -> Option<u8> {
        self.0.recv().await
    }
}

pub async fn work(mut inbox: Inbox) {
    while let Some(job) = inbox.next_job().await {
        drop(job);
    }
}
