#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Block;
use crate::model::library::what::Blocks;

pub static LINT: Lint = Lint {
    name: "blocking-in-async",
    family: Family::Async,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Block(check),
};

fn check(block: Block<'_>) -> Result<Finding, Silence> {
    let (message, help, level) = match block.what() {
        Blocks::Receive => (
            "this blocks the thread until a message comes: no other task on it runs, and the sender may be one of them",
            "take a channel whose receive can be awaited, or receive in a thread of its own",
            Level::Warn,
        ),
        Blocks::Other => (
            "this blocks the thread until it is done: no other task on it runs meanwhile",
            "do it in `spawn_blocking` or a thread of its own, and await that",
            Level::Pedantic,
        ),
        Blocks::Future | Blocks::Sleep => return Err(Silence::NotMine),
    };
    let call = block.call();
    let body = call.polled_in().ok_or(Silence::NotMine)?;
    if let Some(alone) = call.polled_alone() {
        return excused("no other task shares the thread", alone);
    }
    Ok(Finding::new(block.span(), message)
        .here("the thread waits, not the task")
        .label(body, "this is polled by a thread that runs other tasks as well")
        .level(if block.in_test() { Level::Pedantic } else { level })
        .help(help))
}
