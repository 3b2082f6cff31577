#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Sleep;
use crate::model::library::vocabulary;
use crate::model::source::spelled::words_of_name;

pub static LINT: Lint = Lint {
    name: "timeout-leaves-task",
    family: Family::Task,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Sleep(check),
};

fn check(limit: Sleep<'_>) -> Result<Finding, Silence> {
    let limited = limit.limited_task().ok_or(Silence::NotMine)?;
    let spawn = limited.spawn;

    if limit.in_test() {
        return excused("the code is a test, a benchmark or an example", limit.span());
    }
    if let Some(abort) = spawn.aborted_by_call() {
        return excused("the function aborts the task by another handle to it", abort.call_span());
    }
    if let Some(told) = limit.call().stop_told_before() {
        return excused("the task was asked to stop before: the limit is for that alone", told.call_span());
    }
    if limit.call().function().is_some_and(|around| vocabulary::ends_part(&words_of_name(around.name()))) {
        return excused("the code ends a part of the program, and waits only so long for the rest", limit.span());
    }

    let (what, given) = (spawn.noun(), limited.given.text());
    let (message, help) = match (limited.in_list, spawn.is_blocking_work()) {
        (true, _) => (
            format!("when time is up this drops `{given}`, and each {what} in it runs on"),
            format!("start the {what}s in a `JoinSet`, which aborts them when it is dropped"),
        ),
        (false, true) => (
            format!("when time is up the {what} runs on, and nothing waits for it any more"),
            format!("let the {what} look at a flag or a deadline of its own: it cannot be aborted"),
        ),
        (false, false) => (
            format!("when time is up this drops the handle, and the {what} runs on with nobody to stop it"),
            "let the timeout borrow the handle, as `&mut`, and call `abort()` on it when time is up".to_owned(),
        ),
    };
    let finding = Finding::new(limit.span(), message).here("the limit is for the wait, not for the work");
    // A job that nobody can abort is often left to itself on purpose, and a task without a loop ends by itself
    // (learnt from kata-containers); of a whole list of them each goes on for nobody.
    let again = limited.in_list || spawn.goes_on() || limit.is_in_loop();
    let level = if again && !spawn.is_blocking_work() { Level::Warn } else { Level::Pedantic };
    Ok(finding.label(spawn.span(), format!("the {what} is started here")).help(help).level(level))
}
