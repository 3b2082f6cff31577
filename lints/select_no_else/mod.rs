#![doc = include_str!("README.md")]

mod questions;

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, Span, excused};
use crate::model::facts::Select;
use crate::model::library::selects::Otherwise;
use crate::model::source::handles::Expr;
use crate::model::source::spelled::in_one_line;

use self::questions::{DeadElse, Off};

pub static LINT: Lint = Lint {
    name: "select-no-else",
    family: Family::Async,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Select(check),
};

fn check(select: Select<'_>) -> Result<Finding, Silence> {
    if let Some(dead) = questions::dead_else(select) {
        return unreached(&dead);
    }
    let off = questions::all_off(select)?;
    let a_loop = select.expr().loop_around();

    if let Some(condition) = questions::related(&off) {
        return excused("two conditions ask about the same value, and one of them may always hold", condition);
    }
    if let Some(unwrap) = questions::panics_before(select) {
        return excused("a branch that is switched off unwraps what is not there, and panics before", unwrap);
    }
    if let Some(asked) = questions::asked_before(select, &off) {
        return excused("the code around it asks before whether a branch can complete", asked);
    }

    let mut finding =
        Finding::new(select.span(), "this `select!` panics when every branch is switched off: it has no `else`");
    for (place, why) in off.iter().map(reason) {
        finding = finding.label(place, why);
    }
    let level = match a_loop {
        Some(_) if !select.in_test() && off.iter().all(Off::is_seen) => Level::Deny,
        _ => Level::Pedantic,
    };
    Ok(finding.level(level).help(match a_loop {
        Some(_) => "give it `else => break` as its last branch, which runs when no other can complete",
        None => "give it an `else` as its last branch, which runs when no other can complete",
    }))
}

/// It has an `else`, which never runs: a branch that closes is passed over, and the loop goes on without it.
fn unreached(dead: &DeadElse<'_>) -> Result<Finding, Silence> {
    if let Ok(Some(kept)) = dead.off.kept_open() {
        return excused("a sender lives as long as the code that receives", kept);
    }
    if let Some(exit) = dead.exit {
        return excused("another branch can exit the loop", exit.span());
    }
    let source = dead.off.source();
    Ok(Finding::new(
        dead.off.span(),
        format!("once `{source}` has closed, this loop goes on without it: `else` never runs"),
    )
    .here("passed over from then on")
    .label(dead.always.span(), "this branch is never passed over")
    .label(dead.otherwise.span(), "this cannot run")
    .help("give the branch a pattern that takes every value, `match` on it in the handler, and exit the loop at `None`")
    .level(Level::Pedantic))
}

fn reason(off: &Off<'_>) -> (Span, String) {
    match off {
        Off::Condition(condition) => (condition.span(), "off as long as this is false".to_owned()),
        Off::Closed(receive) => (receive.span(), format!("off once `{}` has closed", receive.source())),
        Off::Misfit(Otherwise::Empty, call) => (call.span(), format!("off as long as nothing is in {}", source(call))),
        Off::Misfit(Otherwise::Ended, call) => (call.span(), format!("off once {} is at its end", source(call))),
        Off::Misfit(Otherwise::Failed, call) => (call.span(), "off when this fails".to_owned()),
        Off::Misfit(Otherwise::EndedOrFailed, call) => {
            (call.span(), format!("off once {} is at its end, and when this fails", source(call)))
        }
    }
}

/// What a call is made on, as it is written.
fn source(call: &Expr<'_>) -> String {
    match call.called_on() {
        Some(on) => format!("`{}`", in_one_line(on.text())),
        None => "it".to_owned(),
    }
}
