#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Runtime;

pub static LINT: Lint = Lint {
    name: "runtime-in-async",
    family: Family::Async,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Runtime(check),
};

fn check(runtime: Runtime<'_>) -> Result<Finding, Silence> {
    let dropped = runtime.dropped_where_made().ok_or(Silence::NotMine)?;
    let body = runtime.call().polled_in().ok_or(Silence::NotMine)?;

    if let Some(other) = runtime.polled_by_other() {
        return excused("another runtime polls the code, which does not mind", other);
    }
    if runtime.in_test() {
        return excused("the code is a test, a benchmark or an example", runtime.span());
    }

    let (message, help) = match runtime.owning_struct() {
        None => (
            "this panics where the runtime is dropped: that waits for its threads, which code that is polled must not"
                .to_owned(),
            "use the runtime that polls this code, or end the new one with `shutdown_background`".to_owned(),
        ),
        Some(owner) => (
            format!(
                "this panics where the `{owner}` is dropped: it owns a runtime, and that waits for its threads then"
            ),
            format!(
                "let `{owner}` have a `Handle`, or end its runtime with `shutdown_background` in a `drop` of its own"
            ),
        ),
    };
    Ok(Finding::new(runtime.span(), message)
        .here("made here")
        .label(dropped, "and dropped with this")
        .label(body, "by code that a runtime polls")
        .help(help))
}
