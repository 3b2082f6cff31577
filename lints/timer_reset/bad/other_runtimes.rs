//! The same on other runtimes.

use std::time::Duration;

use futures::channel::mpsc;
use futures::future::{self, Either, FutureExt};
use futures::stream::{FuturesUnordered, StreamExt};
use futures_timer::Delay;

use super::{BEAT, Lamp, Signal};

async fn futures_select_with_a_fused_delay(
    mut signals: mpsc::Receiver<Signal>,
    mut lamp: Lamp,
) {
    loop {
        futures::select! {
            signal = signals.next() => match signal {
                Some(signal) => lamp.note(signal),
                None => break,
            },
            _ = Delay::new(Duration::from_millis(200)).fuse() => lamp.turn(), //~
        }
    }
}

async fn every_finished_fetch_puts_off_the_report<F>(
    mut fetches: FuturesUnordered<F>,
    mut lamp: Lamp,
) where
    F: Future<Output = Signal>,
{
    loop {
        let mut report = Delay::new(Duration::from_millis(200)).fuse(); //~
        futures::select! {
            fetched = fetches.next() => match fetched {
                Some(signal) => lamp.note(signal),
                None => break,
            },
            _ = report => lamp.flash().await,
        }
    }
}

#[rustfmt::skip] // the mark belongs to the line of the match
async fn two_futures_raced(mut signals: mpsc::UnboundedReceiver<Signal>, mut lamp: Lamp) {
    loop {
        match future::select(signals.next(), Delay::new(BEAT)).await { //~
            Either::Left((Some(signal), _)) => lamp.note(signal),
            Either::Left((None, _)) => break,
            Either::Right(((), _)) => lamp.turn(),
        }
    }
}

async fn smol_timer(signals: async_channel::Receiver<Signal>, mut lamp: Lamp) {
    loop {
        futures::select! {
            signal = signals.recv().fuse() => match signal {
                Ok(signal) => lamp.note(signal),
                Err(_) => break,
            },
            _ = FutureExt::fuse(smol::Timer::after(BEAT)) => lamp.turn(), //~
        }
    }
}

#[rustfmt::skip] // the mark belongs to the line of the match
async fn async_std_timeout(signals: async_std::channel::Receiver<Signal>, mut lamp: Lamp) {
    loop {
        match async_std::future::timeout(BEAT, signals.recv()).await { //~
            Ok(Ok(signal)) => lamp.note(signal),
            Ok(Err(_)) => break,
            Err(_) => lamp.turn(),
        }
    }
}

async fn actix_sleep(mut signals: tokio::sync::mpsc::Receiver<Signal>, mut lamp: Lamp) {
    use actix_rt::time::sleep;

    loop {
        tokio::select! {
            signal = signals.recv() => match signal {
                Some(signal) => lamp.note(signal),
                None => break,
            },
            _ = sleep(BEAT) => lamp.turn(), //~
        }
    }
}
