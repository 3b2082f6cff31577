#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Buffered;

pub static LINT: Lint = Lint {
    name: "buffered-stream-stall",
    family: Family::Async,
    level: Level::Pedantic,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Buffered(check),
};

fn check(taken: Buffered<'_>) -> Result<Finding, Silence> {
    let Some(a_loop) = taken.taken_in() else { return Err(Silence::NotMine) };
    let Some(waits) = taken.waits_between(a_loop) else { return Err(Silence::NotMine) };
    let makers = taken.makers();
    let Some(maker) = makers.first() else { return Err(Silence::NotMine) };

    if let Some(spawn) = makers.iter().find_map(|maker| maker.first_anywhere(|part| part.starts_task())) {
        return excused("each of its futures is a task of its own", spawn.span());
    }
    if taken.at_a_time() == Some(1) {
        return excused("it has one future at a time", maker.span());
    }

    let stream = taken.stream_text();
    Ok(Finding::new(waits.span(), format!("while this waits, no future of `{stream}` goes on"))
        .here("awaited between two items")
        .label(taken.span(), "only this polls them")
        .label(maker.span(), "these stand still meanwhile: their timeouts run out, and what they have stays taken")
        .help("start each future as a task, or move this work into the futures that give the items"))
}
