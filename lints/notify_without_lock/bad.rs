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

mod asked_by_a_function {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Condvar, Mutex};

    struct Kiln {
        pots: Mutex<Vec<u32>>,
        changed: Condvar,
        cold: AtomicBool,
    }

    impl Kiln {
        fn is_cold(&self) -> bool {
            self.cold.load(Ordering::SeqCst)
        }

        fn burn(&self) -> Option<u32> {
            let mut pots = self.pots.lock().unwrap();
            loop {
                if let Some(pot) = pots.pop() {
                    return Some(pot);
                }
                if self.is_cold() {
                    return None;
                }
                pots = self.changed.wait(pots).unwrap();
            }
        }

        fn put_out(&self) {
            self.cold.store(true, Ordering::SeqCst);
            self.changed.notify_all(); //~
        }

        fn say_cold(&self) {
            self.cold.store(true, Ordering::SeqCst);
        }

        fn put_out_by_a_call(&self) {
            self.say_cold();
            self.changed.notify_all(); //~
        }
    }
}

mod under_another_lock {
    use std::sync::{Arc, Condvar, Mutex};

    struct Yard {
        carts: Mutex<Vec<u32>>,
        came: Condvar,
        closing: Mutex<bool>,
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
            self.came.notify_all(); //~
        }
    }

    fn work(yard: Arc<Yard>) {
        while let Some(cart) = yard.next() {
            println!("{cart}");
        }
    }
}

mod handed_to_a_thread {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Arc, Condvar, Mutex};
    use std::thread::{self, JoinHandle};

    struct Miller {
        stopped: Arc<AtomicBool>,
        woken: Arc<Condvar>,
        thread: Option<JoinHandle<()>>,
    }

    impl Miller {
        fn start() -> Miller {
            let stopped = Arc::new(AtomicBool::new(false));
            let woken = Arc::new(Condvar::new());
            let bed = Arc::new(Mutex::new(()));
            let (his, sleep) = (stopped.clone(), woken.clone());
            let thread = thread::spawn(move || Miller::grind(his, sleep, bed));
            Miller { stopped: stopped.clone(), woken: woken.clone(), thread: Some(thread) }
        }

        fn grind(stopped: Arc<AtomicBool>, woken: Arc<Condvar>, bed: Arc<Mutex<()>>) {
            while !stopped.load(Ordering::Acquire) {
                let asleep = bed.lock().unwrap();
                drop(woken.wait(asleep).unwrap());
                println!("a sack");
            }
        }
    }

    impl Drop for Miller {
        fn drop(&mut self) {
            self.stopped.store(true, Ordering::Release);
            self.woken.notify_all(); //~
            self.thread.take().map(JoinHandle::join);
        }
    }
}

mod from_a_handler {
    use std::sync::{Arc, Condvar, Mutex};

    fn run(orders: Option<u32>, on_signal: impl Fn(Box<dyn Fn() + Send>)) {
        let end = Arc::new((Mutex::new(false), Condvar::new()));
        match orders {
            None => println!("nothing to do"),
            Some(order) => {
                println!("{order}");
                on_signal(Box::new({
                    let end = end.clone();
                    move || end.1.notify_all() //~
                }));
                let ended = end.0.lock().unwrap();
                drop(end.1.wait(ended));
            }
        }
    }
}

mod a_flag_that_is_handed_in {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Condvar, Mutex};

    struct Loom {
        threads: Mutex<Vec<u32>>,
        changed: Condvar,
        halted: AtomicBool,
        sold: AtomicBool,
    }

    impl Loom {
        fn next(&self) -> Option<u32> {
            let mut threads = self.threads.lock().unwrap();
            loop {
                if self.sold.load(Ordering::Acquire) {
                    return None;
                }
                if !self.halted.load(Ordering::Acquire) {
                    if let Some(thread) = threads.pop() {
                        return Some(thread);
                    }
                }
                threads = self.changed.wait(threads).unwrap();
            }
        }

        fn set(&self, flag: &AtomicBool, value: bool) {
            flag.store(value, Ordering::Release);
            self.changed.notify_all(); //~
        }

        fn halt(&self) {
            self.set(&self.halted, true);
        }

        fn sell(&self) {
            self.set(&self.sold, true);
        }
    }
}
