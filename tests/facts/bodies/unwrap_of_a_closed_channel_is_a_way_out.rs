//! An unwrapped receive panics when the channel has closed: that is how this task ends.
use tokio::sync::mpsc::UnboundedReceiver;

pub fn start(mut rx: UnboundedReceiver<u8>) {
    tokio::spawn(async move {
        loop {
            let job = rx.recv().await.unwrap();
            drop(job);
        }
    });
}
