//! A tuple that is made and taken apart in one `let` gives each variable its own value: the thread's lock is the caller's.
use std::sync::{Arc, Mutex};

fn share(count: Arc<Mutex<u32>>, names: Arc<Mutex<Vec<String>>>) {
    let (counted, named) = (Arc::clone(&count), names.clone());
    std::thread::spawn(move || {
        let count = counted.lock().unwrap();
        named.lock().unwrap().push(count.to_string());
    });
    let names = names.lock().unwrap();
    *count.lock().unwrap() += names.len() as u32;
}
