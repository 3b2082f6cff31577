#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Sleep;
use crate::model::flow::NodeKind;
use crate::model::flow::loops::Loop;
use crate::model::flow::points::walk;
use crate::model::source::handles::Expr;

pub static LINT: Lint = Lint {
    name: "missed-tick-burst",
    family: Family::Time,
    level: Level::Pedantic,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Sleep(check),
};

fn check(sleep: Sleep<'_>) -> Result<Finding, Silence> {
    let uses = sleep.ticked_by_name().ok_or(Silence::NotMine)?;
    let in_loop = |tick: &Expr<'_>| tick.loop_around().is_some_and(|a_loop| !a_loop.holds(sleep.span()));
    let tick = uses.ticks.iter().copied().find(in_loop).ok_or(Silence::NotMine)?;
    let a_loop = tick.loop_around().ok_or(Silence::NotMine)?;

    if let Some(set) = uses.set_up {
        return excused("the code says what becomes of missed ticks", set.span());
    }
    let Some(work) = work(tick, a_loop) else {
        return excused("the loop waits for nothing but ticks", a_loop.span());
    };

    Ok(Finding::new(
        sleep.span(),
        "ticks that are missed come all together afterwards: this interval makes up for them",
    )
    .here("missed ticks are made up for in a burst")
    .label(work.await_span(), "when this takes longer than a period, ticks are missed")
    .label(tick.span(), "after a long iteration these ticks complete without waiting")
    .help("call `set_missed_tick_behavior` on the interval, with `MissedTickBehavior::Delay` or `Skip`"))
}

/// What an iteration waits for behind its tick.
fn work<'c>(tick: Expr<'c>, a_loop: Loop<'c>) -> Option<Expr<'c>> {
    let waits_for_tick = |waits: Expr<'c>| waits.holds(tick);
    let start = match tick.branch() {
        Some(branch) => branch.start()?,
        None => tick.point()?,
    };
    let mut found = None;
    walk(&[start], |point| {
        if let (NodeKind::Await(_), Some(waits)) = (point.kind(), point.expr()) {
            found = found.or(Some(waits).filter(|waits| !waits_for_tick(*waits)));
        }
        point.is_in(a_loop) && !matches!(point.kind(), NodeKind::LoopHead(_))
    });
    found
}
