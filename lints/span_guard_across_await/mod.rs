#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Guard;
use crate::model::library::locks::LockKind;

pub static LINT: Lint = Lint {
    name: "span-guard-across-await",
    family: Family::Async,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Guard(check),
};

fn check(guard: Guard<'_>) -> Result<Finding, Silence> {
    if guard.lock_kind() != LockKind::Span {
        return Err(Silence::NotMine);
    }
    let wait = guard.held_across()?;

    if guard.in_test() {
        return excused("the code is a test, a benchmark or an example", guard.span());
    }
    if let Some(alone) = guard.guard_expr().polled_alone() {
        return excused("the thread that polls the code runs no other task meanwhile", alone);
    }
    if !wait.surely {
        return Err(Silence::Unknown("whether this guard is still held", wait.span));
    }

    let level = if guard.goes_to_threads() { Level::Warn } else { Level::Pedantic };
    Ok(Finding::new(
        guard.span(),
        "the span stays entered while its task is suspended: what other tasks log on this thread is recorded in it",
    )
    .here("from here on the thread is in the span")
    .label(wait.span, "the task is suspended here, and the thread goes on with others")
    .level(level)
    .help(help(guard)?))
}

fn help(guard: Guard<'_>) -> Result<String, Silence> {
    let span = guard.lock_text();
    let span = if span.contains('(') || span.contains('!') { "…" } else { &*span };
    Ok(match guard.is_held_across_one()? {
        true => format!("let the span enter with each poll: call `.instrument({span})` on the future that is awaited"),
        false => {
            format!("let the span enter with each poll: put the code into `async {{ … }}.instrument({span}).await`")
        }
    })
}
