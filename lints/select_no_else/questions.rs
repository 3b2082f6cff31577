//! When each branch of a `select!` is passed over, and what keeps them from being so together.

use crate::lint::{Asked, Silence, Span, excused};
use crate::model::facts::{Branch, Receive, Select};
use crate::model::library::selects::Otherwise;
use crate::model::source::handles::Expr;
use crate::model::values::cases::Continuation;

/// Why a branch is passed over.
pub enum Off<'c> {
    /// Its condition is false.
    Condition(Expr<'c>),
    /// What it receives from has closed, and its pattern does not take that.
    Closed(Receive<'c>),
    /// The call gives something that its pattern does not take.
    Misfit(Otherwise, Expr<'c>),
}

impl<'c> Off<'c> {
    /// What decides whether the branch is passed over.
    fn decided_by(&self) -> Option<Expr<'c>> {
        match self {
            Off::Condition(condition) => Some(*condition),
            Off::Closed(receive) => Some(receive.source_expr()),
            Off::Misfit(_, call) => call.called_on(),
        }
    }
}

impl Off<'_> {
    /// Whether that is seen to happen while the loop may still run: who has the senders of a channel, and until when, can
    /// be told.
    pub fn is_seen(&self) -> bool {
        match self {
            Off::Closed(receive) => receive.is_seen_to_close(),
            Off::Misfit(Otherwise::Ended, call) => call.is_asked_of_known(),
            Off::Condition(_) | Off::Misfit(..) => true,
        }
    }
}

/// An `else` that never runs, though what a branch receives from can close.
pub struct DeadElse<'c> {
    /// The receive whose branch is passed over then.
    pub off: Receive<'c>,
    /// A branch that is never passed over.
    pub always: Branch<'c>,
    pub otherwise: Branch<'c>,
    /// Another branch after which the next iteration does not surely follow.
    pub exit: Option<Branch<'c>>,
}

/// The `else` of a `select!` in a loop that never runs.
pub fn dead_else<'c>(select: Select<'c>) -> Option<DeadElse<'c>> {
    let a_loop = select.expr().loop_around().filter(|_| select.expr().is_select_of_tokio())?;
    let branches: Vec<Branch<'c>> = select.expr().branches().collect();
    let otherwise = *branches.iter().find(|branch| branch.is_else())?;
    let waits = || branches.iter().copied().filter(|branch| !branch.is_else());
    // A receive that wins with an error as well spins once its channel has closed, and that is what there is to say.
    let is_left = |branch: &Branch<'c>| branch.takes_all() && branch.condition().is_none();
    let always = waits().find(|branch| is_left(branch) && select.receive_of(*branch).is_none())?;
    let closes = |branch: Branch<'c>| {
        let receive = select.receive_of(branch).filter(|_| branch.condition().is_none())?;
        matches!(receive.when_closed(), Continuation::Disabled { .. }).then_some(receive)
    };
    let (n, off) = waits().enumerate().find_map(|(n, branch)| Some((n, closes(branch)?)))?;
    let exit = waits().enumerate().find(|(other, branch)| *other != n && !branch.stays_in(a_loop)).map(|(_, b)| b);
    Some(DeadElse { off, always, otherwise, exit })
}

/// Why each branch can be passed over, where each can.
pub fn all_off(select: Select<'_>) -> Asked<Vec<Off<'_>>> {
    let branches: Vec<Branch<'_>> = select.expr().branches().collect();
    let always = |branch: &Branch<'_>| branch.is_else() || branch.takes_all() && branch.condition().is_none();
    if branches.is_empty() || branches.iter().any(always) || !select.expr().is_select_of_tokio() {
        return Err(Silence::NotMine);
    }
    branches.into_iter().map(|branch| off(select, branch)).collect()
}

/// Where a value is unwrapped that the condition of its branch asks for: all branches are evaluated before any is found
/// to be off.
pub fn panics_before(select: Select<'_>) -> Option<Span> {
    let unwraps = select.expr().branches().filter_map(|branch| branch.unwraps_what_it_asks_for());
    unwraps.map(|(unwrap, _)| unwrap).find(|unwrap| unwrap.body() == select.expr().body()).map(|unwrap| unwrap.span())
}

fn off<'c>(select: Select<'c>, branch: Branch<'c>) -> Asked<Off<'c>> {
    if let Some(condition) = branch.condition() {
        return Ok(Off::Condition(condition));
    }
    let Some(receive) = select.receive_of(branch) else {
        let unknown = Silence::Unknown("what this call gives", branch.span());
        let (otherwise, call) = branch.passed_over().filter(|(_, call)| !call.is_tick()).ok_or(unknown)?;
        return Ok(Off::Misfit(otherwise, call));
    };
    match (receive.when_closed(), receive.kept_open()?) {
        (_, Some(kept)) => excused("a sender lives as long as the code that receives", kept),
        (Continuation::Disabled { .. }, None) => Ok(Off::Closed(receive)),
        _ => Err(Silence::NotMine),
    }
}

/// The second of two conditions that name a value in common.
pub fn related(off: &[Off<'_>]) -> Option<Span> {
    let conditions: Vec<Expr<'_>> = off
        .iter()
        .filter_map(|off| match off {
            Off::Condition(condition) => Some(*condition),
            _ => None,
        })
        .collect();
    let mut later = (1..conditions.len()).map(|n| (&conditions[..n], conditions[n]));
    let (_, second) = later.find(|(before, condition)| before.iter().any(|first| first.shares_place(*condition)))?;
    Some(second.span())
}

/// What decides, before the `select!` runs or once a branch has completed, by a value of which some branch depends.
pub fn asked_before(select: Select<'_>, off: &[Off<'_>]) -> Option<Span> {
    let place = select.expr();
    let depends: Vec<Expr<'_>> = off.iter().filter_map(Off::decided_by).collect();
    let asks = |decision: &Expr<'_>| {
        decision.looked_at().is_some_and(|looked| depends.iter().any(|part| part.shares_place(looked)))
    };
    if let Some(around) = place.ancestors().take_while(|around| around.body() == place.body()).find(asks) {
        return Some(around.span());
    }
    let a_loop = place.loop_around()?;
    let exits = |decision: Expr<'_>| {
        let sides = || (0..8).filter_map(|n| decision.side(n));
        asks(&decision) && sides().any(|side| side.continues(a_loop)) && sides().any(|side| !side.continues(a_loop))
    };
    a_loop.expr().first_where(exits).map(Expr::span)
}
