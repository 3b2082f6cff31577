//! Sleeps that a ticker replaces. The work comes round earlier then, so a person should look at it.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

struct Oven {
    degrees: u32,
    every: Duration,
}

impl Oven {
    fn report(&self) {
        println!("{} degrees", self.degrees);
    }

    async fn a_field(&mut self, stop: CancellationToken) {
        loop {
            tokio::select! {
                _ = stop.cancelled() => return,
                _ = tokio::time::sleep(self.every) => self.report(), //~ --fix=all
            }
        }
    }
}

async fn a_constant(stop: CancellationToken, oven: Oven) {
    use tokio::time;

    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            _ = time::sleep(Duration::from_secs(60)) => oven.report(), //~ --fix=all
        }
    }
}
