//! What `lock()`, `read()` and `write()` give is a guard of that lock once it is unwrapped, and before that a result of one.
use std::sync::{Arc, Mutex, PoisonError, RwLock};

pub struct Depot {
    parcels: Mutex<Vec<u32>>,
    prices: Arc<RwLock<u64>>,
}

impl Depot {
    pub fn count(&self) -> usize {
        let parcels = self.parcels.lock().unwrap();
        parcels.len()
    }

    pub fn whatever_panicked(&self) -> u64 {
        let price = self.prices.read().unwrap_or_else(PoisonError::into_inner);
        *price
    }

    pub fn raise(&self) {
        let unread = self.prices.write();
        let mut price = unread.expect("nobody panics");
        let copy = *price;
        *price = copy + 1;
    }

    pub fn if_free(&self) -> Option<u32> {
        if let Ok(parcels) = self.parcels.try_lock() { parcels.first().copied() } else { None }
    }

    pub fn clone_is_no_guard(&self) -> Vec<u32> {
        let copy = self.parcels.lock().unwrap().clone();
        copy
    }
}
