//! Comments that allow nothing, or do not say why.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;

const STEP: Duration = Duration::from_secs(1);

struct Lamp;

impl Lamp {
    fn turn(&self) {}
}

fn above_a_statement_that_is_right(lamp: Lamp) {
    // conclint: allow(detached-spawn) -- the lamp burns for ever //~
    tokio::spawn(async move { lamp.turn() });
}

fn at_the_end_of_a_line_that_is_right(lamp: Lamp) {
    tokio::spawn(async move { lamp.turn() }); // conclint: allow(detached-spawn) -- the lamp burns for ever //~
}

fn one_name_of_two(lamp: Lamp) {
    // conclint: allow(detached-spawn, unbounded-spawn) -- the lamp burns for ever //~
    tokio::spawn(async move {
        loop {
            sleep(STEP).await;
            lamp.turn();
        }
    });
}

fn expected_in_vain(lamp: Lamp) {
    // conclint: expect(detached-spawn) -- the lamp shows what must not be done //~
    tokio::spawn(async move { lamp.turn() });
}

fn a_slip_in_the_name(lamp: Lamp) {
    // conclint: allow(detached-spwan) -- the lamp burns for ever //~
    tokio::spawn(async move {
        loop {
            sleep(STEP).await;
            lamp.turn();
        }
    });
}

fn a_lint_of_another_tool(lamp: Lamp) {
    // conclint: allow(needless_return) -- it is easier to read //~
    return lamp.turn();
}

fn a_family_is_no_lint(lamp: Lamp) {
    // conclint: allow(task) -- the lamp burns for ever //~
    tokio::spawn(async move {
        loop {
            sleep(STEP).await;
            lamp.turn();
        }
    });
}

fn no_reason(lamp: Lamp) {
    // conclint: allow(detached-spawn) //~
    tokio::spawn(async move {
        loop {
            sleep(STEP).await;
            lamp.turn();
        }
    });
}

fn a_reason_without_dashes(lamp: Lamp) {
    // conclint: allow(detached-spawn): the lamp burns for ever //~
    tokio::spawn(async move {
        loop {
            sleep(STEP).await;
            lamp.turn();
        }
    });
}

fn no_parentheses(lamp: Lamp) {
    // conclint: allow detached-spawn -- the lamp burns for ever //~
    tokio::spawn(async move { lamp.turn() });
}

fn another_word(lamp: Lamp) {
    // conclint: ignore(detached-spawn) -- the lamp burns for ever //~
    tokio::spawn(async move { lamp.turn() });
}

/// conclint: allow(detached-spawn) -- the lamp burns for ever //~
fn documentation_is_for_readers(lamp: Lamp) {
    tokio::spawn(async move { lamp.turn() });
}

mod not_at_the_head_of_the_file {
    //! conclint: allow(detached-spawn) -- lamps burn for ever //~
    pub fn turn() {}
}

fn below_what_it_was_meant_for(lamp: Lamp) {
    tokio::spawn(async move {
        loop {
            sleep(STEP).await;
            lamp.turn();
        }
    });
    // conclint: allow(detached-spawn) -- the lamp burns for ever //~
}

fn at_the_end_of_the_last_line(lamp: Lamp) {
    tokio::spawn(async move {
        loop {
            sleep(STEP).await;
            lamp.turn();
        }
    }); // conclint: allow(detached-spawn) -- the lamp burns for ever //~
}

async fn above_the_neighbour(mut ships: mpsc::Receiver<u32>, lamp: Lamp) {
    loop {
        tokio::select! {
            /* conclint: allow(detached-spawn) -- a ship that calls is answered */ //~
            ship = ships.recv() => match ship {
                Some(_) => lamp.turn(),
                None => break,
            },
            _ = sleep(STEP) => lamp.turn(),
        }
    }
}
