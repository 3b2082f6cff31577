#![doc = include_str!("README.md")]

mod questions;

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Notified;
use crate::model::source::handles::Expr;

use self::questions::Misses;

pub static LINT: Lint = Lint {
    name: "lost-wakeup",
    family: Family::Channel,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Notified(check),
};

fn check(notified: Notified<'_>) -> Result<Finding, Silence> {
    let misses = questions::misses(notified)?;

    if let Some(asked) = questions::asked_afterwards(notified) {
        return excused("the state is tested again when the future is there", asked.span());
    }
    if let Some(held) = questions::held_since_test(notified, &misses) {
        return excused("a lock is held from the test until the future is made", held.span());
    }

    let mut finding = Finding::new(
        notified.span(),
        "this may wait for a notification that has passed: `notify_waiters` wakes only futures that are made before it",
    )
    .here("the future is made only here");
    let (place, why) = misses.window();
    finding = finding.label(place, why);
    if let Some(by) = notified.notified_by() {
        finding = finding.label(by.span(), "this stores nothing for a future that is made later");
    }
    let level =
        if notified.in_test() || notified.is_made_for_tests() { Level::Pedantic } else { level(notified, &misses) };
    Ok(finding.level(level).help(match misses {
        Misses::Test { .. } => "make the future before the test, and await it after",
        Misses::Iteration { .. } => "make the future before the loop, pin it, and poll it by reference",
        Misses::Start { .. } => "make the future before the task is started, or keep the state in a `watch` or a token",
    }))
}

fn level(notified: Notified<'_>, misses: &Misses<'_>) -> Level {
    match misses {
        Misses::Test { raced: true, .. } | Misses::Iteration { exits: false, .. } => Level::Pedantic,
        Misses::Test { decision, .. } if questions::in_one_poll(notified, *decision) => Level::Pedantic,
        _ => Level::Warn,
    }
}

/// Whether an expression decides by a state that the code which notifies names as well.
fn decides_by_state(notified: Notified<'_>, decision: Expr<'_>) -> bool {
    decision.looked_at().is_some_and(|looked| notified.shares_state(looked))
}
