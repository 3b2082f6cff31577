//! Callbacks that are called without a lock, and calls that are no callbacks.

use std::sync::{Arc, Mutex, MutexGuard, RwLock};

type Listener = Arc<dyn Fn(u32) + Send + Sync>;

struct Bell {
    listeners: Mutex<Vec<Listener>>,
    on_ring: Listener,
    rings: RwLock<u32>,
}

fn print(rings: u32) {
    println!("{rings}");
}

impl Bell {
    // The lock is free before.

    fn the_list_is_cloned_first(&self) {
        let listeners = self.listeners.lock().unwrap().clone();
        for listener in listeners {
            listener(1);
        }
    }

    fn the_guard_is_dropped(&self) {
        let rings = self.rings.read().unwrap();
        let now = *rings;
        drop(rings);
        (self.on_ring)(now);
    }

    fn in_a_block_of_its_own(&self) {
        let now = {
            let mut rings = self.rings.write().unwrap();
            *rings += 1;
            *rings
        };
        (self.on_ring)(now);
    }

    fn a_temporary_is_gone(&self) {
        let now = *self.rings.read().unwrap();
        (self.on_ring)(now);
    }

    fn called_before_the_lock(&self) {
        (self.on_ring)(0);
        *self.rings.write().unwrap() += 1;
    }

    // It is the caller's, who can see where it runs.

    fn with_rings<R>(&self, look: impl FnOnce(&mut u32) -> R) -> R {
        let mut rings = self.rings.write().unwrap();
        look(&mut rings)
    }

    fn with_a_boxed_one(&self, look: Box<dyn FnOnce(&mut u32)>) {
        let mut rings = self.rings.write().unwrap();
        look(&mut rings);
    }

    fn with_a_type_parameter<F: Fn(u32)>(&self, look: F) {
        let rings = self.rings.read().unwrap();
        look(*rings);
    }

    // No callback.

    fn a_function(&self) {
        let rings = self.rings.read().unwrap();
        print(*rings);
    }

    fn a_method(&self) {
        let rings = self.rings.read().unwrap();
        self.show(*rings);
    }

    fn show(&self, rings: u32) {
        println!("{rings}");
    }

    fn a_closure_of_its_own(&self) {
        let double = |rings: u32| rings * 2;
        let rings = self.rings.read().unwrap();
        println!("{}", double(*rings));
    }

    fn only_handed_on(&self) -> Listener {
        let rings = self.rings.read().unwrap();
        println!("{rings}");
        Arc::clone(&self.on_ring)
    }

    fn another_thread_calls_it(&self) {
        let rings = self.rings.read().unwrap();
        let on_ring = Arc::clone(&self.on_ring);
        let calls = std::thread::spawn(move || on_ring(7));
        println!("{rings} {}", calls.is_finished());
    }
}

fn given_away(bell: &Bell) {
    let listeners = bell.listeners.lock().unwrap();
    show_all(listeners);
    (bell.on_ring)(1);
}

fn show_all(listeners: MutexGuard<'_, Vec<Listener>>) {
    println!("{}", listeners.len());
}

// Nobody else has the lock.

fn its_own_lock(bell: &Bell) {
    let sum = Mutex::new(0);
    let mut all = sum.lock().unwrap();
    *all += 1;
    (bell.on_ring)(*all);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_may_call_it() {
        let bell = Bell { listeners: Mutex::default(), on_ring: Arc::new(print), rings: RwLock::new(1) };
        let rings = bell.rings.read().unwrap();
        (bell.on_ring)(*rings);
    }
}
