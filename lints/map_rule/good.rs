//! What looks as if it broke a rule of the room's `conclint.toml`.

use std::sync::Mutex;
use std::thread;

use tokio::sync::{mpsc, oneshot};
use tokio::task::{JoinHandle, JoinSet};

pub static RATES: Mutex<u32> = Mutex::new(1);

pub struct Harbour {
    berths: Mutex<Vec<String>>,
    log: Mutex<Vec<String>>,
    clerk: Option<JoinHandle<()>>,
}

impl Drop for Harbour {
    fn drop(&mut self) {
        if let Some(clerk) = self.clerk.take() {
            clerk.abort();
        }
    }
}

pub mod ledger {
    use std::sync::Mutex;

    static LINES: Mutex<u32> = Mutex::new(0);

    pub fn write(line: &str) {
        println!("{line}");
    }

    pub fn own_lock_of_the_module() {
        let lines = LINES.lock().unwrap();
        write(&lines.to_string());
    }
}

pub mod diary {
    pub fn write(line: &str) {
        println!("{line}");
    }
}

impl Harbour {
    pub fn task_in_a_field(&mut self) {
        self.clerk = Some(tokio::spawn(async { println!("writing") }));
    }

    pub fn task_of_the_callers(&self) -> JoinHandle<()> {
        tokio::spawn(async { println!("open") })
    }

    pub fn locks_in_the_declared_order(&self) {
        let berths = self.berths.lock().unwrap();
        self.log.lock().unwrap().extend(berths.first().cloned());
    }

    pub fn locks_one_after_the_other(&self) {
        let last = self.log.lock().unwrap().last().cloned();
        self.berths.lock().unwrap().extend(last);
    }

    pub fn static_before_a_field(&self) {
        let rate = RATES.lock().unwrap();
        println!("{} at {rate}", self.berths.lock().unwrap().len());
    }

    pub fn call_after_the_lock(&self) {
        let lines = self.log.lock().unwrap().join("\n");
        ledger::write(&lines);
    }

    pub fn call_after_a_drop(&self) {
        let log = self.log.lock().unwrap();
        let lines = log.join("\n");
        drop(log);
        ledger::write(&lines);
    }

    pub fn function_of_the_same_name_in_another_module(&self) {
        let log = self.log.lock().unwrap();
        diary::write(&log.join("\n"));
    }

    pub fn lock_that_is_held_by_nobody_when_the_closure_runs(&self) -> impl Fn() + use<> {
        let log = self.log.lock().unwrap();
        let lines = log.join("\n");
        move || ledger::write(&lines)
    }
}

/// Its fields have the names of those that the rules are about.
pub struct Marina {
    berths: Mutex<Vec<String>>,
    log: Mutex<Vec<String>>,
}

impl Marina {
    pub fn locks_of_another_struct(&self) {
        let log = self.log.lock().unwrap();
        self.berths.lock().unwrap().extend(log.first().cloned());
    }
}

pub async fn tasks_in_a_set(names: Vec<String>) {
    let mut unloading = JoinSet::new();
    for name in names {
        unloading.spawn(async move { println!("{name}") });
    }
    while let Some(done) = unloading.join_next().await {
        done.unwrap();
    }
}

pub async fn task_that_is_awaited() {
    tokio::spawn(async { println!("weighed") }).await.unwrap();
}

pub fn threads_of_a_scope(names: &[String]) {
    thread::scope(|scope| {
        for name in names {
            scope.spawn(move || println!("{name}"));
        }
    });
}

pub fn channel_with_a_capacity() -> (mpsc::Sender<u32>, mpsc::Receiver<u32>) {
    mpsc::channel(16)
}

pub fn channel_of_one_value() -> (oneshot::Sender<u32>, oneshot::Receiver<u32>) {
    oneshot::channel()
}

pub fn only_unbounded_channel() -> (mpsc::UnboundedSender<u32>, mpsc::UnboundedReceiver<u32>) {
    mpsc::unbounded_channel()
}

pub fn one_channel_in_two_functions() -> (mpsc::UnboundedSender<u32>, mpsc::UnboundedReceiver<u32>) {
    only_unbounded_channel()
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn task_of_a_test() {
        tokio::spawn(async { println!("open") });
    }
}
