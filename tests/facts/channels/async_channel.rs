//! The channel of smol and async-std is one and the same under all of its names.
pub async fn all() {
    let (tx, rx) = async_channel::bounded::<u8>(4);
    tx.send(1).await.ok();
    rx.recv().await.ok();
    let (tx, rx) = smol::channel::unbounded::<u8>();
    tx.try_send(2).ok();
    rx.recv_blocking().ok();
    let (tx, rx) = async_std::channel::bounded::<u8>(1);
    tx.send_blocking(3).ok();
    rx.try_recv().ok();
}
