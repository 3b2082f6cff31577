//! One flume channel serves both worlds: `recv` blocks and `recv_async` is awaited.
pub async fn all() {
    let (tx, rx) = flume::bounded::<u8>(4);
    tx.send(1).ok();
    tx.send_async(2).await.ok();
    rx.recv().ok();
    rx.recv_async().await.ok();
    let (_tx, rx) = flume::unbounded::<u8>();
    rx.try_recv().ok();
    for n in rx.drain() {
        println!("{n}");
    }
}
