#![doc = include_str!("README.md")]

mod questions;

use crate::lint::{Check, Family, Finding, Level, Lint, Silence};
use crate::model::facts::Attempt;

pub static LINT: Lint = Lint {
    name: "busy-loop",
    family: Family::Async,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Attempt(check),
};

fn check(attempt: Attempt<'_>) -> Result<Finding, Silence> {
    let a_loop = questions::spins(attempt)?;

    let help = match attempt.call().function().is_some_and(|function| function.is_async()) {
        true => "receive with `recv().await`: that waits until a message comes",
        false => {
            "receive with `recv()`, which waits until a message comes, or with `recv_timeout` where the loop has more to do"
        }
    };
    Ok(Finding::new(attempt.span(), "this loop uses a whole core while no message comes: nothing in it waits")
        .here("when nothing has come, it returns immediately")
        .label(a_loop.span(), "the next iteration of this loop polls it again")
        .level(if attempt.in_test() { Level::Pedantic } else { Level::Deny })
        .help(help))
}
