//! Stored closures that are called with a lock held.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, RwLock};

type Listener = Box<dyn Fn(u32) + Send + Sync>;

#[derive(Default)]
struct Bell {
    listeners: Mutex<Vec<Listener>>,
    rings: RwLock<u32>,
    named: Mutex<HashMap<u32, Arc<dyn Fn(u32) + Send + Sync>>>,
}

struct Tower {
    bell: Bell,
    on_ring: Listener,
    hours: parking_lot::Mutex<u32>,
}

impl Bell {
    fn each_of_a_list(&self) {
        let listeners = self.listeners.lock().unwrap();
        for listener in listeners.iter() {
            listener(1); //~
        }
    }

    fn one_by_its_key(&self, key: u32) {
        let named = self.named.lock().unwrap();
        if let Some(listener) = named.get(&key) {
            listener(key); //~
        }
    }

    fn the_first_one(&self) {
        let listeners = self.listeners.lock().unwrap();
        if let Some(listener) = listeners.first() {
            listener(0); //~
        }
    }
}

impl Tower {
    fn a_field_is_called(&self) {
        let mut hours = self.hours.lock();
        *hours += 1;
        (self.on_ring)(*hours); //~
    }

    fn under_the_lock_of_another(&self) {
        let mut rings = self.bell.rings.write().unwrap();
        *rings += 1;
        (self.on_ring)(*rings); //~
    }

    fn through_a_variable(&self) {
        let on_ring = &self.on_ring;
        let rings = self.bell.rings.read().unwrap();
        on_ring(*rings); //~
    }
}

// The callback takes the lock again.

#[derive(Default)]
struct Garden {
    inner: RwLock<Inner>,
}

#[derive(Default)]
struct Inner {
    beds: u32,
    on_change: Option<Listener>,
}

impl Garden {
    fn note(&self, beds: u32) {
        self.inner.write().unwrap().beds = beds;
    }

    fn listen(&self, listener: Listener) {
        self.inner.write().unwrap().on_change = Some(listener);
    }

    fn it_locks_what_is_locked(&self) {
        let inner = self.inner.write().unwrap();
        if let Some(on_change) = &inner.on_change {
            on_change(inner.beds); //~
        }
    }
}

fn plant(garden: Arc<Garden>) {
    let noted = Arc::clone(&garden);
    garden.listen(Box::new(move |beds| noted.note(beds)));
}

async fn under_an_async_lock(rings: &tokio::sync::Mutex<u32>, tower: &Tower) {
    let rings = rings.lock().await;
    (tower.on_ring)(*rings); //~
}
