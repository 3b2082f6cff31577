//! Who stops a task whose handle a `select!` drops.

use crate::lint::Span;
use crate::model::facts::Spawn;
use crate::model::source::handles::{Expr, Function, Variable};
use crate::model::values::branches::Branch;

/// The function around a `select!`, when the process ends with it.
pub fn ends_the_program(branch: Branch<'_>) -> Option<Function<'_>> {
    branch.select.function().filter(|around| around.is_entry_of_process())
}

/// What the first other branch does so that the task ends, where each of them does such a thing.
pub fn stopped_by_all_others(branch: Branch<'_>) -> Option<Expr<'_>> {
    let mut stops = Vec::new();
    for other in branch.others().filter(|other| !other.is_else()) {
        let handler = other.handler();
        stops.push(handler.first_where(|call| call.tells_stop() || call.exits_process())?);
    }
    stops.into_iter().next()
}

/// What another branch waits for, when the task takes that along as well, or what it was made from.
pub fn known_to_task(spawn: Spawn<'_>, branch: Branch<'_>) -> Option<Span> {
    let taken: Vec<_> = spawn.taken_along().collect();
    for other in branch.others() {
        let Some(root) = other.source().and_then(|source| source.root()) else { continue };
        let same =
            |one: &&Variable<'_>| **one == root || one.bound_value().and_then(|value| value.root()) == Some(root);
        if let Some(one) = taken.iter().find(same) {
            return Some(one.span());
        }
        if let Some(given) = spawn.given_by_racer(branch, root) {
            return Some(given.span());
        }
        if spawn.sends_to(root) {
            return Some(root.span());
        }
    }
    None
}
