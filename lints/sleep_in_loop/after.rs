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
        let mut ticks = tokio::time::interval_at(tokio::time::Instant::now() + self.every, self.every);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = stop.cancelled() => return,
                _ = ticks.tick() => self.report(),
            }
        }
    }
}

async fn a_constant(stop: CancellationToken, oven: Oven) {
    use tokio::time;

    let period = Duration::from_secs(60);
    let mut ticks = time::interval_at(time::Instant::now() + period, period);
    ticks.set_missed_tick_behavior(time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            _ = ticks.tick() => oven.report(),
        }
    }
}
