//! Atomics that are read and written in two steps while others write to them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU16, AtomicU64, AtomicU8, AtomicUsize, Ordering};
use std::thread;

static TICKETS: AtomicU64 = AtomicU64::new(0);
static OPEN: AtomicBool = AtomicBool::new(false);
static RECORD: AtomicU64 = AtomicU64::new(0);
static CHEAPEST: AtomicU64 = AtomicU64::new(u64::MAX);
static LEFT: AtomicU8 = AtomicU8::new(0);
static LANE: AtomicUsize = AtomicUsize::new(0);
static STATE: AtomicU8 = AtomicU8::new(IDLE);

const IDLE: u8 = 0;
const BUSY: u8 = 1;

fn print_poster() {
    println!("tonight");
}

// Statics.

fn a_count_in_one_statement() {
    TICKETS.store(TICKETS.load(Ordering::SeqCst) + 1, Ordering::SeqCst); //~
}

fn a_number_for_each_caller() -> u64 {
    let number = TICKETS.load(Ordering::Relaxed); //~
    let next = number + 1;
    TICKETS.store(next, Ordering::Relaxed);
    number
}

fn a_count_that_goes_down() {
    let left = LEFT.load(Ordering::Acquire); //~
    if left > 0 {
        LEFT.store(left - 1, Ordering::Release);
    }
}

fn one_after_the_other(lanes: &[String]) -> Option<&String> {
    let lane = LANE.load(Ordering::SeqCst) % lanes.len(); //~
    LANE.store(lane + 1, Ordering::SeqCst);
    lanes.get(lane)
}

fn the_first_one_opens() {
    if !OPEN.load(Ordering::SeqCst) { //~
        OPEN.store(true, Ordering::SeqCst);
        print_poster();
    }
}

fn whoever_comes_later_returns() {
    if OPEN.load(Ordering::SeqCst) { //~
        return;
    }
    OPEN.store(true, Ordering::SeqCst);
    print_poster();
}

fn a_variable_has_what_was_found() {
    let is_open = OPEN.load(Ordering::Acquire); //~
    if !is_open {
        println!("opening");
        OPEN.store(true, Ordering::Release);
        print_poster();
    }
}

fn a_state_is_taken() {
    if STATE.load(Ordering::SeqCst) == IDLE { //~
        STATE.store(BUSY, Ordering::SeqCst);
        print_poster();
    }
}

fn the_highest_of_all(jump: u64) {
    if jump > RECORD.load(Ordering::SeqCst) { //~
        RECORD.store(jump, Ordering::SeqCst);
    }
}

fn the_lowest_of_all(price: u64) {
    let cheapest = CHEAPEST.load(Ordering::SeqCst); //~
    if price < cheapest {
        CHEAPEST.store(price, Ordering::SeqCst);
    }
}

fn an_arm_takes_a_state() -> bool {
    match STATE.load(Ordering::Acquire) { //~
        IDLE => {
            STATE.store(BUSY, Ordering::Release);
            print_poster();
            true
        }
        _ => false,
    }
}

// Tasks that share one.

fn a_thread_for_each_gate() {
    let visitors = Arc::new(AtomicU64::new(0));
    for _gate in 0..4 {
        let visitors = Arc::clone(&visitors);
        thread::spawn(move || {
            let so_far = visitors.load(Ordering::SeqCst); //~
            visitors.store(so_far + 1, Ordering::SeqCst);
        });
    }
}

async fn a_task_for_each_gate() {
    let visitors = Arc::new(AtomicU64::new(0));
    let gates: Vec<_> = (0..4)
        .map(|_gate| {
            let visitors = visitors.clone();
            tokio::spawn(async move {
                visitors.store(visitors.load(Ordering::Relaxed) + 1, Ordering::Relaxed); //~
            })
        })
        .collect();
    for gate in gates {
        gate.await.expect("a gate");
    }
}

async fn one_counts_up_and_one_down() {
    let inside = Arc::new(AtomicI32::new(0));
    let entrance = inside.clone();
    let exit = inside.clone();
    tokio::spawn(async move {
        let now = entrance.load(Ordering::SeqCst); //~
        entrance.store(now + 1, Ordering::SeqCst);
    });
    tokio::spawn(async move {
        exit.fetch_sub(1, Ordering::SeqCst);
    });
}

// Fields, of which nothing shows who writes to them.

struct Theatre {
    lamps: AtomicBool,
    row: AtomicU16,
    best: AtomicUsize,
}

impl Theatre {
    fn a_switch(&self) -> bool {
        let on = self.lamps.load(Ordering::SeqCst); //~
        self.lamps.store(!on, Ordering::SeqCst);
        on
    }

    fn a_count_that_starts_again(&self) -> u16 {
        if self.row.load(Ordering::SeqCst) == u16::MAX { //~
            self.row.store(0, Ordering::SeqCst);
            0
        } else {
            self.row.fetch_add(1, Ordering::SeqCst) + 1
        }
    }

    fn a_count_over_its_limit(&self) {
        self.row.fetch_add(1, Ordering::SeqCst);
        if self.row.load(Ordering::SeqCst) > 30 { //~
            self.row.store(0, Ordering::SeqCst);
        }
    }

    fn a_budget(&self, earned: usize) -> bool {
        let mut best = self.best.load(Ordering::Acquire); //~
        if best == 0 {
            return false;
        }
        best = usize::min(10, best + earned - 1);
        self.best.store(best, Ordering::Release);
        true
    }
}
