//! `ready!` returns from its function while its argument is pending, and goes on with the value otherwise.
use std::task::{Context, Poll, ready};
use tokio::sync::mpsc::Receiver;

pub fn poll_sum(rx: &mut Receiver<u64>, cx: &mut Context<'_>) -> Poll<u64> {
    let mut sum = 0;
    loop {
        match ready!(rx.poll_recv(cx)) {
            Some(part) => sum += part,
            None => std::process::exit(1),
        }
    }
}
