//! An own module that is called like a crate comes before the crate, unless the path begins with `::`.
mod flume {
    pub fn unbounded() -> (Vec<u8>, Vec<u8>) {
        (Vec::new(), Vec::new())
    }
}

pub fn make() {
    let (mut log, _spare) = flume::unbounded();
    let (tx, rx) = ::flume::unbounded::<u8>();
    log.push(1);
    tx.send(2).ok();
    rx.recv().ok();
}
