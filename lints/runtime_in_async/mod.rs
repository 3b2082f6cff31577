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
            "this panics when the runtime is dropped: the drop waits for its threads, and async code must not block"
                .to_owned(),
            "use the runtime that polls this code, or end the new one with `shutdown_background`".to_owned(),
        ),
        Some(owner) => (
            format!(
                "this panics when the `{owner}` is dropped: it drops a runtime, which waits for its threads, and async code must not block"
            ),
            format!(
                "let `{owner}` have a `Handle`, or end its runtime with `shutdown_background` in a `drop` of its own"
            ),
        ),
    };
    Ok(Finding::new(runtime.span(), message)
        .here("the runtime is made here")
        .label(dropped, "it is dropped with this")
        .label(body, "this is polled by a runtime")
        .help(help))
}
