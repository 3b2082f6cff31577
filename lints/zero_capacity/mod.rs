#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Capacity;
use crate::model::facts::capacity::Holder;

pub static LINT: Lint = Lint {
    name: "zero-capacity",
    family: Family::Channel,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Capacity(check),
};

fn check(capacity: Capacity<'_>) -> Result<Finding, Silence> {
    if capacity.so_many() != Some(0) {
        return Err(Silence::NotMine);
    }

    if capacity.may_be_nothing() {
        return excused("a capacity of nothing makes sender and receiver meet", capacity.amount().span());
    }

    let (message, help) = match capacity.holder() {
        Holder::Channel(kind) => (
            format!("this panics: a channel of `{}` holds at least one value", kind.name()),
            "give it room for one value, or for as many as may wait",
        ),
        Holder::Stream => (
            "this stream never gives an item and never ends: with room for no future it polls none".to_owned(),
            "give it room for as many futures as it is to poll at a time",
        ),
    };
    Ok(Finding::new(capacity.span(), message).label(capacity.amount().span(), "this is `0`").help(help))
}
