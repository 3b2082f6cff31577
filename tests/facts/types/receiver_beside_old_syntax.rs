//! A struct, a trait and a body keep what they hold beside syntax that editions before 2021 had.
//! Edition 2015.
use std::sync::{Mutex, mpsc};
use std::thread;

pub struct Harbour {
    alarm: Box<Fn(u32) + Send + 'static>,
    arrivals: Mutex<mpsc::Receiver<u32>>,
}

pub trait Pilot {
    fn guide(&self, mpsc::Sender<u32>, &str);
}

impl Harbour {
    pub fn wait(&self) {
        let async = self.arrivals.lock().unwrap();
        while let Ok(ship) = async.recv() {
            (self.alarm)(ship);
        }
    }

    pub fn watch(mut log: Box<FnMut(u32) + Send>) {
        let try = thread::spawn(move || log(1));
        try.join().unwrap();
    }
}
