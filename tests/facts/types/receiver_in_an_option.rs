//! A receiver in an `Option` is known through `if let`, `as_mut` and `take`.
use tokio::sync::broadcast::Receiver;

pub struct Ear {
    rx: Option<Receiver<u8>>,
}

impl Ear {
    pub async fn once(&mut self) {
        if let Some(rx) = self.rx.as_mut() {
            rx.recv().await.ok();
        }
    }

    pub async fn last(&mut self) {
        let mut rx = self.rx.take().expect("asked once");
        rx.recv().await.ok();
    }
}
