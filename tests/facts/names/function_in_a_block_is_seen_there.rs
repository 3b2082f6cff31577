//! A function that is declared inside another is the one that its calls there mean, before and after its own place.
pub fn outer() {
    prepare();
    fn prepare() {
        std::thread::park_timeout(std::time::Duration::from_secs(4));
    }
    prepare();
}

pub fn other() {
    prepare();
}

fn prepare() {}
