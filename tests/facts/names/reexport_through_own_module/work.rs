use crate::rt::prelude::{UnboundedReceiver, rest};
use std::time::Duration;

pub async fn run(mut from: UnboundedReceiver<u8>) {
    while from.recv().await.is_some() {
        rest(Duration::from_millis(10)).await;
    }
}
