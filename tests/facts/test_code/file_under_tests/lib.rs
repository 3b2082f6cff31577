//! A file under `tests` is test code, and so is one that a `#[cfg(test)] mod` leads to.
#[cfg(test)]
mod checks;

pub fn real() {
    std::thread::spawn(|| ());
}
