//! A loop before a future that never ends repeats nothing, and the function is not called endless for it.
use std::future::pending;

pub fn start() {
    tokio::spawn(async {
        pending::<()>().await;
    });
    tokio::spawn(async {
        loop {
            pending::<()>().await;
        }
    });
}
