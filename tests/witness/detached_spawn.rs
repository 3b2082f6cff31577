//! Greenhouses note their humidity every minute, and go on when they have been torn down.

pub mod bad {
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    #[derive(Default)]
    pub struct Greenhouse {
        humidity: Arc<Mutex<Vec<u32>>>,
    }

    impl Greenhouse {
        pub fn note_every(&self, period: Duration) {
            let humidity = self.humidity.clone();
            tokio::spawn(async move {
                //~ detached-spawn
                loop {
                    tokio::time::sleep(period).await;
                    humidity.lock().unwrap().push(60);
                }
            });
        }
    }
}

pub mod good {
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    #[derive(Default)]
    pub struct Greenhouse {
        humidity: Arc<Mutex<Vec<u32>>>,
    }

    impl Greenhouse {
        pub fn note_every(&self, period: Duration) {
            let humidity = Arc::downgrade(&self.humidity);
            tokio::spawn(async move {
                loop {
                    tokio::time::sleep(period).await;
                    let Some(humidity) = humidity.upgrade() else { break };
                    humidity.lock().unwrap().push(60);
                }
            });
        }
    }
}
