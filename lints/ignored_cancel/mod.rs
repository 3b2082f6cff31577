#![doc = include_str!("README.md")]

mod questions;

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Stopper;
use crate::model::flow::loops::Loop;

use questions::Unseen;

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
    if let Some(by) = stopper.imposed() {
        return excused("a trait or a caller of function values asks for the parameter", by);
    }
    if let Some(end) = stopper.ended_otherwise() {
        return excused("the future of the function can be dropped from outside", end);
    }

    let name = stopper.variable().name();
    Ok(match unseen {
        Unseen::Unused(a_loop) => {
            never(stopper, a_loop, format!("`{name}` is never used: this loop does not stop when it should"))
        }
        Unseen::Outside(a_loop) => {
            never(stopper, a_loop, format!("this loop never looks at `{name}`: it does not stop when it should"))
        }
        Unseen::Sleep(sleep, look) => Finding::new(
            sleep.call_span(),
            format!("this sleeps to its end whatever `{name}` says: who stops it waits as long"),
        )
        .here("nothing cuts this short")
        .label(look.span(), "only this waits for it")
        .help(format!("wait for `{name}` and the sleep together, and exit the loop when `{name}` comes first")),
    })
}

fn never(stopper: Stopper<'_>, a_loop: Loop<'_>, message: String) -> Finding {
    let name = stopper.variable().name();
    Finding::new(a_loop.span(), message)
        .here("it waits in each iteration")
        .label(stopper.span(), "the caller stops it by this")
        .help(format!("look at `{name}` in each iteration, and wait for it together with what is waited for there"))
}
