//! A method of an enum that a macro implements a trait for is the trait's, whichever variant has the value.
use enum_dispatch::enum_dispatch;
use std::sync::mpsc::Receiver;

#[enum_dispatch]
pub trait Shelf {
    fn fetch(&mut self) -> Option<u32>;
}

pub struct Near(u32);
pub struct Far(Receiver<u32>);

impl Shelf for Near {
    fn fetch(&mut self) -> Option<u32> {
        Some(self.0)
    }
}

impl Shelf for Far {
    fn fetch(&mut self) -> Option<u32> {
        self.0.recv().ok()
    }
}

#[enum_dispatch(Shelf)]
pub enum AnyShelf {
    Near(Near),
    Far(Far),
}

pub async fn first(mut shelf: AnyShelf) -> Option<u32> {
    shelf.fetch()
}
