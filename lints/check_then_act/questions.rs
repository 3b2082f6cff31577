//! A lock that is taken a second time to write what an earlier guard of it has decided.

use crate::lint::{Asked, Level, Silence, Span};
use crate::model::facts::Guard;
use crate::model::facts::guard::earlier::Change;
use crate::model::library::locks::Mode;
use crate::model::source::handles::Expr;

/// What was seen under an earlier guard, and what depends on it.
pub struct Act<'c> {
    pub earlier: Guard<'c>,
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
            return Ok(Act { earlier, depends: Depends::Value });
        }
        if let Some(around) = guard.decided_by(earlier) {
            return Ok(Act { earlier, depends: Depends::Branch(around) });
        }
    }
    Err(Silence::NotMine)
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

/// A sum of the old value and something else is lost for sure, and what was awaited is made twice; of a cache that is filled
/// twice seldom anybody knows.
pub fn level(act: &Act<'_>, change: Change<'_>) -> Level {
    let value = change.value();
    let is_awaited = || value.is_some_and(|value| value.is_made_with(|part| part.awaited_by().is_some()));
    let matters = match (&act.depends, change) {
        (Depends::Value, _) => true,
        (Depends::Branch(_), Change::Assigned { .. }) => is_awaited(),
        (Depends::Branch(_), Change::Entered { .. }) => false,
    };
    if matters { Level::Warn } else { Level::Pedantic }
}

/// From the keyword of an `if` or `match` to the end of what it goes by.
pub fn head(around: Expr<'_>) -> Span {
    match around.goes_by() {
        Some(by) => Span { end: by.span().end, ..around.span() },
        None => around.span(),
    }
}
