#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Receive;
use crate::model::facts::receive::for_caller::CallerLoop;
use crate::model::flow::loops::Loop;
use crate::model::flow::points::{Point, walk};
use crate::model::source::handles::Expr;
use crate::model::values::cases::Continuation;

pub static LINT: Lint = Lint {
    name: "lag-taken-for-end",
    family: Family::Channel,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Receive(check),
};

fn check(receive: Receive<'_>) -> Result<Finding, Silence> {
    let lagged = receive.when_lagged().ok_or(Silence::NotMine)?;
    if let Some(caller) = receive.lag_ends_caller() {
        return for_caller(receive, &caller);
    }
    let a_loop = receive.expr().loop_around().filter(|_| receive.waits()).ok_or(Silence::NotMine)?;
    match &lagged {
        Continuation::At(points) if points.iter().all(|point| !point.continues(a_loop)) && goes_on(receive, a_loop) => {
        }
        Continuation::Disabled { .. } => return Ok(passed_over(receive)),
        Continuation::Question(point) => {
            let span = point.expr().ok_or(Silence::NotMine)?.span();
            return excused("the error is handed to the caller", span);
        }
        _ => return Err(Silence::NotMine),
    }

    if lagged != receive.when_closed() {
        return excused("the loop tells lag from the end", receive.span());
    }
    if receive.expr().tells_to_stop() || receive.carries_nothing() {
        return excused("the channel carries the word to stop", receive.span());
    }
    if let Some(outer) = a_loop.outer() {
        return excused("a loop around it begins again", outer.span());
    }

    let slow = slow(receive.points().collect(), a_loop);
    let level = if slow.is_some() && !receive.in_test() { Level::Warn } else { Level::Pedantic };
    Ok(ends(receive, a_loop, slow).level(level))
}

/// The function around makes `None` of any error, and the loop of a caller ends at that.
fn for_caller(receive: Receive<'_>, caller: &CallerLoop<'_>) -> Result<Finding, Silence> {
    if receive.carries_nothing() {
        return excused("the channel carries the word to stop", receive.span());
    }
    let slow = slow(caller.call.points().collect(), caller.a_loop);
    let level = if slow.is_some() && !receive.in_test() { Level::Warn } else { Level::Pedantic };
    let finding = ends(receive, caller.a_loop, slow).level(level);
    Ok(finding.label(caller.call.call_span(), "this gives `None` then"))
}

fn ends(receive: Receive<'_>, a_loop: Loop<'_>, slow: Option<Expr<'_>>) -> Finding {
    let source = receive.source();
    let finding = Finding::new(
        receive.span(),
        format!("a slow moment ends this loop: `{source}` gives `Err(Lagged)` when messages were missed, and more can be received"),
    )
    .here("any error is taken for the end")
    .label(a_loop.span(), "this loop is exited for good")
    .help("go on with the next message on `RecvError::Lagged`, and exit the loop on `RecvError::Closed`");
    match slow {
        Some(slow) => finding.label(slow.await_span(), "messages are missed when this takes too long"),
        None => finding,
    }
}

/// Whether the loop goes on with a message that has come.
fn goes_on(receive: Receive<'_>, a_loop: Loop<'_>) -> bool {
    match receive.when_message() {
        Continuation::At(points) => points.iter().any(|point| point.continues(a_loop)),
        _ => true,
    }
}

/// What each iteration waits for beside the receive, unless it only hands on what has come: whoever takes that too slowly
/// may well be dropped.
fn slow<'c>(own: Vec<Point<'c>>, a_loop: Loop<'c>) -> Option<Expr<'c>> {
    let mut found = None;
    walk(&own, |point| {
        if let (None, true, Some(waits)) = (found, !own.contains(&point) && point.may_last(), point.expr()) {
            found = Some(waits).filter(|waits| !waits.hands_out());
        }
        point.is_in(a_loop)
    });
    found
}

fn passed_over(receive: Receive<'_>) -> Finding {
    let source = receive.source();
    Finding::new(
        receive.span(),
        format!("when `{source}` has missed messages, this branch is passed over, and nobody sees it"),
    )
    .here("`Err(Lagged)` does not fit this pattern")
    .level(Level::Pedantic)
    .help("give the branch a pattern that takes every result, and look at `RecvError::Lagged` in the handler")
}
