//! Permits that `_` is given, before the work that they should have limited.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

static OVENS: Semaphore = Semaphore::const_new(2);

struct Bakery {
    tables: Arc<Semaphore>,
    mixers: async_lock::Semaphore,
}

async fn bake(loaf: u32) {
    tokio::time::sleep(Duration::from_secs(u64::from(loaf))).await;
}

impl Bakery {
    fn new(tables: usize) -> Bakery {
        Bakery { tables: Arc::new(Semaphore::new(tables)), mixers: async_lock::Semaphore::new(1) }
    }

    async fn of_a_field(&self, loaf: u32) {
        let _ = self.tables.acquire().await.unwrap(); //~
        bake(loaf).await;
    }

    async fn a_result_that_nobody_unwraps(&self, loaf: u32) {
        let _ = self.tables.acquire().await; //~
        bake(loaf).await;
    }

    async fn an_owned_permit(&self, loaf: u32) {
        let _ = self.tables.clone().acquire_owned().await.unwrap(); //~
        bake(loaf).await;
    }

    async fn of_async_lock(&self, loaf: u32) {
        let _ = self.mixers.acquire().await; //~
        bake(loaf).await;
    }

    async fn with_a_question_mark(&self, loaf: u32) -> Result<(), tokio::sync::AcquireError> {
        let _ = self.tables.acquire().await?; //~
        bake(loaf).await;
        Ok(())
    }
}

async fn of_a_static(loaf: u32) {
    let _ = OVENS.acquire().await.expect("it is never closed"); //~
    bake(loaf).await;
}

async fn in_each_task(loaves: Vec<u32>) {
    let ovens = Arc::new(Semaphore::new(4));
    let baking = loaves.into_iter().map(|loaf| {
        let ovens = ovens.clone();
        tokio::spawn(async move {
            let _ = ovens.acquire().await.unwrap(); //~
            bake(loaf).await;
        })
    });
    futures::future::join_all(baking).await;
}

async fn in_a_loop(loaves: Vec<u32>, ovens: &Semaphore) {
    for loaf in loaves {
        let _ = ovens.acquire().await.unwrap(); //~
        bake(loaf).await;
    }
}

async fn in_a_branch(loaf: u32, ovens: &Semaphore) {
    if loaf > 2 {
        let _ = ovens.acquire().await.unwrap(); //~
        bake(loaf).await;
    }
}
