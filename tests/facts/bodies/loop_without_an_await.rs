//! A loop of async code that never awaits cannot be stopped by anybody, and says so.
pub fn start() {
    tokio::spawn(async move {
        let mut n = 0_u64;
        loop {
            n = n.wrapping_add(1);
        }
    });
}
