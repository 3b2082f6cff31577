#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Discard;
use crate::model::facts::discard::Dropped;
use crate::model::source::spelled::in_one_line;

pub static LINT: Lint = Lint {
    name: "unpolled-future",
    family: Family::Async,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &["clippy::let_underscore_future"],
    check: Check::Discard(check),
};

fn check(discard: Discard<'_>) -> Result<Finding, Silence> {
    let (message, here, help) = match discard.what() {
        Dropped::Future => (
            "this does nothing: its future is dropped before anybody polls it",
            "`_` binds nothing, so the future is dropped at the end of this statement",
            format!("await it, `{}.await`, or start a task that does", in_one_line(discard.value().text())),
        ),
        Dropped::OfClosure(_) => (
            "this never runs: the closure only makes a future, and nobody polls it",
            "what the closure returns is dropped",
            "give the future itself to a runtime, or run it in the closure with `block_on`".to_owned(),
        ),
        Dropped::OfItems => (
            "none of these futures runs: nobody polls what the closure makes",
            "the futures are gathered and dropped",
            "await them all with `join_all`, or one after another in a `for`".to_owned(),
        ),
        Dropped::Task | Dropped::Guard => return Err(Silence::NotMine),
    };

    if discard.in_test() {
        return excused("the code is a test, a benchmark or an example", discard.span());
    }

    let finding = Finding::new(discard.span(), message).here(here).help(help);
    Ok(match discard.started_by() {
        Some(start) => finding.label(start.call_span(), "this calls the closure, and does not poll what it returns"),
        None => finding,
    })
}
