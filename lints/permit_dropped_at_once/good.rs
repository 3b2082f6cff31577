//! Permits that are kept, and semaphores that are only waited at.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

struct Bakery {
    tables: Arc<Semaphore>,
    opened: Semaphore,
    baked: Semaphore,
}

async fn bake(loaf: u32) {
    tokio::time::sleep(Duration::from_secs(u64::from(loaf))).await;
}

/// A pool of our own, whose method is called the same.
struct Pool;

impl Pool {
    async fn acquire(&self) -> u32 {
        1
    }
}

impl Bakery {
    fn new() -> Bakery {
        Bakery { tables: Arc::new(Semaphore::new(4)), opened: Semaphore::new(0), baked: Semaphore::new(1) }
    }

    // The permit is kept.

    async fn a_name_that_nobody_reads(&self, loaf: u32) {
        let _table = self.tables.acquire().await.unwrap();
        bake(loaf).await;
    }

    async fn given_back_by_hand(&self, loaf: u32) {
        let table = self.tables.acquire().await.unwrap();
        bake(loaf).await;
        drop(table);
    }

    async fn taken_into_the_task(&self, loaf: u32) {
        let table = self.tables.clone().acquire_owned().await.unwrap();
        let baking = tokio::spawn(async move {
            let _table = table;
            bake(loaf).await;
        });
        println!("{}", baking.is_finished());
    }

    // The semaphore is only waited at.

    async fn a_gate_without_slots(&self, loaf: u32) {
        let _ = self.opened.acquire().await.unwrap();
        bake(loaf).await;
    }

    async fn a_gate_that_others_open(&self, loaf: u32) {
        let _ = self.baked.acquire().await.unwrap();
        bake(loaf).await;
    }

    fn open(&self) {
        self.baked.add_permits(1);
    }

    async fn all_are_back(&self) {
        let _ = self.tables.acquire_many(4).await.unwrap();
        println!("all tables are free");
    }

    async fn the_last_statement(&self) {
        bake(1).await;
        let _ = self.tables.acquire().await.unwrap();
    }

    async fn alone_in_its_block(&self) {
        {
            let _ = self.tables.acquire().await.unwrap();
        }
        bake(1).await;
    }

    async fn a_comment_says_so(&self) {
        // Wait until there is a free table, whoever gets it then.
        let _ = self.tables.acquire().await.unwrap();
        bake(1).await;
    }

    async fn dropped_by_hand(&self) {
        drop(self.tables.acquire().await.unwrap());
        bake(1).await;
    }

    async fn only_tried(&self) {
        let _ = self.tables.try_acquire();
        bake(1).await;
    }

    async fn only_an_answer_follows(&self) -> bool {
        let _ = self.tables.acquire().await.unwrap();
        true
    }
}

async fn a_pool_of_our_own(pool: &Pool) {
    let _ = pool.acquire().await;
    bake(1).await;
}

async fn how_many_are_left(tables: &Semaphore) {
    let _ = tables.available_permits();
    bake(1).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_test_looks_whether_one_comes() {
        let tables = Semaphore::new(1);
        let _ = tables.acquire().await.unwrap();
        bake(0).await;
    }
}
