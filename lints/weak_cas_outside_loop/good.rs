//! Weak exchanges that are tried again, and those whose failure somebody else deals with.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};

static BEGUN: AtomicBool = AtomicBool::new(false);

fn ring_the_bell() {
    println!("ding");
}

// Loops.

fn a_loop(turn: &AtomicUsize) {
    let mut now = turn.load(Ordering::Relaxed);
    loop {
        match turn.compare_exchange_weak(now, now * 2, Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) => break,
            Err(other) => now = other,
        }
    }
}

fn the_head_of_a_loop(turn: &AtomicUsize) {
    while turn.compare_exchange_weak(0, 1, Ordering::AcqRel, Ordering::Acquire).is_err() {
        std::hint::spin_loop();
    }
}

fn a_few_times(turn: &AtomicUsize) {
    for _ in 0..3 {
        let _ = turn.compare_exchange_weak(0, 1, Ordering::AcqRel, Ordering::Acquire);
    }
}

fn a_closure_in_a_loop(turn: &AtomicUsize) {
    loop {
        let take = || turn.compare_exchange_weak(0, 1, Ordering::AcqRel, Ordering::Acquire).is_ok();
        if take() {
            break;
        }
    }
}

fn it_calls_itself(turn: &AtomicUsize) {
    if turn.compare_exchange_weak(0, 1, Ordering::AcqRel, Ordering::Acquire).is_err() {
        it_calls_itself(turn);
    }
}

struct Gate {
    open: AtomicBool,
    state: AtomicU32,
}

impl Gate {
    fn opened_by_me(&self) -> bool {
        self.open.compare_exchange_weak(false, true, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }

    fn a_caller_with_a_loop(&self) {
        while !self.opened_by_me() {
            std::hint::spin_loop();
        }
    }

    // A failure is looked at.

    fn the_slow_way(&self) {
        if self.state.compare_exchange_weak(0, 1, Ordering::Acquire, Ordering::Relaxed).is_err() {
            self.wait_in_line();
        }
    }

    fn the_fast_way_returns(&self) {
        if self.state.compare_exchange_weak(0, 1, Ordering::Acquire, Ordering::Relaxed).is_ok() {
            return;
        }
        self.wait_in_line();
    }

    fn two_arms(&self) {
        match self.state.compare_exchange_weak(0, 1, Ordering::Acquire, Ordering::Relaxed) {
            Ok(_) => ring_the_bell(),
            Err(_) => self.wait_in_line(),
        }
    }

    fn wait_in_line(&self) {
        while self.state.swap(2, Ordering::Acquire) != 0 {
            std::thread::yield_now();
        }
    }

    // The caller looks at it.

    fn try_open(&self) -> bool {
        self.open.compare_exchange_weak(false, true, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }

    fn given_as_it_is(&self, from: u32, to: u32) -> Result<u32, u32> {
        self.state.compare_exchange_weak(from, to, Ordering::AcqRel, Ordering::Acquire)
    }

    fn one_of_many_states(&self, from: u32) -> bool {
        self.state.compare_exchange_weak(from, from + 1, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }

    fn by_a_question_mark(&self) -> Result<(), u32> {
        self.state.compare_exchange_weak(0, 1, Ordering::AcqRel, Ordering::Acquire)?;
        ring_the_bell();
        Ok(())
    }
}

// The strong one.

fn the_first_one_rings() {
    if BEGUN.compare_exchange(false, true, Ordering::AcqRel, Ordering::Acquire).is_ok() {
        ring_the_bell();
    }
}

fn the_result_is_dropped(turn: &AtomicUsize) {
    let _ = turn.compare_exchange(0, 1, Ordering::AcqRel, Ordering::Acquire);
}

struct Purse {
    coins: u32,
}

impl Purse {
    fn compare_exchange_weak(&mut self, from: u32, to: u32) -> Result<u32, u32> {
        if self.coins == from {
            self.coins = to;
            return Ok(from);
        }
        Err(self.coins)
    }
}

fn a_purse_of_its_own(purse: &mut Purse) {
    let _ = purse.compare_exchange_weak(3, 5);
}

struct Desk {
    seat: AtomicU32,
}

impl Desk {
    fn change(&self, from: u32, to: u32) -> bool {
        self.seat.compare_exchange_weak(from, to, Ordering::AcqRel, Ordering::Relaxed).is_ok()
    }

    fn change_once(&self, from: u32, to: u32) -> bool {
        self.seat.compare_exchange_weak(from, to, Ordering::AcqRel, Ordering::Relaxed).is_ok()
    }
}

fn sit(desk: &Desk, pupil: u32) {
    while !desk.change(0, pupil) {
        std::hint::spin_loop();
    }
}

fn try_leave(desk: &Desk, pupil: u32) -> bool {
    desk.change_once(pupil, 0)
}
