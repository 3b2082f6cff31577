//! Every branch of `cfg_if!` is seen, and each is one of several that may run.
pub fn wait() {
    loop {
        cfg_if::cfg_if! {
            if #[cfg(unix)] {
                std::thread::sleep(std::time::Duration::from_millis(1));
            } else if #[cfg(windows)] {
                std::thread::park_timeout(std::time::Duration::from_millis(2));
            } else {
                return;
            }
        }
    }
}
