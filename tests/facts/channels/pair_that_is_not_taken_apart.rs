//! A pair that is kept whole, or goes to a function as it is, has ends that nobody can name.
use std::sync::mpsc;

pub fn whole() {
    let pair = mpsc::channel::<u8>();
    hand(pair);
    hand(mpsc::channel());
}

fn hand(pair: (mpsc::Sender<u8>, mpsc::Receiver<u8>)) {
    drop(pair);
}
