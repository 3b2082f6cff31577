//! A type alias stands for what it names, with its own parameters filled in.
use std::sync::{Arc, Mutex};

type Inbox = tokio::sync::mpsc::UnboundedReceiver<String>;
type Shared<T> = Arc<Mutex<T>>;

pub async fn plain(mut inbox: Inbox) {
    inbox.recv().await;
}

pub fn wrapped(inbox: Shared<Inbox>) {
    inbox.lock().unwrap().try_recv().ok();
}
