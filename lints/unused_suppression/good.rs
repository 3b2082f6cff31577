//! Comments that allow what is found, or that speak of something else.
//! conclint: allow(sleep-as-sync) -- the mist is given time to settle, and nothing tells when it has

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{interval, sleep};

const STEP: Duration = Duration::from_secs(1);
const DAY: Duration = Duration::from_secs(86400);

struct Lamp;

impl Lamp {
    fn turn(&self) {}
}

fn above_a_statement(lamp: Lamp) {
    // conclint: allow(detached-spawn) -- the lamp burns for ever
    tokio::spawn(async move {
        loop {
            sleep(STEP).await;
            lamp.turn();
        }
    });
}

// conclint: allow(detached-spawn) -- the lamp burns for ever
fn above_a_function(lamp: Lamp) {
    tokio::spawn(async move {
        loop {
            sleep(STEP).await;
            lamp.turn();
        }
    });
}

fn at_the_end_of_the_line(lamp: Lamp) {
    tokio::spawn(async move { // conclint: allow(detached-spawn) -- the lamp burns for ever
        loop {
            sleep(STEP).await;
            lamp.turn();
        }
    });
}

fn above_the_evidence(lamp: Lamp) {
    tokio::spawn(async move {
        // conclint: allow(detached-spawn) -- the lamp burns for ever
        loop {
            sleep(STEP).await;
            lamp.turn();
        }
    });
}

fn at_the_end_of_the_evidence(lamp: Lamp) {
    tokio::spawn(async move {
        loop { // conclint: allow(detached-spawn) -- the lamp burns for ever
            sleep(STEP).await;
            lamp.turn();
        }
    });
}

async fn deep_inside_the_place_that_is_marked(mut ships: mpsc::Receiver<u32>, lamp: Lamp) {
    loop {
        tokio::select! {
            ship = ships.recv() => match ship {
                Some(_) => lamp.turn(),
                None => break,
            },
            _ = sleep(
                // conclint: allow(timer-reset) -- ships come first
                STEP,
            ) => lamp.turn(),
        }
    }
}

fn evidence_in_another_function(lamp: Lamp) {
    tokio::spawn(burn(lamp));
}

// conclint: allow(detached-spawn) -- a lamp burns for ever, whoever lights it
async fn burn(lamp: Lamp) {
    loop {
        sleep(STEP).await;
        lamp.turn();
    }
}

fn two_lints_in_one_place(lamp: Lamp) {
    // conclint: allow(detached-spawn, timer-reset) -- the lamp burns for ever, and the day never ends
    tokio::spawn(async move {
        let mut steps = interval(STEP);
        loop {
            tokio::select! {
                _ = steps.tick() => lamp.turn(),
                _ = sleep(DAY) => lamp.turn(),
            }
        }
    });
}

async fn above_a_branch(mut ships: mpsc::Receiver<u32>, lamp: Lamp) {
    loop {
        tokio::select! {
            ship = ships.recv() => match ship {
                Some(_) => lamp.turn(),
                None => break,
            },
            // conclint: allow(timer-reset) -- a ship that was answered is answered again later
            _ = sleep(STEP) => lamp.turn(),
        }
    }
}

async fn between_slash_and_star(mut ships: mpsc::Receiver<u32>, lamp: Lamp) {
    loop {
        tokio::select! {
            ship = ships.recv() => match ship {
                Some(_) => lamp.turn(),
                None => break,
            },
            _ = /* conclint: allow(timer-reset) -- ships come first */ sleep(STEP) => lamp.turn(),
        }
    }
}

fn expected_and_found(lamp: Lamp) {
    // conclint: expect(detached-spawn) -- the lamp shows what must not be done
    tokio::spawn(async move {
        loop {
            sleep(STEP).await;
            lamp.turn();
        }
    });
}

fn with_other_comments_around(lamp: Lamp) {
    // The lamp is lit here.
    // conclint: allow(detached-spawn) -- the lamp burns for ever

    // Nobody puts it out.
    tokio::spawn(async move {
        loop {
            sleep(STEP).await;
            lamp.turn();
        }
    });
}

fn above_an_attribute(lamp: Lamp) {
    // conclint: allow(detached-spawn) -- the lamp burns for ever
    #[allow(clippy::let_underscore_future)]
    let _ = tokio::spawn(async move {
        loop {
            sleep(STEP).await;
            lamp.turn();
        }
    });
}

fn kept_though_it_allows_nothing(lamp: Lamp) {
    // conclint: allow(detached-spawn, unused-suppression) -- a newer lamp burns for ever
    tokio::spawn(async move { lamp.turn() });
}

fn prose_about_conclint(lamp: Lamp) {
    // Here stood conclint: allow(detached-spawn), until the lamp learned to end.
    tokio::spawn(async move { lamp.turn() });
}

fn text_that_is_no_comment() -> &'static str {
    "// conclint: allow(detached-spawn) -- an example"
}

async fn covered_by_the_head_of_the_file(mist: std::sync::Arc<std::sync::atomic::AtomicBool>) {
    let settling = mist.clone();
    tokio::spawn(async move { settling.store(true, std::sync::atomic::Ordering::Release) });
    // Give the mist time to settle.
    sleep(STEP).await;
    assert!(mist.load(std::sync::atomic::Ordering::Acquire));
}
