#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Joined;

pub static LINT: Lint = Lint {
    name: "try-join-abandons",
    family: Family::Async,
    level: Level::Pedantic,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Joined(check),
};

fn check(joined: Joined<'_>) -> Result<Finding, Silence> {
    let Some(half) = joined.half_done_future() else { return Err(Silence::NotMine) };

    if let Some(begun) = half.taken_back {
        return excused("a transaction takes back what was half done", begun.span());
    }

    let mut finding =
        Finding::new(joined.span(), "the first error drops the other futures between two of their changes")
            .label(half.future.span(), "this future is dropped wherever it is")
            .label(half.first.span(), "this may be done by then");
    if half.second != half.first {
        finding = finding.label(half.second.span(), "this never follows then");
    }
    Ok(finding
        .help("await all of them with `join!` or `join_all` and look at the results then, or start each as a task"))
}
