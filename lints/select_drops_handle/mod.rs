#![doc = include_str!("README.md")]

mod questions;

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Spawn;

pub static LINT: Lint = Lint {
    name: "select-drops-handle",
    family: Family::Task,
    level: Level::Pedantic,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Spawn(check),
};

fn check(spawn: Spawn<'_>) -> Result<Finding, Silence> {
    let branch = spawn.raced_by_value().into_iter().next().ok_or(Silence::NotMine)?;
    let source = branch.source().ok_or(Silence::NotMine)?;
    let other = branch.others().find(|other| !other.is_else()).ok_or(Silence::NotMine)?;

    if spawn.in_test() {
        return excused("the code is a test, a benchmark or an example", spawn.span());
    }
    if let Some(main) = questions::ends_the_program(branch) {
        return excused("the program ends with the function around it", main.span());
    }
    if let Some(abort) = spawn.aborted_by_call() {
        return excused("the function aborts the task by another handle to it", abort.call_span());
    }
    if let Some(stop) = questions::stopped_by_all_others(branch) {
        return excused("each other branch tells something to stop, or ends the process", stop.call_span());
    }
    if let Some(known) = questions::known_to_task(spawn, branch) {
        return excused("the task takes along what the other branch waits for, and ends with it", known);
    }

    let what = spawn.noun();
    let message = format!("when another branch completes first, `{}` is dropped and its {what} runs on", source.text());
    Ok(Finding::new(source.span(), message)
        .here("the handle itself is given to the `select!`")
        .label(spawn.span(), format!("the {what} is started here"))
        .label(other.span(), "when this completes first, nobody has the handle any more")
        .help("let the branch borrow the handle, as `&mut`, and call `abort()` on it where another branch completes first"))
}
