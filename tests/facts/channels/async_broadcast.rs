//! An async broadcast can be kept open by a receiver that receives nothing, of a type of its own; its sender broadcasts.
pub async fn all() {
    let (tx, rx) = async_broadcast::broadcast::<u8>(4);
    let idle = rx.deactivate();
    let mut rx = tx.new_receiver();
    tx.broadcast(1).await.ok();
    rx.recv().await.ok();
    drop(idle);
}
