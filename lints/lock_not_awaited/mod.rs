#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::LockFuture;

pub static LINT: Lint = Lint {
    name: "lock-not-awaited",
    family: Family::Lock,
    level: Level::Pedantic,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::LockFuture(check),
};

fn check(future: LockFuture<'_>) -> Result<Finding, Silence> {
    let name = future.never_polled()?;

    if future.in_test() {
        return excused("the code is a test, a benchmark or an example", future.span());
    }

    let lock = future.of_lock();
    let here = match name {
        Some(name) => format!("`{name}` is a future, and no guard"),
        None => "this is a future, and no guard".to_owned(),
    };
    Ok(Finding::new(
        future.span(),
        format!("`{lock}` is not locked: the future of an async lock does nothing before it is awaited"),
    )
    .here(here)
    .help("await the lock: `.await` after the call gives the guard"))
}
