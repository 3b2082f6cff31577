#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Guard;
use crate::model::facts::guard::Suspension;
use crate::model::library::locks::{LockKind, Mode};

pub static LINT: Lint = Lint {
    name: "lock-across-await",
    family: Family::Lock,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &["clippy::await_holding_lock", "clippy::await_holding_refcell_ref", "clippy::await_holding_invalid_type"],
    check: Check::Guard(check),
};

fn check(guard: Guard<'_>) -> Result<Finding, Silence> {
    let guard = guard.blocking()?;
    let wait = guard.held_across()?;

    if let Some(lock) = guard.serialises_tests() {
        return excused("a static lock of a test file, whose guard nobody reads, lets its tests run one by one", lock);
    }
    if let Some(lock) = guard.nobody_else_wants() {
        return excused("the lock is made in this function, which lends it only to calls that it waits for", lock);
    }
    if guard.is_never_suspended() {
        return excused("none of what is awaited ever waits, so that the task goes on immediately", wait.span);
    }
    if guard.lock_kind() == LockKind::Cell && guard.is_written_exclusively() {
        return excused(
            "it only reads, and who writes has borrowed the owner of the cell by `&mut self`",
            guard.span(),
        );
    }
    if !wait.surely {
        return Err(Silence::Unknown("whether this guard is still held", wait.span));
    }

    let finding = Finding::new(guard.span(), happens(guard))
        .level(if nobody_is_in_the_way(guard) { Level::Pedantic } else { Level::Warn })
        .here(format!("from here on {}`{}` is {}", part(guard), guard.lock_text(), held(guard)))
        .label(wait.span, suspended(guard));
    Ok(match guard.dropped_before_wait(&wait) {
        Some(drop) => finding.help("drop the guard before the await").code(drop),
        None => finding.help(advice(guard, &wait)),
    })
}

/// Whether it takes more than the source shows before somebody waits for the guard for long.
fn nobody_is_in_the_way(guard: Guard<'_>) -> bool {
    guard.in_test()
        || waits_for_moments(guard)
        || guard.keeps_readers_alone()
        || guard.is_worked_off()
        || guard.lock_kind() != LockKind::Cell && guard.guard_expr().asked_by_blocking().is_some()
}

fn waits_for_moments(guard: Guard<'_>) -> bool {
    guard.lock_kind() == LockKind::Map && guard.waits_for_moments()
}

fn suspended(guard: Guard<'_>) -> &'static str {
    match waits_for_moments(guard) {
        true => "the task waits here for a lock that is only ever held for a moment, and keeps the guard meanwhile",
        false => "the task is suspended here, and keeps the guard meanwhile",
    }
}

fn happens(guard: Guard<'_>) -> String {
    let lock = guard.lock_text();
    match guard.lock_kind() {
        LockKind::Cell if guard.mode() == Mode::Shared => {
            format!("`{lock}` stays borrowed across an await: another task that borrows it mutably panics")
        }
        LockKind::Cell => format!("`{lock}` stays borrowed across an await: another task that borrows it panics"),
        LockKind::Map => format!(
            "a part of `{lock}` stays locked across an await: a task that wants it blocks its thread, and can deadlock"
        ),
        _ => {
            format!("`{lock}` stays locked across an await: a task that wants it blocks its thread, and can deadlock")
        }
    }
}

fn held(guard: Guard<'_>) -> &'static str {
    if guard.lock_kind() == LockKind::Cell { "borrowed" } else { "locked" }
}

/// Of a map only the part is locked in which the key lies.
fn part(guard: Guard<'_>) -> &'static str {
    if guard.lock_kind() == LockKind::Map { "a part of " } else { "" }
}

fn advice(guard: Guard<'_>, wait: &Suspension) -> String {
    match guard.name() {
        _ if guard.is_awaited_through(wait) => {
            "what is awaited borrows from the guard: guard it with an async lock, or let one task own it"
                .to_owned()
        }
        _ if guard.is_iterated() => {
            "the iterator keeps the part locked between its items: collect what is needed before the loop, and await after \
             that"
                .to_owned()
        }
        _ if guard.takes_what_is_awaited(wait) => {
            let take = if guard.lock_kind() == LockKind::Cell { "borrow" } else { "take the lock" };
            format!("await first, and {take} after that")
        }
        _ if guard.is_temporary() => {
            "take what is needed in a `let` of its own, at whose end the guard is dropped, and await after it"
                .to_owned()
        }
        Some(name) => format!(
            "use `{name}` in a block that ends before the await, and copy out what is needed; lock again afterwards where \
             that is necessary"
        ),
        None => "use the guard in a block that ends before the await, and lock again afterwards where that is necessary".to_owned(),
    }
}
