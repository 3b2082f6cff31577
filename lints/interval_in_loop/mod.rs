#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Sleep;

pub static LINT: Lint = Lint {
    name: "interval-in-loop",
    family: Family::Time,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Sleep(check),
};

fn check(sleep: Sleep<'_>) -> Result<Finding, Silence> {
    let Some(ticker) = sleep.made_again() else { return Err(Silence::NotMine) };

    if let Some(second) = ticker.again {
        return excused("another tick of the same interval is waited for", second.span());
    }

    Ok(Finding::new(
        sleep.span(),
        "this interval never waits: its first tick comes immediately, and each iteration makes another",
    )
    .here("the interval is made again in every iteration")
    .label(ticker.a_loop.span(), "each iteration of this loop")
    .label(ticker.tick.span(), "this goes on without waiting")
    .help("make the interval before the loop, or let its first tick come after one period")
    .level(if sleep.in_test() { Level::Pedantic } else { Level::Deny })
    .shown(sleep.interval_before(ticker.a_loop)))
}
