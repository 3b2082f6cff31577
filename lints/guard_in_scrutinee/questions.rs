//! A guard that nobody named, in the head of a `match`, `if let`, `while let` or `for`: it lives through the body.

use crate::lint::{Asked, Silence, Span};
use crate::model::facts::Guard;
use crate::model::flow::NodeKind;
use crate::model::flow::heads::Head;
use crate::model::library::locks::LockKind;
use crate::model::library::steps;
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::spelled::in_one_line;

/// What the body does while it needlessly has the lock.
pub enum Meanwhile {
    /// It waits for something else.
    Waits(Span),
    /// It runs, or hands on, what it took from behind the lock.
    Runs(Span),
}

/// The head of the `match`, `if let`, `while let` or `for` through whose body a guard lives as a temporary.
pub fn head(guard: Guard<'_>) -> Asked<Head<'_>> {
    // Nobody waits for what one thread alone can borrow.
    if guard.lock_kind() == LockKind::Cell || !guard.is_temporary() {
        return Err(Silence::NotMine);
    }
    guard.guard_expr().head().ok_or(Silence::NotMine)
}

/// Whether the pattern may have what it binds from behind a guard, so that the guard has to live.
pub fn is_borrowed_by_pattern(guard: Guard<'_>, head: Head<'_>) -> Asked<bool> {
    if head.value == guard.guard_expr() {
        return Ok(true);
    }
    let unknown = Silence::Unknown("whether what the guard gives borrows from it", head.value.span());
    head.value.borrows_from_parts().ok_or(unknown)
}

/// What the body behind a head does while a guard is held.
pub fn meanwhile(guard: Guard<'_>, head: Head<'_>) -> Asked<Meanwhile> {
    let bound = head.variables();
    for (point, _) in guard.held_points()? {
        let Some(does) = point.expr() else { continue };
        if !head.expr.holds(does) || head.span().holds(does.span()) {
            continue;
        }
        match point.kind() {
            NodeKind::Await(_) => return Ok(Meanwhile::Waits(does.await_span())),
            NodeKind::Eval(_) if point.blocks() && !joins(does, &bound) => {
                return Ok(Meanwhile::Waits(does.call_span()));
            }
            NodeKind::Eval(_) if runs(does, &bound) => return Ok(Meanwhile::Runs(does.call_span())),
            _ => {}
        }
    }
    Err(Silence::NotMine)
}

/// Whether a call waits for the thread whose handle the head took out: no other can wait for that one, and whether it
/// needs the lock is not known.
fn joins(call: Expr<'_>, bound: &[Variable<'_>]) -> bool {
    call.callee_name().is_some_and(steps::waits_for_receiver) && call.called_on().is_some_and(|on| is_one(on, bound))
}

/// Whether a call runs a variable of these, or a function of the package is given it to work on.
fn runs(call: Expr<'_>, bound: &[Variable<'_>]) -> bool {
    let given =
        |call: Expr<'_>| call.called_on().is_some_and(|on| is_one(on, bound)) || call.args().any(|a| is_one(a, bound));
    call.callee_expr().is_some_and(|callee| is_one(callee, bound)) || call.calls_own_function() && given(call)
}

fn is_one(mention: Expr<'_>, bound: &[Variable<'_>]) -> bool {
    mention.referent().local().is_some_and(|variable| bound.contains(&variable))
}

/// Whether a head takes out the one thing that lies behind the lock: what is left is nothing that others queue up for.
pub fn takes_the_only_one(head: Head<'_>) -> bool {
    head.value.callee_name().is_some_and(steps::empties_option)
}

/// Whether one job after another is taken in a head from behind the lock, and there are others who want one: a receiver
/// that a lock shares has several workers.
pub fn is_of_worker(guard: Guard<'_>, head: Head<'_>) -> bool {
    let again = head.keyword == "while let" || guard.guard_expr().loop_around().is_some();
    again && (head.value.is_received() || guard.guard_expr().is_worked_by_several())
}

/// The statement that takes what a head looks at before its body begins; for a `while let`, the first of a `loop`.
pub fn taken_out(head: Head<'_>) -> Option<String> {
    let value = in_one_line(head.value.text());
    if head.keyword == "while let" {
        return Some(format!("let {} = {value} else {{ break }};", in_one_line(head.pattern_text()?)));
    }
    let name = match head.variables().as_slice() {
        [one] if !matches!(head.keyword, "match" | "for") => one.name(),
        _ => "taken",
    };
    Some(format!("let {name} = {value};"))
}
