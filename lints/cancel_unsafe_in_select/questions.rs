//! The future that a branch waits for, and which other branch drops it and stays in the loop.

use crate::lint::{Asked, Silence};
use crate::model::facts::Branch;
use crate::model::flow::loops::Loop;
use crate::model::source::handles::{Expr, Variable};

/// The call that makes a branch's future, and what stands where it is made: the call, or the variable that has it.
pub fn future<'c>(branch: Branch<'c>) -> Asked<(Expr<'c>, Expr<'c>)> {
    let source = branch.source().ok_or(Silence::NotMine)?;
    let polled = source.bare_future();
    let Some(variable) = polled.local() else { return Ok((polled, polled)) };
    let made = variable.bound_value().ok_or(Silence::NotMine)?;
    Ok((made.bare_future(), made))
}

/// Another branch that completes without exiting the loop, and the loop: what is read from or written to outlives it.
pub fn goes_on<'c>(branch: Branch<'c>, kept: Variable<'c>) -> Option<(Branch<'c>, Loop<'c>)> {
    let loops = || branch.select.loop_around().into_iter().flat_map(Loop::and_outer);
    let outlived = || loops().filter(|a_loop| kept.is_self() || !a_loop.holds(kept.span()));
    let stays = |other: &Branch<'c>| {
        let start = other.start().filter(|_| !other.is_else())?;
        outlived().find(|a_loop| start.continues(*a_loop))
    };
    branch.others().find_map(|other| Some((other, stays(&other)?)))
}
