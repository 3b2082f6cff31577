//! A lock that is taken a second time to write what an earlier guard of it has decided.

use crate::lint::{Asked, Silence, Span, excused};
use crate::model::facts::Guard;
use crate::model::facts::guard::earlier::Change;
use crate::model::library::locks::Mode;
use crate::model::source::handles::Expr;

/// What was seen under an earlier guard, and what depends on it.
pub struct Act<'c> {
    pub earlier: Guard<'c>,
    /// The place in the second guard's own code where it was seen: the earlier guard, or the call of a function that has it.
    pub seen: Expr<'c>,
    pub depends: Depends<'c>,
}

pub enum Depends<'c> {
    /// The value that is written.
    Value,
    /// Whether it is written: this `if` or `match` decides.
    Branch(Expr<'c>),
}

/// The last of the earlier guards on which it depends what is written under this one, or whether.
pub fn act(guard: Guard<'_>) -> Asked<Act<'_>> {
    if guard.mode() != Mode::Exclusive || !guard.is_of_shared_lock() {
        return Err(Silence::NotMine);
    }
    let mut before: Vec<_> = guard.earlier().collect();
    before.reverse();
    // A sum has the old value in it; what a call made with its help may have nothing of it.
    let writes = |earlier: &Guard<'_>, change: &Change<'_>| match change {
        Change::Assigned { value, .. } => is_sum(*value) && value.is_made_of(earlier.guard_expr()),
        Change::Entered { .. } => false,
    };
    let changes = guard.only_changes();
    for earlier in before {
        if changes.iter().flatten().any(|change| writes(&earlier, change)) {
            return Ok(Act { earlier, seen: earlier.guard_expr(), depends: Depends::Value });
        }
        if let Some(around) = guard.decided_by(earlier) {
            return Ok(Act { earlier, seen: earlier.guard_expr(), depends: Depends::Branch(around) });
        }
    }
    match guard.asked_before() {
        Some((earlier, seen, around)) => Ok(Act { earlier, seen, depends: Depends::Branch(around) }),
        None => Err(Silence::NotMine),
    }
}

/// The first change that depends on the earlier guard.
pub fn change_that_depends<'c>(act: &Act<'_>, changes: Vec<Change<'c>>) -> Asked<Change<'c>> {
    let depends = |change: &Change<'c>| match act.depends {
        Depends::Branch(_) => true,
        Depends::Value => change.value().is_some_and(|value| value.is_made_of(act.earlier.guard_expr())),
    };
    changes.into_iter().find(depends).ok_or(Silence::NotMine)
}

/// Whether it changes nothing that a change is made a second time: a flag is set and nothing else is done under the guard, or
/// an item is put into a set.
pub fn changes_nothing_again(guard: Guard<'_>, act: &Act<'_>, change: Change<'_>) -> bool {
    match (&act.depends, change) {
        (Depends::Value, _) => false,
        (_, Change::Entered { again, .. }) => !again,
        (_, Change::Assigned { at, value }) => {
            let Some(statement) = at.stands_in() else { return false };
            let alone =
                guard.is_temporary() || statement.preceding().is_some_and(|before| before.span().holds(guard.span()));
            alone && value.first_anywhere(|part| part.local().is_some() || part.callee_name().is_some()).is_none()
        }
    }
}

/// Whether a value is a sum or a difference.
fn is_sum(value: Expr<'_>) -> bool {
    value.first_value().summands().is_some()
}

/// Excuses a check that no other task comes behind, and a write that does not hang on what was looked at.
pub fn looked_at_in_vain(guard: Guard<'_>, act: &Act<'_>, change: Change<'_>) -> Asked<()> {
    if guard.guard_expr().function().is_some_and(|function| function.takes_self_alone()) {
        return excused("the method has its value to itself, by `&mut self`", guard.span());
    }
    let Depends::Branch(around) = act.depends else { return Ok(()) };
    if let Some(wait) = around.goes_by().and_then(|head| act.earlier.awaited_with(head)) {
        return excused("the branch tests what was awaited in between", wait.span());
    }
    if act.earlier.claims(around, guard) {
        return excused(
            "the first guard writes to what it has looked at: whoever comes second sees that",
            around.span(),
        );
    }
    if act.earlier.shows_other_fields_than(change) {
        return excused("the field that is written is not the one that was read", change.expr().span());
    }
    Ok(())
}

/// From the keyword of an `if` or `match` to the end of what it goes by.
pub fn head(around: Expr<'_>) -> Span {
    match around.goes_by() {
        Some(by) => Span { end: by.span().end, ..around.span() },
        None => around.span(),
    }
}
