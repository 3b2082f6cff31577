//! When a future that waits to be notified is made too late, and what makes up for it.

use crate::lint::{Asked, Silence, Span};
use crate::model::facts::Notified;
use crate::model::flow::NodeKind;
use crate::model::flow::loops::Loop;
use crate::model::flow::points::walk;
use crate::model::source::handles::Expr;
use crate::model::values::branches::Branch;

use super::decides_by_state;

/// How a notification is missed.
pub enum Misses<'c> {
    /// The state is tested, and the future is made after that.
    Test { decision: Expr<'c>, raced: bool },
    /// The future is dropped when another branch completes, and made again in the next iteration.
    Iteration { meanwhile: Expr<'c>, exits: bool },
    /// The task that makes it has only been started.
    Start { a_loop: Loop<'c> },
}

impl Misses<'_> {
    /// Where a notification is missed, and what happens there.
    pub fn window(&self) -> (Span, &'static str) {
        match self {
            Misses::Test { decision, .. } => match decision.looked_at() {
                Some(looked) => (looked.span(), "what comes between this test and the future is missed"),
                None => (decision.span(), "what comes between this test and the future is missed"),
            },
            Misses::Iteration { meanwhile, .. } => (meanwhile.await_span(), "what comes while this runs is missed"),
            Misses::Start { a_loop } => (a_loop.span(), "what comes before a task of this loop first runs is missed"),
        }
    }
}

/// How a notification of this future is missed.
pub fn misses(notified: Notified<'_>) -> Asked<Misses<'_>> {
    let future = notified.future();
    let branch = future.branch();
    if let Some((meanwhile, exits)) = branch.and_then(|branch| remade(future, branch)) {
        return Ok(Misses::Iteration { meanwhile, exits });
    }
    if let Some(decision) = tested_before(notified) {
        return Ok(Misses::Test { decision, raced: branch.is_some() });
    }
    match notified.task_started_in() {
        Some(a_loop) if future.loop_around().is_none() => Ok(Misses::Start { a_loop }),
        _ => Err(Silence::NotMine),
    }
}

/// The wait in the code of another branch of a loop's `select!`, during which the future is not there, and whether the
/// future's own branch exits the loop.
fn remade<'c>(future: Expr<'c>, branch: Branch<'c>) -> Option<(Expr<'c>, bool)> {
    let a_loop = branch.select.loop_around()?;
    if branch.source()?.bare_future() != future {
        return None;
    }
    let own = branch.select.point();
    let mut meanwhile = None;
    for start in branch.others().filter_map(|other| other.start()).filter(|start| start.continues(a_loop)) {
        walk(&[start], |point| {
            let stays = point.is_in(a_loop) && own != Some(point) && !matches!(point.kind(), NodeKind::LoopHead(_));
            if stays && point.continues(a_loop) && point.may_last() {
                meanwhile = meanwhile.or(point.expr());
            }
            stays
        });
    }
    let exits = branch.start().is_some_and(|start| !start.continues(a_loop));
    meanwhile.map(|meanwhile| (meanwhile, exits))
}

/// A decision that stands before the future, skips the wait on one side, and looks at what is notified of.
fn tested_before(notified: Notified<'_>) -> Option<Expr<'_>> {
    let future = notified.future();
    let same_loop = |decision: &Expr<'_>| {
        let around = decision.loop_around().map(Loop::expr);
        around == future.loop_around().map(Loop::expr) || decision.as_loop().is_some() && decision.holds(future)
    };
    let mut found = None;
    future.each_of_body(|part| {
        let before = part.looked_at().is_some_and(|looked| looked.span().end <= future.span().start);
        if before && same_loop(&part) && skips(part, future) && decides_by_state(notified, part) {
            found = Some(part);
        }
        true
    });
    found
}

/// Whether control comes to a place from one side of a decision and not from another.
fn skips(decision: Expr<'_>, place: Expr<'_>) -> bool {
    let Some(place) = place.first_point() else { return false };
    if decision.as_loop().is_some() {
        return true;
    }
    let loops = decision.loop_around();
    let comes = |n: u32| {
        let side = decision.side(n)?;
        let mut found = false;
        walk(&[side], |point| {
            found |= point == place;
            !found && !point.loop_begun().is_some_and(|begun| loops.is_some_and(|own| own.expr() == begun.expr()))
        });
        Some(found)
    };
    let sides: Vec<bool> = (0..8).filter_map(comes).collect();
    sides.contains(&true) && sides.contains(&false)
}

/// A decision by the state that stands behind the future in its loop or body; of a future that is kept for the next iteration
/// also one before it.
pub fn asked_afterwards(notified: Notified<'_>) -> Option<Expr<'_>> {
    let future = notified.future();
    let whole = future.stands_in().and_then(|statement| statement.expr());
    let is_kept = whole.is_some_and(|call| call.args().any(|given| given == future));
    let mut found = None;
    future.each_of_body(|part| {
        let behind = |looked: Expr<'_>| is_kept || looked.span().start >= future.span().end;
        let after = part.looked_at().is_some_and(behind);
        let within = match future.loop_around() {
            Some(a_loop) => a_loop.holds(part.span()),
            None => true,
        };
        if found.is_none() && after && within && decides_by_state(notified, part) {
            found = Some(part);
        }
        found.is_none()
    });
    found
}

/// Whether the future is first polled in the poll that tests the state, and other futures of the same task may be all that
/// change it.
pub fn in_one_poll(notified: Notified<'_>, decision: Expr<'_>) -> bool {
    let future = notified.future();
    let tested = decision.looked_at().map(Expr::span);
    let mut waits = false;
    future.each_of_body(|part| {
        let after = tested.is_some_and(|tested| part.span().end > tested.end);
        waits |= after && part.awaited_by().is_some() && part.span().end <= future.span().start;
        !waits
    });
    !waits && notified.is_among_equals()
}

/// The guard that the test looks through and that is still held where the future is made.
pub fn held_since_test<'c>(notified: Notified<'c>, misses: &Misses<'c>) -> Option<Expr<'c>> {
    let Misses::Test { decision, .. } = misses else { return None };
    notified.made_under_lock(decision.looked_at()?)
}
