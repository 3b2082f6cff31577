//! Weak exchanges of which a failure that has no reason is taken for one that has.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::thread;

static BEGUN: AtomicBool = AtomicBool::new(false);

fn ring_the_bell() {
    println!("ding");
}

fn the_result_is_dropped(turn: &AtomicUsize) {
    let _ = turn.compare_exchange_weak(0, 1, Ordering::AcqRel, Ordering::Acquire); //~
}

fn the_result_has_a_name_that_nobody_reads(turn: &AtomicUsize) {
    let _done = turn.compare_exchange_weak(0, 1, Ordering::AcqRel, Ordering::Acquire); //~
}

fn an_unwrap(turn: &AtomicUsize) {
    turn.compare_exchange_weak(0, 1, Ordering::AcqRel, Ordering::Acquire).unwrap(); //~
}

fn an_expect(turn: &AtomicUsize) -> usize {
    turn.compare_exchange_weak(0, 1, Ordering::AcqRel, Ordering::Acquire).expect("it was my turn") //~
}

fn the_first_one_rings() {
    if BEGUN.compare_exchange_weak(false, true, Ordering::AcqRel, Ordering::Acquire).is_ok() { //~
        ring_the_bell();
    }
}

fn the_first_one_rings_by_a_pattern() {
    if let Ok(_) = BEGUN.compare_exchange_weak(false, true, Ordering::AcqRel, Ordering::Acquire) { //~
        ring_the_bell();
    }
}

fn an_arm_does_nothing() {
    match BEGUN.compare_exchange_weak(false, true, Ordering::AcqRel, Ordering::Acquire) { //~
        Ok(_) => ring_the_bell(),
        Err(_) => {}
    }
}

fn in_a_thread() {
    let rung = Arc::new(AtomicU32::new(0));
    thread::spawn(move || {
        if rung.compare_exchange_weak(0, 1, Ordering::SeqCst, Ordering::SeqCst).is_ok() { //~
            ring_the_bell();
        }
    });
}

struct School {
    closed: AtomicBool,
}

impl School {
    fn close(&self) -> bool {
        self.closed //
            .compare_exchange_weak(false, true, Ordering::SeqCst, Ordering::SeqCst) //~
            .is_ok()
    }

    fn was_open(&self) -> bool {
        return self.closed.compare_exchange_weak(false, true, Ordering::SeqCst, Ordering::SeqCst).is_ok(); //~
    }
}

struct Desk {
    seat: AtomicU32,
}

impl Desk {
    fn change(&self, from: u32, to: u32) -> bool {
        self.seat.compare_exchange_weak(from, to, Ordering::AcqRel, Ordering::Relaxed).is_ok() //~
    }
}

fn sit(desks: &[Desk], pupil: u32) -> Option<usize> {
    for (n, desk) in desks.iter().enumerate() {
        if desk.change(0, pupil) {
            return Some(n);
        }
    }
    None
}

fn leave(desk: &Desk, pupil: u32) {
    if !desk.change(pupil, 0) {
        println!("{pupil} was not here");
    }
}
