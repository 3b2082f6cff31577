//! Guards that `_` is given, before work that they should have kept others from.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, RwLock};

static DIARY: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Mill {
    gate: Mutex<u32>,
    flour: RwLock<u32>,
    sacks: parking_lot::Mutex<Vec<u32>>,
    stones: parking_lot::RwLock<u32>,
    orders: tokio::sync::Mutex<HashMap<u32, u32>>,
    prices: tokio::sync::RwLock<u32>,
}

fn grind(grain: u32) -> u32 {
    grain / 2
}

impl Mill {
    fn a_mutex_of_std(&self) {
        let _ = self.gate.lock().unwrap(); //~
        println!("{}", grind(3));
    }

    fn a_result_that_nobody_unwraps(&self) {
        let _ = self.gate.lock(); //~
        println!("{}", grind(3));
    }

    fn what_expect_gives(&self) -> u32 {
        let _ = self.flour.write().expect("nobody panics"); //~
        grind(5)
    }

    fn to_read(&self) -> u32 {
        let _ = self.flour.read().unwrap(); //~
        let grain = 8;
        grind(grain)
    }

    fn parking_lot_gives_no_result(&self) {
        let _ = self.sacks.lock(); //~
        println!("{}", grind(1));
    }

    fn a_lock_of_readers(&self) {
        let _ = self.stones.write(); //~
        println!("{}", grind(1));
    }

    async fn an_async_lock(&self) {
        let _ = self.orders.lock().await; //~
        println!("{}", grind(2));
    }

    async fn an_async_lock_of_readers(&self) {
        let _ = self.prices.write().await; //~
        tokio::task::yield_now().await;
    }

    fn inside_a_branch(&self, late: bool) {
        if late {
            let _ = self.gate.lock().unwrap(); //~
            println!("{}", grind(9));
        }
    }
}

fn a_static(line: &str) -> std::io::Result<()> {
    let _ = DIARY.lock().unwrap(); //~
    std::fs::write("diary.txt", line)
}

fn in_a_thread(mill: Arc<Mill>) {
    let grinds = std::thread::spawn(move || {
        let _ = mill.gate.lock().unwrap(); //~
        grind(4)
    });
    println!("{}", grinds.is_finished());
}

fn a_name_is_taken_already(mill: &Mill) {
    let _guard = mill.sacks.lock();
    let _ = mill.stones.read(); //~
    println!("{}", grind(4));
}
