//! A function that is imported under another name is still itself.
use std::thread::{sleep as doze, spawn as go};
use std::time::Duration;
use tokio::sync::mpsc::unbounded_channel as pipe;

pub fn begin() {
    let (into, _out) = pipe::<String>();
    go(move || {
        doze(Duration::from_secs(2));
        into.send("up".to_owned()).ok();
    });
}
