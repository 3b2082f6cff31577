//! Waits on a condition variable that come back to the condition, and waits on something else.

use std::process::{Child, Command};
use std::sync::{Barrier, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

struct Oven {
    warm: Mutex<bool>,
    loaves: Mutex<Vec<u32>>,
    changed: Condvar,
}

struct Door<'d> {
    guard: parking_lot::MutexGuard<'d, bool>,
}

fn open_the_door() {
    println!("come in");
}

impl Oven {
    // Loops.

    fn a_while(&self) {
        let mut warm = self.warm.lock().unwrap();
        while !*warm {
            warm = self.changed.wait(warm).unwrap();
        }
    }

    fn a_loop_with_a_break(&self) -> u32 {
        let mut loaves = self.loaves.lock().unwrap();
        loop {
            if let Some(loaf) = loaves.pop() {
                break loaf;
            }
            loaves = self.changed.wait(loaves).unwrap();
        }
    }

    fn each_iteration_tests_first(&self) {
        loop {
            let mut loaves = self.loaves.lock().unwrap();
            while loaves.is_empty() {
                loaves = self.changed.wait(loaves).unwrap();
            }
            loaves.clear();
        }
    }

    fn each_iteration_waits_under_a_condition(&self) {
        loop {
            let warm = self.warm.lock().unwrap();
            if *warm {
                return;
            }
            drop(self.changed.wait(warm).unwrap());
        }
    }

    fn until_a_deadline(&self, deadline: Instant) -> bool {
        let mut warm = self.warm.lock().unwrap();
        while !*warm {
            let left = deadline.saturating_duration_since(Instant::now());
            let (again, result) = self.changed.wait_timeout(warm, left).unwrap();
            warm = again;
            if result.timed_out() {
                return false;
            }
        }
        true
    }

    // The call tests it.

    fn by_wait_while(&self) {
        let warm = self.warm.lock().unwrap();
        let _warm = self.changed.wait_while(warm, |warm| !*warm).unwrap();
        open_the_door();
    }

    fn by_wait_timeout_while(&self) -> bool {
        let warm = self.warm.lock().unwrap();
        let (warm, _) = self.changed.wait_timeout_while(warm, Duration::from_secs(1), |warm| !*warm).unwrap();
        *warm
    }

    // Who calls tests it.

    fn given_a_guard<'g>(&self, loaves: MutexGuard<'g, Vec<u32>>) -> MutexGuard<'g, Vec<u32>> {
        self.changed.wait(loaves).unwrap()
    }

    fn lent_a_guard(&self, opened: &parking_lot::Condvar, door: &mut parking_lot::MutexGuard<'_, bool>) {
        opened.wait(door);
    }

    fn lent_a_guard_inside(&self, opened: &parking_lot::Condvar, mut door: Door<'_>) {
        opened.wait(&mut door.guard);
    }

    fn one_change(&self) {
        let warm = self.warm.lock().unwrap();
        drop(self.changed.wait(warm).unwrap());
    }

    fn a_caller_with_a_loop(&self) {
        while self.loaves.lock().unwrap().is_empty() {
            self.one_change();
        }
    }
}

fn parking_lot_wakes_for_a_reason(door: &parking_lot::Mutex<bool>, opened: &parking_lot::Condvar) {
    let mut door = door.lock();
    if !*door {
        opened.wait(&mut door);
    }
    open_the_door();
}

fn a_pair_that_is_borrowed(pair: &(Mutex<bool>, Condvar)) {
    let (lock, changed) = pair;
    let mut warm = lock.lock().unwrap();
    while !*warm {
        warm = changed.wait(warm).unwrap();
    }
}

// Other waits.

fn a_barrier(start: &Barrier) {
    start.wait();
    open_the_door();
}

fn a_process(child: &mut Child) {
    child.wait().unwrap();
    open_the_door();
}

fn a_command() {
    Command::new("true").spawn().unwrap().wait().unwrap();
}

struct Waiter {
    table: u32,
}

impl Waiter {
    fn wait(&self, guests: u32) -> u32 {
        self.table + guests
    }
}

fn a_waiter_of_ones_own(waiter: &Waiter) -> u32 {
    waiter.wait(4)
}
