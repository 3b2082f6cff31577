#![doc = include_str!("README.md")]

mod advice;
mod questions;

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Stopper;
use crate::model::facts::stopper::{Given, StopKind};
use crate::model::flow::loops::Loop;

use questions::{Length, Unseen};

pub static LINT: Lint = Lint {
    name: "ignored-cancel",
    family: Family::Task,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Stopper(check),
};

fn check(stopper: Stopper<'_>) -> Result<Finding, Silence> {
    let unseen = questions::unseen(stopper).ok_or(Silence::NotMine)?;

    if stopper.in_test() {
        return excused("the code is a test, a benchmark or an example", stopper.span());
    }
    if let Some(by) = stopper.imposed().filter(|_| unseen.needs_no_look()) {
        return excused("a trait or a caller of function values asks for the parameter", by);
    }
    if let Some(end) = questions::ended_otherwise(stopper, &unseen) {
        return excused("the future of the function can be dropped from outside", end);
    }
    if let Some(ends) = questions::after_the_stop(stopper) {
        return excused("the function is named after the end of something", ends);
    }

    let name = stopper.as_written();
    Ok(match unseen {
        Unseen::Unused(a_loop) => {
            never(stopper, a_loop, format!("`{name}` is never used: this loop does not stop when it should"))
        }
        Unseen::Outside(a_loop) => looked_at_outside(stopper, a_loop),
        Unseen::Answer(wait) => advice::unanswered(stopper, wait),
        Unseen::Receives(receive, look) => advice::received_through(stopper, receive, look),
        Unseen::Tries(call, look, pause) => advice::tried_through(stopper, call, look, pause),
        Unseen::Sleep(sleep, look, length) => {
            let found = advice::slept_through(stopper, sleep).label(look.span(), "only this waits for it");
            match length {
                Length::Long if stopper.how_given() == Given::Param => found,
                Length::Long | Length::Varies => found.level(Level::Pedantic),
            }
        }
        Unseen::Method(sleep, look) => advice::deaf_method(stopper, sleep, look),
    })
}

/// What awaits the next one in its head may be told there that it is to end, so that the loop ends with it.
fn looked_at_outside(stopper: Stopper<'_>, a_loop: Loop<'_>) -> Finding {
    let name = stopper.as_written();
    let found = never(stopper, a_loop, format!("this loop never looks at `{name}`: it does not stop when it should"));
    match a_loop.awaits_next() {
        Some(next) => found.label(next.span(), "the loop ends only by what comes from here").level(Level::Pedantic),
        None => found,
    }
}

fn never(stopper: Stopper<'_>, a_loop: Loop<'_>, message: String) -> Finding {
    let name = stopper.variable().name();
    let help = match stopper.kind() {
        StopKind::Flag => format!("look at `{name}` in each iteration, and exit the loop when it is set"),
        _ => format!("let a `select!` in each iteration wait for `{name}` and for what is awaited there"),
    };
    Finding::new(a_loop.span(), message)
        .here("it waits in each iteration")
        .label(stopper.span(), "the caller stops it by this")
        .help(help)
}
