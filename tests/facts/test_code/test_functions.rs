//! Functions under `#[test]` and its kin are test code; their neighbours are not.
use std::thread::sleep;
use std::time::Duration;

#[test]
fn plain() {
    sleep(Duration::from_millis(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn with_runtime() {
    sleep(Duration::from_millis(2));
}

pub fn not_a_test() {
    sleep(Duration::from_millis(3));
}
