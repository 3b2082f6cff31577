//! All of a `#[cfg(test)]` module is test code, with its helpers and the modules in it.
pub fn real() {
    std::thread::spawn(|| ());
}

#[cfg(test)]
mod tests {
    fn helper() {
        std::thread::spawn(|| ());
    }

    mod inner {
        pub fn deeper() {
            std::thread::spawn(super::helper);
        }
    }
}
