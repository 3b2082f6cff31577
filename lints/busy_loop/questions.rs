//! A loop that polls a receiver and does nothing that waits while it is empty.

use crate::lint::{Asked, Silence, excused};
use crate::model::facts::Attempt;
use crate::model::flow::NodeKind;
use crate::model::flow::loops::Loop;
use crate::model::flow::points::{Point, walk};
use crate::model::values::cases::Continuation;

/// The loop in which the same receive comes again without a wait when nothing has come.
pub fn spins(attempt: Attempt<'_>) -> Asked<Loop<'_>> {
    let call = attempt.call();
    let starts = match attempt.when_empty() {
        Continuation::At(points) => points,
        Continuation::Ignored(point) => point.next().collect(),
        _ => return Err(Silence::NotMine),
    };
    let own: Vec<Point<'_>> = call.point().into_iter().collect();
    let mut out = Silence::Excused("the loop is exited when nothing has come", call.span());
    for a_loop in call.loop_around().into_iter().flat_map(Loop::and_outer) {
        if a_loop.goes_over_items() {
            return excused("the loop goes over items, and ends with them", a_loop.span());
        }
        match round(a_loop, &starts, &own)? {
            true => return Ok(a_loop),
            false => out = Silence::Excused("the loop is exited when nothing has come", a_loop.span()),
        }
    }
    Err(out)
}

/// Whether the receive comes again within a loop.
fn round(a_loop: Loop<'_>, starts: &[Point<'_>], own: &[Point<'_>]) -> Asked<bool> {
    let (mut again, mut waits) = (false, None);
    walk(starts, |point| {
        if own.contains(&point) {
            again = true;
            return false;
        }
        if !point.is_in(a_loop) {
            return false;
        }
        let does = match point.kind() {
            NodeKind::Await(_) | NodeKind::Stuck(_) => point.expr(),
            NodeKind::Eval(_) => point.expr().filter(|call| !call.takes_no_time()),
            _ => None,
        };
        waits = waits.or(does);
        true
    });
    match waits {
        Some(waits) if again => excused("something in the loop may wait, or do its work", waits.span()),
        _ => Ok(again),
    }
}
