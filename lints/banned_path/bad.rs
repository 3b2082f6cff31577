//! What the room's `conclint.toml` bans, by every way in which code can name it.

use std::time::Duration;

pub fn full_path() {
    std::thread::sleep(Duration::from_millis(5)); //~
}

pub fn path_from_an_imported_module() {
    use std::thread;
    thread::sleep(Duration::from_millis(5)); //~
}

pub fn imported_name() {
    use std::thread::sleep; //~
    sleep(Duration::from_millis(5)); //~
}

pub mod renamed_import {
    use tokio::spawn as start; //~

    pub fn open(gate: u32) {
        start(async move { println!("gate {gate}") }); //~
    }
}

pub fn other_spelling_of_the_same_function(gate: u32) {
    tokio::task::spawn(async move { println!("gate {gate}") }); //~
}

pub fn function_as_a_value(gates: Vec<std::future::Ready<()>>) -> Vec<tokio::task::JoinHandle<()>> {
    gates.into_iter().map(tokio::spawn).collect() //~
}

pub fn name_from_a_star() {
    use std::thread::*;
    sleep(Duration::from_millis(5)); //~
}

pub fn one_of_several_in_braces() -> Duration {
    use std::{
        thread::{current, sleep}, //~
        time::Instant,
    };
    let begin = Instant::now();
    println!("{:?}", current().id());
    sleep(Duration::from_millis(5)); //~
    begin.elapsed()
}

pub fn what_a_banned_module_holds() {
    let (orders, _kitchen) = std::sync::mpsc::sync_channel::<u32>(4); //~
    let _ = orders.try_send(1);
}

pub mod star_of_a_banned_module {
    use std::sync::mpsc::*; //~

    pub fn open() -> (Sender<u32>, Receiver<u32>) {
        channel() //~
    }
}

pub fn method_of_a_known_type(worker: std::thread::JoinHandle<()>) -> bool {
    worker.join().is_ok() //~
}

pub fn method_by_its_path(worker: std::thread::JoinHandle<()>) -> bool {
    std::thread::JoinHandle::join(worker).is_ok() //~
}

pub async fn macro_by_its_path() -> (u32, u32) {
    futures::join!(async { 1 }, async { 2 }) //~
}

pub async fn anything_of_a_banned_crate() {
    async_std::task::yield_now().await; //~
    println!("{}", async_std::path::Path::new("berths").exists().await); //~
}

pub fn banned_file_by_file() {
    std::thread::park(); //~
}

mod ledger {
    pub struct Ledger {
        rows: Vec<u32>,
    }

    impl Ledger {
        pub fn open() -> Ledger {
            Ledger { rows: first_rows() }
        }

        pub fn sum(&self) -> u32 {
            self.rows.iter().sum()
        }
    }

    fn first_rows() -> Vec<u32> {
        self::rows_of(3)
    }

    fn rows_of(n: u32) -> Vec<u32> {
        (0..n).collect()
    }
}

pub fn type_of_a_banned_module_of_our_own() -> u32 {
    ledger::Ledger::open().sum() //~
}

pub fn import_of_a_banned_module_of_our_own() -> u32 {
    use self::ledger::Ledger; //~
    Ledger::open().sum() //~
}

pub mod shop {
    pub use tokio::spawn; //~
}

pub fn re_export_of_a_banned_function() {
    shop::spawn(async { println!("open") }); //~
}
