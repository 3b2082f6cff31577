//! A permit is a guard of its semaphore; one that is split off is another.
use std::sync::Arc;
use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore, SemaphorePermit};

pub struct Gate {
    slots: Arc<Semaphore>,
}

impl Gate {
    pub async fn pass(&self) -> Result<(), AcquireError> {
        let permit = self.slots.acquire().await?;
        let mut many = self.slots.clone().acquire_many_owned(3).await.unwrap();
        let part = many.split(1);
        drop((permit, part));
        many.forget();
        Ok(())
    }

    pub fn if_free(&self) -> Option<SemaphorePermit<'_>> {
        let free = self.slots.try_acquire().ok();
        free
    }

    pub fn keep(&self, kept: &mut Vec<OwnedSemaphorePermit>, one: OwnedSemaphorePermit) {
        kept.push(one);
    }

    pub async fn own_method(&self) {
        let slot = self.if_free();
        drop(slot);
    }
}
