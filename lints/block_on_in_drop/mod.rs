#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Block;
use crate::model::library::what::Blocks;

pub static LINT: Lint = Lint {
    name: "block-on-in-drop",
    family: Family::Async,
    level: Level::Pedantic,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Block(check),
};

fn check(block: Block<'_>) -> Result<Finding, Silence> {
    if block.what() != Blocks::Future {
        return Err(Silence::NotMine);
    }
    let destructor = block.destructor().ok_or(Silence::NotMine)?;

    if let Some(thread) = block.in_thread_of_own() {
        return excused("a thread of its own is blocked, or the others of the thread are moved first", thread.span());
    }
    if let Some(runtime) = block.on_own_runtime() {
        return excused("the value has a runtime of its own: it is for code without one", runtime);
    }
    if let Some(future) = block.future_without_wait() {
        return excused("the future waits for nothing: it only has to run inside of a runtime", future.span());
    }
    if block.in_test() {
        return excused("the code is a test, a benchmark or an example", block.span());
    }

    let message = match block.refuses_nesting() {
        true => "this panics where a value is dropped by code that a runtime polls",
        false => "this blocks the thread that drops a value: it deadlocks where the future needs a task of that thread",
    };
    Ok(Finding::new(block.span(), message)
        .here("the future is run to its end here")
        .label(destructor, "this runs whenever a value is dropped, in async code too")
        .help("give the type an `async` method that closes it, and let `drop` at most start a task for the rest"))
}
