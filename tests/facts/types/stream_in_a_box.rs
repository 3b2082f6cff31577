//! A boxed stream, and one that a bound promises, are received from though no channel is known behind them.
use futures::Stream;
use futures::stream::{BoxStream, StreamExt};

pub async fn boxed(mut lines: BoxStream<'static, u8>) {
    while let Some(line) = lines.next().await {
        drop(line);
    }
}

pub async fn bound(mut lines: impl Stream<Item = u8> + Unpin) {
    while let Some(line) = lines.next().await {
        drop(line);
    }
}
