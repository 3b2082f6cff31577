//! A file that no `mod` leads to says so and is read all the same; its `crate` is itself, so that `crate::used` is a question mark there.
mod used;

pub fn start() {
    used::go();
}
