//! A receiver at the end of a chain of fields is known by the types that the structs declare.
use tokio::sync::mpsc::Receiver;

struct Queue {
    rx: Receiver<u8>,
}

struct Inner {
    queue: Queue,
}

pub struct Server {
    inner: Inner,
}

impl Server {
    pub async fn run(&mut self) {
        while let Some(job) = self.inner.queue.rx.recv().await {
            drop(job);
        }
    }
}
