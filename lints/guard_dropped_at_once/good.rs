//! Guards that live, and locks that are only waited for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, RwLock};

static DIARY: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Mill {
    gate: Mutex<u32>,
    flour: RwLock<u32>,
    orders: tokio::sync::Mutex<HashMap<u32, u32>>,
}

/// A type of our own that has a method of that name.
struct Door;

impl Door {
    fn lock(&self) -> u32 {
        3
    }
}

fn grind(grain: u32) -> u32 {
    grain / 2
}

impl Mill {
    // The guard has a name.

    fn a_name_that_nobody_reads(&self) {
        let _gate = self.gate.lock().unwrap();
        println!("{}", grind(3));
    }

    fn a_name_of_one_letter_more(&self) {
        let _g = self.flour.write().unwrap();
        println!("{}", grind(3));
    }

    async fn of_an_async_lock(&self) {
        let _orders = self.orders.lock().await;
        println!("{}", grind(3));
    }

    // The lock is only waited for.

    fn the_last_statement(&self) {
        println!("{}", grind(3));
        let _ = self.gate.lock().unwrap();
    }

    fn alone_in_its_block(&self) {
        {
            let _ = self.gate.lock().unwrap();
        }
        println!("{}", grind(3));
    }

    fn only_a_value_follows(&self) -> bool {
        let _ = self.gate.lock().unwrap();
        true
    }

    fn only_ok_follows(&self) -> Result<(), String> {
        let _ = self.gate.lock().unwrap();
        Ok(())
    }

    fn dropped_by_hand(&self) {
        drop(self.gate.lock().unwrap());
        println!("{}", grind(3));
    }

    fn a_comment_says_so(&self) {
        // Wait until whoever grinds has done so.
        let _ = self.gate.lock().unwrap();
        println!("{}", grind(3));
    }

    async fn an_async_barrier(&self) {
        let _ = self.orders.lock().await; // the one who has it must be done first
        println!("{}", grind(3));
    }

    // Something else is taken.

    fn what_lies_behind_the_lock(&self) {
        let _ = self.flour.read().unwrap().checked_add(1);
        println!("{}", grind(3));
    }

    fn a_value_of_the_map(&self) {
        let _ = DIARY.lock().unwrap().pop();
        println!("{}", grind(3));
    }

    fn only_tried(&self) {
        let _ = self.gate.try_lock();
        println!("{}", grind(3));
    }
}

// A barrier: the lock has nothing inside, and who has it is waited for.

async fn until_all_are_done(open: &tokio::sync::RwLock<()>) -> u32 {
    let _ = open.write().await;
    grind(3)
}

fn only_logged_after_it(flour: &RwLock<u32>) -> bool {
    let _ = flour.write().unwrap();
    println!("all have done");
    true
}

fn a_lock_of_our_own(door: &Door) {
    let _ = door.lock();
    println!("{}", grind(3));
}

fn standard_output() {
    let _ = std::io::stdout().lock();
    println!("{}", grind(3));
}

// The lock is poisoned on purpose.

fn poisoned(gate: Arc<Mutex<u32>>) {
    let panics = std::thread::spawn(move || {
        let _ = gate.lock().unwrap();
        panic!("with the lock");
    });
    println!("{}", panics.is_finished());
}
