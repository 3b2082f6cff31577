//! conclint: allow(test-without-timeout) -- the cases here are about something else
//! Sleeps of tests that the end of the work replaces.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use tokio::time::sleep;

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_handle_has_no_name() {
        let baked = Arc::new(AtomicUsize::new(0));
        let counter = baked.clone();
        tokio::spawn(async move {
            counter.fetch_add(1, Ordering::Relaxed);
        });

        // Give the baker a moment.
        sleep(Duration::from_millis(50)).await; //~ --fix=all

        assert_eq!(baked.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn the_handle_is_thrown_away() {
        let baked = Arc::new(AtomicUsize::new(0));
        let counter = baked.clone();
        let _ = tokio::spawn(async move {
            counter.fetch_add(1, Ordering::Relaxed);
        });
        sleep(Duration::from_millis(50)).await; //~ --fix=all
        assert_eq!(baked.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn the_handle_is_awaited_too_late() {
        let baked = Arc::new(AtomicUsize::new(0));
        let counter = baked.clone();
        let baker = tokio::spawn(async move {
            counter.fetch_add(1, Ordering::Relaxed);
        });
        tokio::time::sleep(Duration::from_millis(50)).await; //~ --fix=all
        assert_eq!(baked.load(Ordering::Relaxed), 1);
        baker.await.expect("the baker does not panic");
    }

    #[tokio::test]
    async fn the_task_has_to_be_finished() {
        let baked = Arc::new(AtomicUsize::new(0));
        let counter = baked.clone();
        let baker = tokio::spawn(async move {
            counter.fetch_add(1, Ordering::Relaxed);
        });
        sleep(Duration::from_millis(50)).await; //~ --fix=all
        assert!(baker.is_finished());
    }

    #[test]
    fn a_thread() {
        let shelf = Arc::new(Mutex::new(Vec::new()));
        let theirs = shelf.clone();
        thread::spawn(move || theirs.lock().unwrap().push("bread"));
        thread::sleep(Duration::from_millis(50)); //~ --fix=all
        assert_eq!(shelf.lock().unwrap().len(), 1);
    }
}
