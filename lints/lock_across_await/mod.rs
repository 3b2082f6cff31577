#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Guard;
use crate::model::library::locks::LockKind;

pub static LINT: Lint = Lint {
    name: "lock-across-await",
    family: Family::Lock,
    level: Level::Deny,
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
    if !wait.surely {
        return Err(Silence::Unknown("whether this guard is still held", wait.span));
    }

    let lock = guard.lock_text();
    Ok(Finding::new(guard.span(), happens(guard, lock))
        .here(format!("this takes the guard of `{lock}`"))
        .label(wait.span, "the task is suspended here, and the guard stays where it is")
        .help("let the guard go before the await: end its block, or take out what is needed")
        .code(match guard.name() {
            Some(name) => format!("drop({name});"),
            None => format!("let value = {{ {lock}… }};"),
        }))
}

fn happens(guard: Guard<'_>, lock: &str) -> String {
    match guard.lock_kind() {
        LockKind::Cell => format!("`{lock}` stays borrowed across an await: whoever borrows it meanwhile panics"),
        _ => format!(
            "`{lock}` stays locked across an await: whoever wants it blocks a thread of the runtime, and can deadlock"
        ),
    }
}
