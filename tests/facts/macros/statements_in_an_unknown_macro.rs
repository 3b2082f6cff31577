//! Statements and arguments inside a macro of unknown make are read as code.
pub fn start() {
    retry! {
        let attempt = std::thread::spawn(|| ());
        attempt.join().ok();
    }
    check!(tokio::spawn(async {}), "started");
}
