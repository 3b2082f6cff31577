//! A type called `Mutex` or `RwLock` of a library that nobody knows is one: its guards may come in a `Result`.
use harbour_util::RwLock;
use harbour_util::sync::*;

pub struct Harbour {
    berths: Mutex<Vec<u32>>,
    tides: RwLock<Option<u32>>,
}

impl Harbour {
    pub fn plain(&self) {
        let berths = self.berths.lock();
        println!("{}", berths.len());
    }

    pub fn in_a_result(&self) {
        let mut berths = self.berths.lock().unwrap();
        berths.push(1);
        drop(berths);
        println!("{:?}", self.tides.read());
    }

    pub fn unwraps_what_is_guarded(&self) -> u32 {
        self.tides.read().unwrap()
    }

    pub async fn gives_a_future(&self) {
        let berths = self.berths.lock().await;
        println!("{}", berths.len());
    }

    pub fn runs_a_closure(&self) -> usize {
        self.berths.lock(|berths: &Vec<u32>| berths.len())
    }
}
