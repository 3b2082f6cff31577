#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Discard;
use crate::model::facts::discard::Dropped;

pub static LINT: Lint = Lint {
    name: "task-cancelled-by-drop",
    family: Family::Task,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Discard(check),
};

fn check(discard: Discard<'_>) -> Result<Finding, Silence> {
    let (message, help) = match discard.what() {
        Dropped::Task => (
            "this task is cancelled before it has done anything: its handle is dropped immediately",
            "call `detach()` on the task so that it runs by itself, or give its handle a name that lives as long as the work",
        ),
        Dropped::Guard => (
            "this cancels the token here and now: the guard is dropped immediately",
            "give the guard a name that lives as long as the work, `let _guard = …`: `_` alone keeps nothing",
        ),
        Dropped::Future | Dropped::OfClosure(_) | Dropped::OfItems => return Err(Silence::NotMine),
    };

    if discard.in_test() {
        return excused("the code is a test, a benchmark or an example", discard.span());
    }

    Ok(Finding::new(discard.span(), message).here("this is dropped at the end of this statement").help(help))
}
