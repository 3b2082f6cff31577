#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Spawn;
use crate::model::facts::spawn::HandleUse;
use crate::model::facts::spawn::asserted::Asserted;
use crate::model::source::handles::Expr;

pub static LINT: Lint = Lint {
    name: "assert-in-detached-task",
    family: Family::Task,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Spawn(check),
};

fn check(spawn: Spawn<'_>) -> Result<Finding, Silence> {
    if !spawn.in_test() || !matches!(spawn.handle()?, HandleUse::Dropped(_)) {
        return Err(Silence::NotMine);
    }
    let asserted = spawn.asserted().ok_or(Silence::NotMine)?;

    let last = match asserted {
        Asserted::Last(at) => at,
        Asserted::Before(at) => {
            return excused("the task does more after its assertions, and the test may miss that", at.span());
        }
    };
    if let Some(runs) = spawn.future_run_by_other() {
        return excused(
            "a function is given the code of the test to run, and may see that a task panics",
            runs.call_span(),
        );
    }

    // Whether a call succeeds is mostly seen at its other end too (learnt from bmrng).
    let level = match last.asserts_success() || test_is_ignored(last) {
        true => Level::Pedantic,
        false => Level::Warn,
    };
    let what = spawn.noun();
    let wait = if spawn.is_async() { "`.await.unwrap()`" } else { "`.join().unwrap()`" };
    Ok(Finding::new(last.span(), format!("this cannot fail the test: nobody waits for the {what}"))
        .here(format!("when this panics, only the {what} ends, and the test passes"))
        .label(spawn.span(), format!("the {what} is started here, and its handle is dropped"))
        .help(format!("keep the handle, and end the test with {wait} on it"))
        .level(level))
}

/// Whether the test runs only when somebody asks for it by name (learnt from lever).
fn test_is_ignored(part: Expr<'_>) -> bool {
    part.function().is_some_and(|function| function.attributes().any(|(name, _)| name == "ignore"))
}
