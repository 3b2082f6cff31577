#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Test;

pub static LINT: Lint = Lint {
    name: "test-without-timeout",
    family: Family::Test,
    level: Level::Pedantic,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Test(check),
};

fn check(test: Test<'_>) -> Result<Finding, Silence> {
    let Some(wait) = test.waits_without_limit() else {
        let limited = test.waits_with_limit().ok_or(Silence::NotMine)?;
        return excused("what the test waits for has a limit of its own", limited.span());
    };
    if test.runner_ends_it() || !test.is_first_without_limit() {
        return Err(Silence::NotMine);
    }

    let message = "a test that waits for what never comes does not fail: it never ends, and nobody learns which it was";
    Ok(Finding::new(wait.span(), message)
        .here("others have to do something before this goes on")
        .label(test.function().span(), "neither this test nor its runner has a time limit (reported once in a package, at its first such test)")
        .help("put a `timeout` around what the tests wait for, or let nextest end them: `slow-timeout` with `terminate-after` in `.config/nextest.toml`"))
}
