//! Waits on a condition variable that test nothing, or test it once.

use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

static RUNG: Condvar = Condvar::new();
static BELL: Mutex<()> = Mutex::new(());

struct Oven {
    warm: Mutex<bool>,
    loaves: Mutex<Vec<u32>>,
    changed: Condvar,
}

fn open_the_door() {
    println!("come in");
}

impl Oven {
    fn tested_once(&self) {
        let mut warm = self.warm.lock().unwrap();
        if !*warm {
            warm = self.changed.wait(warm).unwrap(); //~
        }
        println!("{warm}");
    }

    fn never_tested(&self) {
        let warm = self.warm.lock().unwrap();
        let _warm = self.changed.wait(warm).unwrap(); //~
        open_the_door();
    }

    fn all_in_one_statement(&self) -> u32 {
        self.changed.wait(self.loaves.lock().unwrap()).unwrap().pop().unwrap() //~
    }

    fn in_a_match(&self) {
        let loaves = self.loaves.lock().unwrap();
        match loaves.len() {
            0 => drop(self.changed.wait(loaves).unwrap()), //~
            many => println!("{many}"),
        }
    }

    fn each_iteration_waits_first(&self) {
        loop {
            let warm = self.warm.lock().unwrap();
            let mut warm = self.changed.wait(warm).unwrap(); //~
            if *warm {
                *warm = false;
                open_the_door();
            }
        }
    }

    fn for_a_time_at_most(&self) {
        let warm = self.warm.lock().unwrap();
        let (warm, _) = self.changed.wait_timeout(warm, Duration::from_secs(3)).unwrap(); //~
        println!("{warm}");
    }
}

fn in_a_thread(oven: Arc<Oven>) {
    thread::spawn(move || {
        let loaves = oven.loaves.lock().unwrap();
        let loaves = oven.changed.wait(loaves).unwrap(); //~
        println!("{}", loaves.len());
    });
}

fn a_thread_each_time(oven: &Arc<Oven>) {
    for _ in 0..3 {
        one_thread(oven);
    }
}

fn one_thread(oven: &Arc<Oven>) {
    let oven = Arc::clone(oven);
    thread::spawn(move || {
        let warm = oven.warm.lock().unwrap();
        let _warm = oven.changed.wait(warm).unwrap(); //~
        open_the_door();
    });
}

fn a_bell_without_a_state() {
    thread::spawn(|| {
        loop {
            let _bell = RUNG.wait(BELL.lock().unwrap()); //~
            open_the_door();
        }
    });
}

fn untested_with_parking_lot(door: &parking_lot::Mutex<bool>, opened: &parking_lot::Condvar) {
    let mut door = door.lock();
    opened.wait(&mut door); //~
    open_the_door();
}

fn in_a_scope(door: &Mutex<bool>, opened: &Condvar) {
    thread::scope(|scope| {
        scope.spawn(|| {
            let door = door.lock().unwrap();
            let door = opened.wait(door).unwrap(); //~
            println!("{door}");
        });
    });
}
