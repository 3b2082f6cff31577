#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Guard;
use crate::model::facts::guard::scrutinee::Meanwhile;

pub static LINT: Lint = Lint {
    name: "guard-in-scrutinee",
    family: Family::Lock,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &["clippy::significant_drop_in_scrutinee"],
    check: Check::Guard(check),
};

fn check(guard: Guard<'_>) -> Result<Finding, Silence> {
    let head = guard.scrutinee()?;
    let meanwhile = guard.meanwhile(&head)?;

    if guard.in_test() {
        return excused("the code is a test, a benchmark or an example", guard.span());
    }
    if guard.is_borrowed_by_pattern(&head)? {
        return excused("what the pattern binds is borrowed from the guard, which has to live", head.span);
    }

    let lock = guard.lock_text();
    let (place, does) = match meanwhile {
        Meanwhile::Waits(at) => (at, "this waits, and nobody else gets the lock meanwhile"),
        Meanwhile::Runs(at) => (at, "this runs with the lock held, so that one runs after the other"),
    };
    Ok(Finding::new(guard.span(), format!("`{lock}` stays locked through the whole body of this `{}`", head.keyword))
        .here("the guard is a temporary of the head, and lives as long as the body")
        .label(place, does)
        .help("take the value in a statement of its own, which ends before the body begins")
        .code(format!("let value = {lock}…;")))
}
