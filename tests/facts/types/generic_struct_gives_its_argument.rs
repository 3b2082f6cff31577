//! The field of a generic struct is what the argument says; a parameter that nobody fills is not known.
use std::sync::mpsc::Receiver;

pub struct Hub<R> {
    rx: R,
}

pub fn filled(hub: Hub<Receiver<u8>>) {
    hub.rx.recv().ok();
}

impl<R> Hub<R> {
    pub fn open(&self) {
        self.rx.recv().ok();
    }
}
