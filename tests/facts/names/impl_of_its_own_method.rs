//! An impl for a path that ends in a method of its own is for no type that is known.

struct Quay;

impl Quay::moor {
    fn moor(&self) {
        tokio::spawn(async { Quay::moor() });
    }
}
