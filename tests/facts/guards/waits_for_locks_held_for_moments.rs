//! Of a map's guard it is said when all that is waited for meanwhile are locks that are never held for longer than a moment.
use dashmap::DashMap;
use tokio::sync::Mutex;

pub struct Belfry {
    bells: DashMap<u8, u8>,
    rope: Mutex<u8>,
    wheel: Mutex<u8>,
}

impl Belfry {
    pub async fn ring(&self) {
        let mut bell = self.bells.entry(1).or_default();
        *bell += self.pull().await;
    }

    pub async fn swing(&self) {
        let mut bell = self.bells.entry(2).or_default();
        *bell += *self.wheel.lock().await;
    }

    async fn pull(&self) -> u8 {
        let mut rope = self.rope.lock().await;
        *rope += 1;
        *rope
    }

    pub async fn turn(&self) {
        let mut wheel = self.wheel.lock().await;
        *wheel += self.pull().await;
    }
}
