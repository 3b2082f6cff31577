//! Periodic work timed by a new sleep on every turn.

use std::time::Duration;

use tokio::sync::{Notify, broadcast, mpsc, oneshot, watch};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

const MINUTE: Duration = Duration::from_secs(60);

#[derive(Default)]
struct Kettle {
    degrees: Vec<f32>,
    period: Duration,
}

impl Kettle {
    const REST: Duration = Duration::from_secs(30);

    async fn the_length_is_a_constant_of_the_type(&mut self, stop: &CancellationToken) {
        loop {
            tokio::select! {
                _ = stop.cancelled() => return,
                _ = sleep(Self::REST) => self.stir(), //~
            }
        }
    }

    async fn report(&mut self) -> std::io::Result<()> {
        println!("{:?}", self.degrees.pop());
        Ok(())
    }

    fn stir(&mut self) {
        self.degrees.clear();
    }

    async fn the_length_is_a_field(&mut self, stop: &CancellationToken) {
        loop {
            tokio::select! {
                _ = stop.cancelled() => return,
                _ = sleep(self.period) => self.stir(), //~
            }
        }
    }
}

async fn a_token_ends_the_reports(stop: CancellationToken, mut kettle: Kettle) {
    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            _ = tokio::time::sleep(Duration::from_secs(60)) => { //~
                if let Err(error) = kettle.report().await {
                    println!("{error}");
                }
            }
        }
    }
}

async fn timer_first_and_biased(stop: CancellationToken, mut kettle: Kettle) {
    loop {
        tokio::select! {
            biased;
            () = sleep(MINUTE) => kettle.stir(), //~
            () = stop.cancelled() => return,
        }
    }
}

async fn a_oneshot_ends_the_reports(
    mut stop: oneshot::Receiver<()>,
    mut kettle: Kettle,
) -> std::io::Result<()> {
    loop {
        tokio::select! {
            _ = &mut stop => return Ok(()),
            _ = sleep(MINUTE) => kettle.report().await?, //~
        }
    }
}

async fn a_watch_ends_the_stirring(mut stop: watch::Receiver<bool>, mut kettle: Kettle) {
    loop {
        tokio::select! {
            _ = stop.changed() => break,
            _ = sleep(MINUTE) => kettle.stir(), //~
        }
    }
}

async fn a_broadcast_ends_the_stirring(mut stop: broadcast::Receiver<()>, mut kettle: Kettle) {
    loop {
        tokio::select! {
            _ = sleep(MINUTE) => { //~
                kettle.stir();
            }
            _ = stop.recv() => {
                println!("the brew is over");
                break;
            }
        }
    }
}

async fn several_ways_to_end(
    bell: &Notify,
    mut orders: mpsc::Receiver<()>,
    stop: CancellationToken,
    mut kettle: Kettle,
) {
    loop {
        tokio::select! {
            _ = bell.notified() => break,
            _ = orders.recv() => return,
            _ = stop.cancelled() => panic!("cancelled in the middle of a brew"),
            _ = sleep(MINUTE) => kettle.stir(), //~
        }
    }
}

async fn a_signal_ends_the_reports(mut kettle: Kettle) -> std::io::Result<()> {
    loop {
        tokio::select! {
            pressed = tokio::signal::ctrl_c() => return pressed,
            _ = sleep(Duration::from_secs(5)) => kettle.report().await?, //~
        }
    }
}

async fn pinned_in_the_same_turn(stop: CancellationToken, mut kettle: Kettle) {
    loop {
        let minute = sleep(MINUTE); //~
        tokio::pin!(minute);
        tokio::select! {
            _ = stop.cancelled() => break,
            _ = &mut minute => kettle.stir(),
        }
    }
}

async fn bound_before_the_select(stop: CancellationToken, mut kettle: Kettle) {
    loop {
        let minute = sleep(MINUTE); //~
        tokio::select! {
            _ = stop.cancelled() => break,
            _ = minute => kettle.stir(),
        }
    }
}

async fn the_length_is_a_parameter(period: Duration, stop: CancellationToken, mut kettle: Kettle) {
    while !kettle.degrees.is_empty() {
        tokio::select! {
            _ = stop.cancelled() => break,
            _ = sleep(period) => kettle.stir(), //~
        }
    }
}

async fn a_labelled_loop(stop: CancellationToken, mut kettles: Vec<Kettle>) {
    'brewing: loop {
        tokio::select! {
            _ = stop.cancelled() => break 'brewing,
            _ = sleep(MINUTE) => { //~
                for kettle in &mut kettles {
                    if kettle.report().await.is_err() {
                        continue 'brewing;
                    }
                }
            }
        }
    }
}

async fn started_as_a_task_that_can_be_stopped(stop: CancellationToken, mut kettle: Kettle) {
    let stirring = tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = stop.cancelled() => break,
                _ = sleep(MINUTE) => kettle.stir(), //~
            }
        }
    });
    stirring.await.ok();
}

mod other_runtimes {
    use futures::FutureExt;
    use futures::channel::oneshot;
    use futures_timer::Delay;
    use tokio_util::sync::CancellationToken;

    use super::{Kettle, MINUTE};

    async fn futures_select_with_a_fused_delay(
        mut stop: oneshot::Receiver<()>,
        mut kettle: Kettle,
    ) {
        loop {
            futures::select! {
                _ = stop => break,
                _ = Delay::new(MINUTE).fuse() => kettle.stir(), //~
            }
        }
    }

    async fn smol_timer(stop: async_channel::Receiver<()>, mut kettle: Kettle) {
        loop {
            futures::select! {
                _ = stop.recv().fuse() => return,
                _ = FutureExt::fuse(smol::Timer::after(MINUTE)) => kettle.stir(), //~
            }
        }
    }

    async fn async_std_sleep(stop: async_std::channel::Receiver<()>, mut kettle: Kettle) {
        use async_std::task;

        loop {
            futures::select! {
                _ = stop.recv().fuse() => return,
                _ = task::sleep(MINUTE).fuse() => kettle.stir(), //~
            }
        }
    }

    async fn actix_sleep(stop: CancellationToken, mut kettle: Kettle) {
        loop {
            tokio::select! {
                _ = stop.cancelled() => break,
                _ = actix_rt::time::sleep(MINUTE) => kettle.stir(), //~
            }
        }
    }

    fn crossbeam_after(stop: crossbeam_channel::Receiver<()>, mut kettle: Kettle) {
        loop {
            crossbeam_channel::select! {
                recv(stop) -> _ => break,
                recv(crossbeam_channel::after(MINUTE)) -> _ => kettle.stir(), //~
            }
        }
    }
}
