#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, Span, excused};
use crate::model::facts::Block;
use crate::model::library::what::Blocks;
use crate::model::source::handles::Expr;

pub static LINT: Lint = Lint {
    name: "block-on-in-async",
    family: Family::Async,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Block(check),
};

fn check(block: Block<'_>) -> Result<Finding, Silence> {
    if block.what() != Blocks::Future {
        return Err(Silence::NotMine);
    }
    let call = block.call();
    if let Some(body) = call.polled_in() {
        return within(block, call, body);
    }
    if let Some(caller) = call.polled_through() {
        let body = caller.polled_in().ok_or(Silence::NotMine)?;
        let found = within(block, caller, body)?.label(caller.span(), "this calls it there");
        return Ok(found.level(if is_harmless(block) { Level::Pedantic } else { Level::Warn }));
    }
    let (polled, way) = call.polled_by_way_of().ok_or(Silence::NotMine)?;
    let found = within(block, polled, polled.polled_in().ok_or(Silence::NotMine)?)?.level(Level::Pedantic);
    Ok(way.into_iter().fold(found, |found, call| found.label(call.span(), "called here")))
}

/// A future is run to its end by code that is polled there.
fn within(block: Block<'_>, polled: Expr<'_>, body: Span) -> Result<Finding, Silence> {
    if let Some(alone) = polled.polled_alone().filter(|_| !block.refuses_nesting()) {
        return excused("no other task shares the thread", alone);
    }
    let (message, here, polled_by) = match block.refuses_nesting() {
        true => (
            "this panics: a runtime runs no future on a thread that polls tasks already",
            "a runtime inside a runtime",
            "this is polled by a runtime",
        ),
        false => (
            "this blocks the thread until the future has completed: it deadlocks where the future needs another task of that thread",
            "the thread waits, not the task",
            "this is polled by a thread that runs other tasks as well",
        ),
    };
    let finding = Finding::new(block.span(), message)
        .here(here)
        .label(body, polled_by)
        .help("await the future, and make the functions on the way to it `async`");
    Ok(if is_harmless(block) { finding.level(Level::Pedantic) } else { finding })
}

/// Whether it takes more than the source shows before it does harm. Those who test a runtime do this on purpose, and a test
/// that panics is seen (learnt from tokio, async-std, zruntime).
fn is_harmless(block: Block<'_>) -> bool {
    block.in_test() || !block.refuses_nesting() && block.waits_for_a_moment()
}
