//! A function gives a guard when it declares one, by an alias, in a result, or behind `impl Deref` of what it gives.
use std::ops::Deref;
use std::sync::{Mutex, MutexGuard, RwLock, RwLockReadGuard};

type Locked<'a> = MutexGuard<'a, Vec<u32>>;

pub struct Depot {
    parcels: Mutex<Vec<u32>>,
    prices: RwLock<u64>,
}

impl Depot {
    fn parcels(&self) -> MutexGuard<'_, Vec<u32>> {
        self.parcels.lock().unwrap()
    }

    fn aliased(&self) -> Option<Locked<'_>> {
        self.parcels.lock().ok()
    }

    fn prices(&self) -> impl Deref<Target = u64> + '_ {
        self.prices.read().unwrap()
    }

    pub fn sum(&self, given: &RwLockReadGuard<'_, u64>) -> u64 {
        let parcels = self.parcels();
        drop(parcels);
        let aliased = self.aliased().unwrap();
        drop(aliased);
        let price = self.prices();
        *price + **given
    }
}
