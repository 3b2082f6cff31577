//! A permit is held to the end of the iteration unless its task takes it; a wildcard takes nothing.
use std::sync::Arc;
use tokio::sync::Semaphore;

pub async fn ring(bells: Vec<u8>, ropes: Arc<Semaphore>) {
    for bell in bells {
        let taken = ropes.clone().acquire_owned().await.unwrap();
        let left = ropes.clone().acquire_owned().await.unwrap();
        tokio::spawn(async move {
            let _rope = taken;
            let _ = left;
            println!("{bell}");
        });
    }
}
