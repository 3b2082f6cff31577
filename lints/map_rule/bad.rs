//! Places that break a rule of the room's `conclint.toml`.

use std::sync::Mutex;
use std::thread;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;

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
        *LINES.lock().unwrap() += 1;
    }

    pub async fn send(line: &str) {
        println!("{line}");
    }

    pub struct Book;

    impl Book {
        pub fn close(&self) {
            println!("closed");
        }
    }
}

impl Harbour {
    pub fn task_that_nobody_keeps(&self) {
        tokio::spawn(async { println!("open") }); //~
    }

    pub fn thread_that_nobody_keeps(&self) {
        thread::spawn(|| println!("open")); //~
    }

    pub fn kept_task_that_is_started_in_the_wrong_file(&mut self) {
        self.clerk = Some(tokio::spawn(async { println!("writing") })); //~
    }

    pub fn locks_in_the_wrong_order(&self) {
        let mut log = self.log.lock().unwrap();
        log.extend(self.berths.lock().unwrap().first().cloned()); //~
    }

    pub fn locks_in_the_wrong_order_through_a_call(&self) {
        let log = self.log.lock().unwrap();
        println!("{} of {}", log.len(), self.count()); //~
    }

    fn count(&self) -> usize {
        self.berths.lock().unwrap().len()
    }

    pub fn static_after_a_field(&self) {
        let berths = self.berths.lock().unwrap();
        let rate = *RATES.lock().unwrap(); //~
        println!("{} at {rate}", berths.len());
    }

    pub fn lock_across_a_call(&self) {
        let log = self.log.lock().unwrap();
        ledger::write(&log.join("\n")); //~
    }

    pub fn lock_across_a_call_through_another(&self) {
        let log = self.log.lock().unwrap();
        self.keep(&log); //~
    }

    fn keep(&self, lines: &[String]) {
        for line in lines {
            ledger::write(line);
        }
    }

    pub fn lock_across_a_method(&self, book: &ledger::Book) {
        let log = self.log.lock().unwrap();
        book.close(); //~
        println!("{}", log.len());
    }

    pub fn lock_across_a_call_of_a_library(&self) -> std::io::Result<()> {
        let mut log = self.log.lock().unwrap();
        log.push(std::fs::read_to_string("log")?); //~
        Ok(())
    }
}

pub struct Office {
    notes: tokio::sync::Mutex<Vec<String>>,
}

impl Office {
    pub async fn lock_across_a_future(&self) {
        let notes = self.notes.lock().await;
        for note in notes.iter() {
            ledger::send(note).await; //~
        }
    }
}

pub fn unbounded_where_none_may_be() -> (mpsc::UnboundedSender<u32>, mpsc::UnboundedReceiver<u32>) {
    mpsc::unbounded_channel() //~
}

pub fn one_more_than_there_may_be() -> (std::sync::mpsc::Sender<u32>, std::sync::mpsc::Receiver<u32>) {
    std::sync::mpsc::channel() //~
}
