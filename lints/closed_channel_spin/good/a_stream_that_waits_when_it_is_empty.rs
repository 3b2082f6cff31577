//! A stream that waits when it is empty.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures::stream::{FuturesUnordered, Stream, StreamExt};

/// Pends where `FuturesUnordered` would say that it has ended.
struct Outstanding(FuturesUnordered<tokio::task::JoinHandle<()>>);

impl Stream for Outstanding {
    type Item = ();

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<()>> {
        match self.0.poll_next_unpin(cx) {
            Poll::Ready(Some(_)) => Poll::Ready(Some(())),
            Poll::Ready(None) | Poll::Pending => Poll::Pending,
        }
    }
}

async fn run(mut outstanding: Outstanding, stop: tokio_util::sync::CancellationToken) {
    loop {
        tokio::select! {
            _ = outstanding.next() => (),
            _ = stop.cancelled() => break,
        }
    }
}
