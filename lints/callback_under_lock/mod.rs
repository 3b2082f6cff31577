#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Guard;

pub static LINT: Lint = Lint {
    name: "callback-under-lock",
    family: Family::Lock,
    level: Level::Pedantic,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Guard(check),
};

fn check(guard: Guard<'_>) -> Result<Finding, Silence> {
    let callback = guard.calls_back()?;

    if guard.in_test() {
        return excused("the code is a test, a benchmark or an example", guard.span());
    }
    if callback.is_parameter && callback.takes_lock.is_none() {
        return excused("the callback is a parameter: who gives it can see where it is called", callback.span);
    }
    if let Some(lock) = guard.nobody_else_wants() {
        return excused("the lock is made in this function, which lends it only to calls that it waits for", lock);
    }

    let (lock, name) = (guard.lock_text(), &callback.name);
    let happens = match callback.takes_lock {
        Some(_) => format!(
            "this can deadlock: `{lock}` is locked while `{name}` is called, which can be a closure that locks it again"
        ),
        None => format!("`{lock}` is locked while `{name}` is called: this deadlocks if what is called needs the lock"),
    };
    let mut finding = Finding::new(callback.span, happens)
        .level(if callback.takes_lock.is_some() { Level::Warn } else { Level::Pedantic })
        .here("this runs code that others have registered")
        .label(guard.span(), format!("`{lock}` is locked here, and the guard lives on"));
    if let Some(takes) = callback.takes_lock {
        finding = finding.label(takes, "one of the closures that it can be takes the lock here");
    }
    Ok(finding.help("keep the callback in an `Arc`, clone it under the lock, and call the clone when the lock is free"))
}
