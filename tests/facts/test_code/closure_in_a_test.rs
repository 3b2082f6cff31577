//! Closures, async blocks and inner functions of a test are test code as well.
#[test]
fn starts() {
    fn inner() {
        std::thread::spawn(|| ());
    }
    let start = || std::thread::spawn(inner);
    start().join().ok();
    let later = async {
        tokio::spawn(async {});
    };
    drop(later);
}
