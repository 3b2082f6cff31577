//! Functions that call one another in a circle are taken to end, and asking about them ends too.
pub fn even(n: u32) {
    if n > 0 {
        odd(n - 1);
    }
}

pub fn odd(n: u32) {
    even(n);
}

pub fn start() {
    std::thread::spawn(|| even(3));
}
