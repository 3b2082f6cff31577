#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::suspended::Queue;
use crate::model::facts::{Branch, Select};
use crate::model::source::handles::Variable;

pub static LINT: Lint = Lint {
    name: "futurelock",
    family: Family::Async,
    level: Level::Pedantic,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Select(check),
};

fn check(select: Select<'_>) -> Result<Finding, Silence> {
    let mut quiet = Silence::NotMine;
    for kept in select.expr().branches() {
        let Some(future) = select.keeps(kept) else { continue };
        for other in kept.others() {
            match behind(select, (kept, future), other) {
                Err(Silence::NotMine) => {}
                Err(silence) => quiet = silence,
                found => return found,
            }
        }
    }
    Err(quiet)
}

fn behind<'c>(
    select: Select<'c>,
    (kept, future): (Branch<'c>, Variable<'c>),
    other: Branch<'c>,
) -> Result<Finding, Silence> {
    let Some(wait) = select.waits_behind(kept, other) else { return Err(Silence::NotMine) };
    let name = future.name();

    if let Some(mention) = future.mentions().find(|mention| other.handler().holds(*mention)) {
        return excused("the code of the branch takes care of the future itself", mention.span());
    }
    let what = match wait.queue {
        Queue::Lock => "the lock",
        Queue::Semaphore(Some(1)) => "the only permit",
        Queue::Channel(Some(1)) => "the only place of the channel",
        Queue::Readers => return excused("both only read", wait.ahead.span()),
        Queue::Semaphore(_) => return excused("the semaphore has more than one slot", wait.ahead.span()),
        Queue::Channel(_) => return excused("the channel has room for more than one value", wait.ahead.span()),
    };

    let message =
        format!("this may wait forever: `{name}` may have {what} or be next for it, and nobody polls it here");
    let mut finding = Finding::new(wait.waits.span(), message).here("awaited in the handler of a branch");
    if wait.by != wait.waits {
        finding = finding.label(wait.by.span(), "the wait is in here");
    }
    Ok(finding
        .label(wait.ahead.span(), format!("`{name}` waits in the same queue"))
        .label(kept.span(), "polled by reference, so that it keeps its place while the handler of another branch runs")
        .help(format!(
            "start `{name}` as a task of its own, or wait for {what} in a branch of the `select!`, not in a handler"
        )))
}
