//! conclint: allow(condvar-wait-not-in-loop) -- the cases here are about something else
//! Notifications that cannot come between a test and a wait, or whose waits end by themselves.

mod under_the_lock {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Condvar, Mutex};

    struct Gate {
        open: AtomicBool,
        closed: AtomicBool,
        lock: Mutex<()>,
        changed: Condvar,
    }

    impl Gate {
        fn pass(&self) {
            let mut guard = self.lock.lock().unwrap();
            while !self.open.load(Ordering::SeqCst) {
                guard = self.changed.wait(guard).unwrap();
            }
        }

        fn a_guard_around_the_change(&self) {
            let _guard = self.lock.lock().unwrap();
            self.open.store(true, Ordering::SeqCst);
            self.changed.notify_all();
        }

        fn a_guard_that_is_dropped_before(&self) {
            let guard = self.lock.lock().unwrap();
            self.open.store(true, Ordering::SeqCst);
            drop(guard);
            self.changed.notify_all();
        }

        fn a_lock_between_the_two(&self) {
            self.open.store(true, Ordering::SeqCst);
            drop(self.lock.lock());
            self.changed.notify_all();
        }

        fn by_a_function_that_locks(&self) {
            self.set_open();
            self.changed.notify_all();
        }

        fn set_open(&self) {
            let _guard = self.lock.lock().unwrap();
            self.open.store(true, Ordering::SeqCst);
        }

        fn the_caller_has_the_lock(&self) {
            let _guard = self.lock.lock().unwrap();
            self.tell();
        }

        fn tell(&self) {
            self.open.store(true, Ordering::SeqCst);
            self.changed.notify_all();
        }

        fn a_state_that_nobody_waits_for(&self) {
            self.closed.store(true, Ordering::SeqCst);
            self.changed.notify_all();
        }

        fn nothing_is_changed(&self) {
            self.changed.notify_all();
        }
    }
}

mod inside_of_the_lock {
    use std::sync::{Condvar, Mutex};

    struct Shelf {
        loaves: Mutex<Vec<u32>>,
        changed: Condvar,
    }

    impl Shelf {
        fn take(&self) -> u32 {
            let mut loaves = self.loaves.lock().unwrap();
            loop {
                if let Some(loaf) = loaves.pop() {
                    return loaf;
                }
                loaves = self.changed.wait(loaves).unwrap();
            }
        }

        fn put(&self, loaf: u32) {
            self.loaves.lock().unwrap().push(loaf);
            self.changed.notify_one();
        }

        fn put_and_tell(&self, loaf: u32) {
            self.put(loaf);
            self.tell();
        }

        fn tell(&self) {
            self.changed.notify_one();
        }
    }
}

mod with_a_limit {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Condvar, Mutex};
    use std::time::Duration;

    struct Sleeper {
        woken: AtomicBool,
        lock: Mutex<()>,
        changed: Condvar,
    }

    impl Sleeper {
        fn sleep(&self) {
            let mut guard = self.lock.lock().unwrap();
            while !self.woken.load(Ordering::SeqCst) {
                (guard, _) = self.changed.wait_timeout(guard, Duration::from_millis(20)).unwrap();
            }
        }

        fn wake(&self) {
            self.woken.store(true, Ordering::SeqCst);
            self.changed.notify_all();
        }
    }
}

mod other_notifications {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    struct Door {
        open: AtomicBool,
        opened: tokio::sync::Notify,
    }

    impl Door {
        async fn pass(&self) {
            while !self.open.load(Ordering::SeqCst) {
                self.opened.notified().await;
            }
        }

        fn keeps_a_permit(&self) {
            self.open.store(true, Ordering::SeqCst);
            self.opened.notify_one();
        }
    }

    struct Post {
        letters: AtomicBool,
    }

    impl Post {
        fn notify_all(&self) {
            println!("a letter for everybody");
        }

        fn deliver(self: Arc<Self>) {
            self.letters.store(true, Ordering::SeqCst);
            self.notify_all();
        }
    }
}

mod handlers {
    use std::sync::{Condvar, Mutex};

    static WAKE: Condvar = Condvar::new();
    static LOCK: Mutex<()> = Mutex::new(());

    extern "C" fn on_signal(_signal: i32) {
        WAKE.notify_all();
    }

    fn print_signals() {
        loop {
            drop(WAKE.wait(LOCK.lock().unwrap()));
            println!("a signal");
        }
    }
}

mod asked_by_a_function {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Condvar, Mutex};

    struct Kiln {
        pots: Mutex<Vec<u32>>,
        changed: Condvar,
        cold: AtomicBool,
        burnt: AtomicBool,
    }

    impl Kiln {
        fn is_cold(&self) -> bool {
            self.cold.load(Ordering::SeqCst)
        }

        fn count(&self) -> usize {
            usize::from(self.burnt.load(Ordering::Relaxed))
        }

        fn burn(&self) {
            let mut pots = self.pots.lock().unwrap();
            while !self.is_cold() {
                println!("{} of {}", self.count(), pots.len());
                pots = self.changed.wait(pots).unwrap();
            }
        }

        fn put_out(&self) {
            let _pots = self.pots.lock().unwrap();
            self.cold.store(true, Ordering::SeqCst);
            self.changed.notify_all();
        }

        fn what_decides_nothing(&self) {
            self.burnt.store(true, Ordering::Relaxed);
            self.changed.notify_all();
        }
    }
}

mod under_both_locks {
    use std::sync::{Condvar, Mutex};

    struct Yard {
        carts: Mutex<Vec<u32>>,
        came: Condvar,
        closing: Mutex<bool>,
        days: Mutex<u32>,
    }

    impl Yard {
        fn next(&self) -> Option<u32> {
            let mut carts = self.carts.lock().unwrap();
            while carts.is_empty() {
                if *self.closing.lock().unwrap() {
                    return None;
                }
                carts = self.came.wait(carts).unwrap();
            }
            carts.pop()
        }

        fn close(&self) {
            *self.closing.lock().unwrap() = true;
            let _carts = self.carts.lock().unwrap();
            self.came.notify_all();
        }

        fn another_state(&self) {
            *self.days.lock().unwrap() += 1;
            self.came.notify_all();
        }
    }
}

mod another_flag_is_handed_in {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Condvar, Mutex};

    struct Loom {
        threads: Mutex<Vec<u32>>,
        changed: Condvar,
        sold: AtomicBool,
        oiled: AtomicBool,
    }

    impl Loom {
        fn next(&self) -> Option<u32> {
            let mut threads = self.threads.lock().unwrap();
            while !self.sold.load(Ordering::Acquire) {
                if let Some(thread) = threads.pop() {
                    return Some(thread);
                }
                threads = self.changed.wait(threads).unwrap();
            }
            None
        }

        fn set(&self, flag: &AtomicBool) {
            flag.store(true, Ordering::Release);
            self.changed.notify_all();
        }

        fn oil(&self) {
            self.set(&self.oiled);
        }

        fn sell(&self) {
            let _threads = self.threads.lock().unwrap();
            self.sold.store(true, Ordering::Release);
            self.changed.notify_all();
        }
    }
}
