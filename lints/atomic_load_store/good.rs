//! Atomics that are written in one step, by one writer, or under a lock.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

static TICKETS: AtomicU64 = AtomicU64::new(0);
static OPEN: AtomicBool = AtomicBool::new(false);
static SEATS: AtomicUsize = AtomicUsize::new(0);
static DOOR: Mutex<()> = Mutex::new(());

fn print_poster() {
    println!("tonight");
}

fn count_seats() -> usize {
    340
}

// One step.

fn a_count() -> u64 {
    TICKETS.fetch_add(1, Ordering::Relaxed)
}

fn the_first_one_opens() {
    if !OPEN.swap(true, Ordering::SeqCst) {
        print_poster();
    }
}

fn a_look_before_the_swap() {
    if OPEN.load(Ordering::Relaxed) {
        return;
    }
    if !OPEN.swap(true, Ordering::SeqCst) {
        print_poster();
        OPEN.store(false, Ordering::SeqCst);
    }
}

fn a_mark_that_keeps_others_out() {
    let sold = TICKETS.load(Ordering::Relaxed);
    if TICKETS.compare_exchange(sold, u64::MAX, Ordering::Acquire, Ordering::Relaxed).is_ok() {
        print_poster();
        TICKETS.store(sold + 1, Ordering::Release);
    }
}

fn an_exchange_in_a_loop() {
    let mut now = TICKETS.load(Ordering::SeqCst);
    while let Err(other) = TICKETS.compare_exchange_weak(now, now * 2, Ordering::SeqCst, Ordering::Relaxed) {
        now = other;
    }
    TICKETS.store(now * 2, Ordering::SeqCst);
}

// The store does not depend on the load.

fn a_report_and_a_reset() {
    println!("{} tickets", TICKETS.load(Ordering::SeqCst));
    TICKETS.store(0, Ordering::SeqCst);
}

fn a_value_that_is_computed_once() -> usize {
    let mut seats = SEATS.load(Ordering::Acquire);
    if seats == 0 {
        seats = count_seats();
        SEATS.store(seats, Ordering::Release);
    }
    seats
}

fn a_value_that_is_computed_in_a_branch() -> usize {
    if SEATS.load(Ordering::Acquire) == 0 {
        let seats = count_seats();
        SEATS.store(seats, Ordering::Release);
        println!("{seats} seats");
    }
    SEATS.load(Ordering::Acquire)
}

fn a_mark_that_the_work_is_done() {
    if OPEN.load(Ordering::SeqCst) {
        return;
    }
    print_poster();
    OPEN.store(true, Ordering::SeqCst);
}

fn nothing_but_the_store() {
    if !OPEN.load(Ordering::SeqCst) {
        OPEN.store(true, Ordering::SeqCst);
    }
}

fn two_atomics() {
    SEATS.store(TICKETS.load(Ordering::SeqCst) as usize, Ordering::SeqCst);
}

// Under a lock.

fn a_second_look_under_a_lock() {
    if !OPEN.load(Ordering::Acquire) {
        let _door = DOOR.lock().unwrap();
        if !OPEN.load(Ordering::Relaxed) {
            OPEN.store(true, Ordering::Release);
            print_poster();
        }
    }
}

struct Spin(AtomicBool);

impl Spin {
    fn lock(&self) {
        while self.0.swap(true, Ordering::Acquire) {
            std::hint::spin_loop();
        }
    }

    fn unlock(&self) {
        self.0.store(false, Ordering::Release);
    }
}

struct Theatre {
    rows: AtomicUsize,
    lamps: AtomicU8,
    wardrobe: Spin,
}

impl Theatre {
    fn a_lock_of_its_own(&self) {
        self.wardrobe.lock();
        let rows = self.rows.load(Ordering::SeqCst);
        self.rows.store(rows + 1, Ordering::SeqCst);
        self.wardrobe.unlock();
    }

    async fn a_permit_that_is_the_only_one(&self, stage: &tokio::sync::Semaphore) {
        let _stage = stage.acquire().await;
        let rows = self.rows.load(Ordering::SeqCst);
        self.rows.store(rows + 1, Ordering::SeqCst);
    }

    // One writer.

    fn borrowed_alone(&mut self) {
        let rows = self.rows.load(Ordering::SeqCst);
        self.rows.store(rows + 1, Ordering::SeqCst);
    }

    fn a_count_that_costs_little(&self) {
        let rows = self.rows.load(Ordering::Relaxed);
        self.rows.store(rows.wrapping_add(1), Ordering::Relaxed);
    }

    /// Only the stage manager's thread calls this.
    fn a_comment_names_the_writer(&self) {
        let lamps = self.lamps.load(Ordering::Acquire);
        self.lamps.store(lamps | 1, Ordering::Release);
    }

    fn a_comment_at_the_store(&self) {
        let lamps = self.lamps.load(Ordering::Acquire);
        // Concurrency may lose a lamp here, which nobody will miss.
        self.lamps.store(lamps | 1, Ordering::Release);
    }

    /// # Safety
    ///
    /// The caller has the key.
    unsafe fn a_contract(&self) {
        let rows = self.rows.load(Ordering::Acquire);
        self.rows.store(rows + 1, Ordering::Release);
    }
}

fn lent_alone(rows: &mut Arc<AtomicUsize>) {
    let now = rows.load(Ordering::SeqCst);
    rows.store(now + 1, Ordering::SeqCst);
}

fn one_thread_writes_and_one_reads() {
    let visitors = Arc::new(AtomicU64::new(0));
    let gate = Arc::clone(&visitors);
    thread::spawn(move || {
        let so_far = gate.load(Ordering::SeqCst);
        gate.store(so_far + 1, Ordering::SeqCst);
    });
    println!("{} so far", visitors.load(Ordering::SeqCst));
}

fn a_count_of_its_own_for_each_thread() {
    for _gate in 0..4 {
        let visitors = AtomicU64::new(0);
        thread::spawn(move || {
            visitors.store(visitors.load(Ordering::SeqCst) + 1, Ordering::SeqCst);
        });
    }
}

mod once {
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    static BOOKED: AtomicU64 = AtomicU64::new(7);

    static CALENDAR: LazyLock<u64> = LazyLock::new(|| {
        let booked = BOOKED.load(Ordering::SeqCst);
        BOOKED.store(booked + 1, Ordering::SeqCst);
        booked
    });

    fn calendar() -> u64 {
        *CALENDAR
    }
}

// Names that look alike.

struct Shelf {
    pots: u64,
}

impl Shelf {
    fn load(&self, _order: Ordering) -> u64 {
        self.pots
    }

    fn store(&mut self, pots: u64, _order: Ordering) {
        self.pots = pots;
    }
}

fn a_shelf_of_pots(shelf: &mut Shelf) {
    let pots = shelf.load(Ordering::SeqCst);
    shelf.store(pots + 1, Ordering::SeqCst);
}

fn an_element_of_many(seats: &[AtomicU64], row: usize) {
    let taken = seats[row].load(Ordering::SeqCst);
    seats[row + 1].store(taken + 1, Ordering::SeqCst);
}

static STAGE: AtomicU8 = AtomicU8::new(EMPTY);

const EMPTY: u8 = 0;
const SET_UP: u8 = 1;

fn an_arm_that_works_first() -> usize {
    match STAGE.load(Ordering::Acquire) {
        EMPTY => {
            let seats = count_seats();
            println!("{seats} seats");
            print_poster();
            STAGE.store(SET_UP, Ordering::Release);
            seats
        }
        _ => 0,
    }
}
