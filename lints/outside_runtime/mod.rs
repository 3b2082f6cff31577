#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Spawn;

pub static LINT: Lint = Lint {
    name: "outside-runtime",
    family: Family::Async,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Spawn(check),
};

fn check(spawn: Spawn<'_>) -> Result<Finding, Silence> {
    let needs = spawn.needs_runtime().ok_or(Silence::NotMine)?;

    if let Some(enters) = needs.enters {
        return excused("the thread enters a runtime", enters.span());
    }
    if spawn.in_test() {
        return excused("the code is a test, a benchmark or an example", spawn.span());
    }

    let level = match (needs.way.is_empty(), needs.is_conditional()) {
        (true, _) => Level::Deny,
        (false, false) => Level::Warn,
        (false, true) => Level::Pedantic,
    };
    let finding = Finding::new(
        needs.call.call_span(),
        "this panics: it looks for the runtime of its thread, and a new thread belongs to none",
    )
    .here("no runtime belongs to this thread")
    .label(spawn.span(), "the thread is started here");
    let finding = needs.way.iter().fold(finding, |finding, call| finding.label(call.call_span(), "called here"));
    Ok(finding.level(level).help(
        "take `Handle::current()` before the thread is started, move it into the thread, and call `enter` or `block_on` on it there",
    ))
}
