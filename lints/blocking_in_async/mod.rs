#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, Span, excused};
use crate::model::facts::Block;
use crate::model::library::what::Blocks;
use crate::model::source::handles::Expr;

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
            "this call blocks the thread of the executor until it returns: no other task on that thread runs meanwhile",
            "do it in `spawn_blocking` and await its handle, or in a thread that sends the result over a `oneshot` channel",
            Level::Pedantic,
        ),
        Blocks::Future | Blocks::Sleep => return Err(Silence::NotMine),
    };
    if block.in_test() && block.what() == Blocks::Other {
        return excused(
            "the code is a test, a benchmark or an example, and waits for a thread, a process or a condition",
            block.span(),
        );
    }
    let call = block.call();
    let in_tests = |level| if block.in_test() { Level::Pedantic } else { level };
    let Some(body) = call.polled_in() else {
        let (polled, way) = call.polled_by_way_of().ok_or(Silence::NotMine)?;
        let body = polled.polled_in().ok_or(Silence::NotMine)?;
        let finding = said(block, polled, (message, help), body)?;
        return Ok(way
            .into_iter()
            .fold(finding, |finding, call| finding.label(call.span(), "called here"))
            .level(Level::Pedantic));
    };
    Ok(said(block, call, (message, help), body)?.level(in_tests(level)))
}

/// What blocks is code, or is called by code, that is polled there.
fn said(block: Block<'_>, polled: Expr<'_>, (message, help): (&str, &str), body: Span) -> Result<Finding, Silence> {
    if let Some(alone) = polled.polled_alone() {
        return excused("no other task shares the thread", alone);
    }
    Ok(Finding::new(block.span(), message)
        .here("the thread waits, not the task")
        .label(body, "this is polled by a thread that runs other tasks as well")
        .help(help))
}
