//! A handle is dropped by a semicolon, `_` and an unread name; it is awaited, kept in a list, or kept under a key otherwise.
use std::collections::HashMap;
use tokio::task::JoinHandle;

async fn job() {}

pub async fn all(list: &mut Vec<JoinHandle<()>>, map: &mut HashMap<u8, JoinHandle<()>>) {
    tokio::spawn(job());
    let _ = tokio::spawn(job());
    let _unread = tokio::spawn(job());
    drop(tokio::spawn(job()));
    tokio::spawn(job()).await.ok();
    list.push(tokio::spawn(job()));
    map.insert(1, tokio::spawn(job()));
}
