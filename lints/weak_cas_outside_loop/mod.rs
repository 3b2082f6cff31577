#![doc = include_str!("README.md")]

use crate::lint::{Asked, Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Atomic;
use crate::model::flow::NodeKind;
use crate::model::flow::points::{Point, walk};
use crate::model::library::atomics::Op;
use crate::model::source::handles::Expr;
use crate::model::values::cases::Continuation;

pub static LINT: Lint = Lint {
    name: "weak-cas-outside-loop",
    family: Family::Atomic,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Atomic(check),
};

fn check(exchange: Atomic<'_>) -> Result<Finding, Silence> {
    if exchange.op() != (Op::Exchange { weak: true }) {
        return Err(Silence::NotMine);
    }

    if let Some(again) = exchange.tried_again() {
        return excused("a loop, or the function itself, tries again", again);
    }
    let (happens, level) = when_it_fails(exchange)?;

    let atomic = exchange.atomic_text();
    Ok(Finding::new(exchange.span(), format!("this may fail although `{atomic}` has the expected value: {happens}"))
        .here("a weak exchange may fail for no reason, and nothing tries again")
        .level(level)
        .help(format!("use `{atomic}.compare_exchange(…)`, which fails only where the value is another one")))
}

/// What a failure leads to that has no reason.
fn when_it_fails(exchange: Atomic<'_>) -> Asked<(&'static str, Level)> {
    let operation = exchange.operation();
    let is_asked = operation.ancestors().next().is_some_and(Expr::is_asked_for_success);
    match operation.when_err() {
        Continuation::Ignored(_) if !is_asked => {
            Ok(("the new value is then not written, and nobody knows", Level::Deny))
        }
        Continuation::Panics(_) => Ok(("it then panics", Level::Deny)),
        Continuation::At(failed) => match does_nothing(&failed, operation) {
            true => Ok(("what has to be done once is then never done", Level::Deny)),
            false => excused("a failure is handled: something else is done then", exchange.span()),
        },
        _ if !is_asked || !flips_a_flag(exchange) && exchange.asked_by_caller().is_none() => {
            excused("the caller gets the failure", exchange.span())
        }
        _ if exchange.is_named_as_a_try() => excused("the function is named as one that only tries", exchange.span()),
        _ => {
            let level = if flips_a_flag(exchange) { Level::Warn } else { Level::Pedantic };
            Ok(("the caller then learns that somebody was there before, and nobody was", level))
        }
    }
}

/// Whether nothing happens where it has failed but what happens where it has succeeded too.
fn does_nothing(failed: &[Point<'_>], operation: Expr<'_>) -> bool {
    let Continuation::At(done) = operation.when_ok() else { return false };
    let mut own = false;
    walk(failed, |point| match point.kind() {
        NodeKind::Arm(..) | NodeKind::Join | NodeKind::Drop(..) | NodeKind::Set(..) => true,
        _ => {
            own |= !done.iter().any(|done| done.may_reach(point));
            false
        }
    });
    !own
}

/// Whether it puts one of `true` and `false` in place of the other, so that a failure says that somebody has done it before.
fn flips_a_flag(exchange: Atomic<'_>) -> bool {
    exchange.operation().args().take(2).all(|value| value.literal_bool().is_some())
}
