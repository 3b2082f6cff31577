//! Futures of async locks that nobody awaits: what follows runs without the lock.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::{Mutex, RwLock};

struct Mill {
    gate: Mutex<()>,
    sacks: RwLock<HashMap<u32, u32>>,
    stones: async_lock::Mutex<u32>,
    wheels: async_lock::RwLock<u32>,
    owned: Arc<Mutex<u32>>,
}

fn grind(grain: u32) -> u32 {
    grain / 2
}

impl Mill {
    async fn a_name_that_nobody_reads(&self) -> u32 {
        let _gate = self.gate.lock(); //~
        grind(3)
    }

    async fn a_statement_of_its_own(&self) -> u32 {
        self.gate.lock(); //~
        grind(3)
    }

    async fn thrown_away(&self) -> u32 {
        let _ = self.gate.lock(); //~
        grind(3)
    }

    async fn to_read(&self) -> u32 {
        let _sacks = self.sacks.read(); //~
        grind(4)
    }

    async fn to_write(&self) -> u32 {
        let _sacks = self.sacks.write(); //~
        grind(4)
    }

    async fn of_async_lock(&self) -> u32 {
        let _stones = self.stones.lock(); //~
        grind(4)
    }

    async fn of_async_lock_to_write(&self) -> u32 {
        let _wheels = self.wheels.write(); //~
        grind(4)
    }

    async fn an_owned_guard(&self) -> u32 {
        let _owned = self.owned.clone().lock_owned(); //~
        grind(5)
    }

    fn in_a_plain_function(&self) -> u32 {
        let _gate = self.gate.lock(); //~
        grind(6)
    }

    async fn dropped_by_hand(&self) -> u32 {
        let gate = self.gate.lock(); //~
        let flour = grind(7);
        drop(gate);
        flour
    }
}
