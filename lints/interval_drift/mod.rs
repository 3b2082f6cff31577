#![doc = include_str!("README.md")]

mod questions;

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, Span, excused};
use crate::model::facts::Sleep;
use crate::model::source::handles::Expr;

use questions::Meant;

pub static LINT: Lint = Lint {
    name: "interval-drift",
    family: Family::Time,
    level: Level::Pedantic,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Sleep(check),
};

fn check(sleep: Sleep<'_>) -> Result<Finding, Silence> {
    let pause = sleep.pause()?;
    let a_loop = sleep.enclosing_loop()?;
    let length = pause.length().ok_or(Silence::NotMine)?;
    let meant = questions::meant(length, a_loop).ok_or(Silence::NotMine)?;

    if pause.has_own_clock() {
        return excused("the clock is paused or simulated", pause.span());
    }
    if let Some(part) = length.varies_in(a_loop) {
        return excused("the duration is computed again in each iteration", part);
    }
    if let Some(condition) = questions::condition(pause.expr(), a_loop) {
        return excused("the loop sleeps in some iterations only", condition.span());
    }
    if let Some(clock) = questions::clock(a_loop) {
        return excused("the loop asks the clock how much time has passed", clock.span());
    }
    let Some(work) = questions::work(pause.expr(), a_loop) else {
        return excused("nothing but the sleep takes time in the loop", a_loop.span());
    };

    let (at, message, help) = taken_for_whole(&meant, length);
    Ok(Finding::new(pause.span(), message)
        .here("the time of the work comes on top of this")
        .label(work.await_span(), "this takes time as well")
        .label(at, "here the sleep is taken for the duration of the whole iteration")
        .help(help))
}

/// Where the sleep is taken for the whole iteration, what comes of it, and what to do instead.
fn taken_for_whole(meant: &Meant<'_>, length: Expr<'_>) -> (Span, String, String) {
    match meant {
        Meant::Added { to, step } => (
            step.span(),
            format!("`{}` counts the sleep alone as time, and lags by the work of each iteration", to.text()),
            format!("ask an `Instant` made before the loop how much time has passed, instead of `{}`", to.text()),
        ),
        Meant::Divided(by) => (
            by.span(),
            "this divides by the sleep alone, though an iteration lasts as long as sleep and work together".to_owned(),
            "divide by the time that has passed since the last iteration, as an `Instant` gives it".to_owned(),
        ),
        Meant::Named => (
            length.span(),
            format!("each beat is late by the work: an iteration lasts longer than `{}`", length.text()),
            "make one interval before the loop, and wait for its ticks in it".to_owned(),
        ),
    }
}
