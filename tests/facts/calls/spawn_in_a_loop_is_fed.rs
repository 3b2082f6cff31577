//! A spawn in a loop names what feeds the loop and the permit that is taken in it.
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

pub async fn open(listener: TcpListener) {
    while let Ok((socket, _)) = listener.accept().await {
        tokio::spawn(async move { drop(socket) });
    }
}

pub async fn limited(listener: TcpListener, limit: Arc<Semaphore>) {
    while let Ok((socket, _)) = listener.accept().await {
        let permit = limit.clone().acquire_owned().await;
        tokio::spawn(async move { drop((socket, permit)) });
    }
}
