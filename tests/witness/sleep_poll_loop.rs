//! Who locks a theatre waits until no coat hangs in its cloakroom.

pub mod bad {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[derive(Default)]
    pub struct Cloakroom {
        coats: AtomicUsize,
    }

    impl Cloakroom {
        pub fn take_in(&self) {
            self.coats.fetch_add(1, Ordering::AcqRel);
        }

        pub fn hand_out(&self) {
            self.coats.fetch_sub(1, Ordering::AcqRel);
        }

        pub async fn empty(&self) {
            while self.coats.load(Ordering::Acquire) > 0 {
                tokio::time::sleep(Duration::from_millis(50)).await; //~ sleep-poll-loop
            }
        }
    }
}

pub mod good {
    use tokio::sync::watch;

    #[derive(Default)]
    pub struct Cloakroom {
        coats: watch::Sender<usize>,
    }

    impl Cloakroom {
        pub fn take_in(&self) {
            self.coats.send_modify(|coats| *coats += 1);
        }

        pub fn hand_out(&self) {
            self.coats.send_modify(|coats| *coats -= 1);
        }

        pub async fn empty(&self) {
            let mut coats = self.coats.subscribe();
            let _ = coats.wait_for(|coats| *coats == 0).await;
        }
    }
}
