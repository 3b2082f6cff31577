//! Notifications that may come between a test and a wait.

mod a_flag {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Condvar, Mutex};

    struct Gate {
        open: AtomicBool,
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

        fn open(&self) {
            self.open.store(true, Ordering::SeqCst);
            self.changed.notify_all(); //~
        }

        fn open_for_one(&self) {
            println!("come in");
            self.open.swap(true, Ordering::SeqCst);
            self.changed.notify_one(); //~
        }

        fn notified_too_early(&self) {
            self.changed.notify_all(); //~
            self.open.store(true, Ordering::SeqCst);
        }
    }
}

mod a_count {
    use std::sync::atomic::{AtomicU32, Ordering};

    struct Ferry {
        waiting: AtomicU32,
        lock: parking_lot::Mutex<()>,
        changed: parking_lot::Condvar,
    }

    impl Ferry {
        fn sail(&self) {
            let mut guard = self.lock.lock();
            loop {
                if self.waiting.load(Ordering::Acquire) > 10 {
                    return;
                }
                self.changed.wait(&mut guard);
            }
        }

        fn queue_up(&self) {
            self.waiting.fetch_add(1, Ordering::Release);
            self.changed.notify_one(); //~
        }
    }
}

mod statics {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Condvar, Mutex};

    static STOPPED: AtomicBool = AtomicBool::new(false);
    static LOCK: Mutex<()> = Mutex::new(());
    static CHANGED: Condvar = Condvar::new();

    fn until_it_stops() {
        let mut guard = LOCK.lock().unwrap();
        while !STOPPED.load(Ordering::Relaxed) {
            guard = CHANGED.wait(guard).unwrap();
        }
    }

    fn stop() {
        STOPPED.store(true, Ordering::Relaxed);
        CHANGED.notify_all(); //~
    }
}

mod two_threads {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Arc, Condvar, Mutex};
    use std::thread;

    struct Shared {
        done: AtomicBool,
        lock: Mutex<u32>,
        changed: Condvar,
    }

    fn start(shared: Arc<Shared>) {
        let worker = Arc::clone(&shared);
        thread::spawn(move || {
            let mut guard = worker.lock.lock().unwrap();
            while !worker.done.load(Ordering::SeqCst) {
                guard = worker.changed.wait(guard).unwrap();
            }
            println!("{guard}");
        });
        finish(&shared);
    }

    fn finish(shared: &Shared) {
        shared.done.store(true, Ordering::SeqCst);
        shared.changed.notify_all(); //~
    }
}

mod nothing_is_tested {
    use std::sync::{Condvar, Mutex};

    struct Bell {
        rung: Condvar,
        lock: Mutex<u32>,
    }

    impl Bell {
        fn listen(&self) -> u32 {
            let guard = self.lock.lock().unwrap();
            *self.rung.wait(guard).unwrap()
        }

        fn ring(&self) {
            self.rung.notify_one(); //~
        }

        fn ring_for_all(&self) {
            println!("listen");
            self.rung.notify_all(); //~
        }
    }
}
