#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Sleep;
use crate::model::facts::race::Race;

pub static LINT: Lint = Lint {
    name: "sleep-in-loop",
    family: Family::Time,
    level: Level::Pedantic,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Sleep(check),
};

fn check(sleep: Sleep<'_>) -> Result<Finding, Silence> {
    let race = sleep.race()?;
    race.select()?;

    if let Some(made) = race.made_before() {
        return excused("the timer is made before the loop and polled by reference", made);
    }
    if let Some(instant) = race.fixed_instant()? {
        return excused("the timer runs to an instant that was fixed before this iteration", instant);
    }
    if let Some(part) = race.length_varies()? {
        return excused("the duration is computed again in each iteration", part);
    }
    if !race.timer_continues() {
        return excused("the timer's branch exits the loop", race.timer_side());
    }
    if let Some(round) = race.going_round().first() {
        return excused("another branch continues: that is for timer-reset to check", round.span());
    }
    let Some(stop) = race.other_branches().first() else {
        return excused("nothing but the timer is waited for", race.timer_side());
    };
    if !race.other_branches().iter().any(|side| race.outlives(side)) {
        return excused(
            "the other side is an operation made in this iteration: the timer bounds one attempt",
            stop.span(),
        );
    }
    if !race.timer_handles() {
        return excused("the timer's branch does nothing: a sleep that can be cut short is right", race.timer_side());
    }

    Ok(Finding::new(sleep.span(), "the period of this work is the sleep plus the work, and drifts in every iteration")
        .here("a new timer in every iteration")
        .label(race.enclosing_loop().span(), "each iteration of this loop")
        .label(stop.span(), "the other branch only exits the loop, so the timer need not start again")
        .help(advice(&race))
        .shown(race.ticker())
        .change("make the interval before the loop", race.ticking()))
}

fn advice(race: &Race<'_>) -> &'static str {
    match race.may_tick() {
        true => "make one interval before the loop and wait for its ticks in it",
        false => "fix before the loop when the work is due, and wait only for what is left until then",
    }
}
