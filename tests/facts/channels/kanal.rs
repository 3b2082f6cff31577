//! Kanal has a blocking and an async face: `recv` blocks on the one and is awaited on the other.
pub async fn all() {
    let (tx, rx) = kanal::bounded::<u8>(4);
    tx.send(1).ok();
    rx.recv().ok();
    let (tx, rx) = kanal::unbounded_async::<u8>();
    tx.send(2).await.ok();
    rx.recv().await.ok();
    rx.to_sync().recv().ok();
}
