//! Smiths of one forge share the list of what is to be forged.

pub type Order = Box<dyn FnOnce() + Send>;

pub mod bad {
    use std::sync::mpsc::Receiver;
    use std::sync::{Arc, Mutex};
    use std::thread::{self, JoinHandle};

    use super::Order;

    pub fn hire(smiths: usize, orders: Receiver<Order>) -> Vec<JoinHandle<()>> {
        let orders = Arc::new(Mutex::new(orders));
        let smith = |orders: Arc<Mutex<Receiver<Order>>>| {
            thread::spawn(move || {
                while let Ok(forge) = orders.lock().unwrap().recv() {
                    //~ guard-in-scrutinee
                    forge();
                }
            })
        };
        (0..smiths).map(|_| smith(orders.clone())).collect()
    }
}

pub mod good {
    use std::sync::mpsc::Receiver;
    use std::sync::{Arc, Mutex};
    use std::thread::{self, JoinHandle};

    use super::Order;

    pub fn hire(smiths: usize, orders: Receiver<Order>) -> Vec<JoinHandle<()>> {
        let orders = Arc::new(Mutex::new(orders));
        let smith = |orders: Arc<Mutex<Receiver<Order>>>| {
            thread::spawn(move || {
                loop {
                    let Ok(forge) = orders.lock().unwrap().recv() else { break };
                    forge();
                }
            })
        };
        (0..smiths).map(|_| smith(orders.clone())).collect()
    }
}
