//! Races: a timer and what it is raced against, side by side, with where control goes when each wins.
//!
//! A race is a `select!`, a function that races two futures, a timeout around a future, or a receive with a time limit.

pub mod come;
pub mod find;
pub mod for_caller;
pub mod quiet;
pub mod select;
pub mod spent;
pub mod window;
pub mod work;

use crate::model::Crate;
use crate::model::effects::writes::{Told, Write};
use crate::model::facts::sleep::{Sleep, SleepData};
use crate::model::flow::loops::Loop;
use crate::model::flow::{Flow, NodeId, NodeKind, Place, Source};
use crate::model::library::{TimerKind, reads};
use crate::model::silence::{Asked, Silence};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{ExprAt, FileNo};
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

/// A tick that comes every few seconds, in milliseconds: what waits to give up mostly waits longer.
const SECONDS: u64 = 5_000;

/// A timer in a race that stands in a loop.
pub struct Race<'c> {
    pub(in crate::model) krate: &'c Crate,
    pub(in crate::model) timer: &'c SleepData,
    /// The loop around the race.
    pub(in crate::model) a_loop: ExprAt,
    own: Side,
    other_branches: Vec<Side>,
}

/// One side of a race.
#[derive(Clone, Debug)]
pub struct Side {
    /// What is waited for.
    pub(in crate::model) source: ExprAt,
    /// Where control goes when this side wins.
    pub(in crate::model) starts: Vec<NodeId>,
    /// Where control goes when this side wins with something new, not with its end.
    pub(in crate::model) news: Vec<NodeId>,
    /// The place to point at.
    span: Span,
}

impl Side {
    /// The branch, or the call whose outcome this side is.
    pub fn span(&self) -> Span {
        self.span
    }
}

/// To whom something is written.
#[derive(PartialEq, Eq)]
enum Peer {
    Place(Place),
    /// As the code has it, where it is no place: `self.peer()`.
    Spelled(String),
}

/// What a deadline does that never comes.
#[derive(Clone, Copy, Debug)]
pub struct Extended {
    /// Where the loop is left when what is waited for has come.
    pub success: Span,
    /// What starts the wait again.
    pub again: Span,
}

impl<'c> Sleep<'c> {
    /// The race that this timer is a side of.
    pub fn race(self) -> Asked<Race<'c>> {
        self.krate.race_of(self.data)
    }
}

impl<'c> Race<'c> {
    /// The loop around the race.
    pub fn enclosing_loop(&self) -> Loop<'c> {
        Loop { krate: self.krate, at: self.a_loop }
    }

    /// Where the timer was made, when that was before the loop.
    pub fn made_before(&self) -> Option<Span> {
        let made = self.krate.span(self.timer.at);
        (!self.krate.span(self.a_loop).holds(made)).then_some(made)
    }

    /// What of the timer's length each iteration computes again.
    pub fn length_varies(&self) -> Asked<Option<Span>> {
        let length = self.relative_length()?;
        Ok(length.and_then(|at| self.krate.varies(at, self.a_loop)))
    }

    /// The instant that the timer runs to, when it was fixed before this iteration.
    pub fn fixed_instant(&self) -> Asked<Option<Span>> {
        let at = self.krate.length_of(self.timer).ok_or(self.unknown("the duration of this timer"))?;
        Ok(match (self.relative_length()?, self.is_instant()) {
            (None, true) => Some(self.krate.span(at)),
            _ => None,
        })
    }

    fn is_instant(&self) -> bool {
        matches!(self.timer.row.kind, TimerKind::Until | TimerKind::TimeoutAt)
    }

    /// The length counted from now; `None` for an instant that was there before.
    pub(in crate::model) fn relative_length(&self) -> Asked<Option<ExprAt>> {
        let at = self.krate.length_of(self.timer).ok_or(self.unknown("the duration of this timer"))?;
        Ok(if self.is_instant() { self.krate.length_from_now(at, self.a_loop) } else { Some(at) })
    }

    fn unknown(&self, what: &'static str) -> Silence {
        Silence::Unknown(what, self.krate.span(self.timer.at))
    }

    /// Whether the next iteration can begin after the timer has fired.
    pub fn timer_continues(&self) -> bool {
        self.continues(&self.own)
    }

    /// The place of the timer's own branch.
    pub fn timer_side(&self) -> Span {
        self.own.span
    }

    fn own_side(&self) -> &Side {
        &self.own
    }

    fn continues(&self, side: &Side) -> bool {
        side.starts.iter().any(|&n| self.krate.continues(self.a_loop, n))
    }

    /// The other sides.
    pub fn other_branches(&self) -> &[Side] {
        &self.other_branches
    }

    /// The sides that start the next iteration when they win.
    pub fn going_round(&self) -> Vec<&Side> {
        self.other_branches.iter().filter(|s| self.continues(s)).collect()
    }

    /// Whether what a side waits for outlives the iteration: a channel, a listener, a ticker; not an operation made in it.
    pub fn outlives(&self, side: &Side) -> bool {
        self.krate.outlives(side.source, self.a_loop)
    }

    /// Whether a other branch does anything when it wins, be it only a line in the log, that the timer does not do as well.
    /// Who only looks at what has come to see whether the loop is to end has done nothing with it.
    pub fn reacts(&self, side: &Side) -> bool {
        let own = self.nodes_after(&self.own);
        let flow = self.flow();
        let reacts = |n: &NodeId| match flow.node(*n).kind {
            NodeKind::Eval(id) => !self.krate.is_pattern_asked(ExprAt { id, ..self.a_loop }),
            NodeKind::Leave(_, id) => !self.krate.ends_what_was_asked(ExprAt { id, ..self.a_loop }),
            NodeKind::Await(_) | NodeKind::Set(_, Source::Assigned(_)) => true,
            _ => false,
        };
        self.nodes_after(side).iter().any(|n| !own.contains(n) && reacts(n))
    }

    /// Whether the timer's own branch does work that no other does as well.
    pub fn timer_works(&self) -> bool {
        let theirs: Vec<NodeId> = self.other_branches.iter().flat_map(|s| self.work_after(s)).collect();
        self.work_after(&self.own).iter().any(|n| !theirs.contains(n))
    }

    /// Whether the timer's own branch does work in its handler, not only in what comes after the race.
    pub fn timer_handles(&self) -> bool {
        let flow = self.flow();
        let Some(handler) = self.handler() else { return self.timer_works() };
        let inside = |n: NodeId| self.krate.node_span(flow, self.a_loop.file, n).is_some_and(|at| handler.holds(at));
        self.timer_works() && self.work_after(&self.own).into_iter().any(inside)
    }

    /// The handler of the timer's branch of a `select!`.
    fn handler(&self) -> Option<Span> {
        let raced = self.krate.raced_at(self.timer.at)?;
        let branch = self.krate.select(raced.race)?.branches.get(raced.branch? as usize)?;
        Some(self.krate.span(ExprAt { id: branch.handler, ..raced.race }))
    }

    /// The call by which every side that starts the next iteration writes to where the timer's own branch writes as well.
    /// What that writes in a function of the package must have nothing to tell: else it is more than a sign of life.
    pub fn breaks_silence(&self) -> Option<Span> {
        let own = self.writes_after(&self.own, &|write| write.what == Told::Nothing);
        let mut first = None;
        for side in self.going_round() {
            let writes = self.writes_after(side, &|_| true);
            let same = writes.into_iter().find(|(to, _)| own.iter().any(|(mine, _)| mine == to))?;
            first.get_or_insert(same.1);
        }
        first.map(|at| self.krate.span(at))
    }

    /// The awaited writes of a side, and those that count of the functions of the package that it runs: where to, and the
    /// call.
    fn writes_after(&self, side: &Side, counts: &dyn Fn(&Write) -> bool) -> Vec<(Peer, ExprAt)> {
        let krate = self.krate;
        let body = krate.body_at(self.a_loop);
        let mut writes = Vec::new();
        for node in self.work_after(side) {
            let Some(id) = self.flow().node(node).kind.expr() else { continue };
            let at = ExprAt { id, ..self.a_loop };
            let own = krate.written_by_await(body, node).and_then(|call| krate.receiver_of(call));
            let written = krate.written_at(body, node).into_iter();
            let place_of_own = own.and_then(|to| krate.identity(to));
            let counted = written.filter(|write| Some(&write.to) == place_of_own.as_ref() || counts(write));
            writes.extend(counted.map(|write| (Peer::Place(write.to), at)));
            writes.extend(own.map(|to| (Peer::Spelled(krate.squeezed(to)), at)));
        }
        writes
    }

    /// The nodes of this iteration after a side has won.
    fn nodes_after(&self, side: &Side) -> Vec<NodeId> {
        let Some(a_loop) = self.number() else { return Vec::new() };
        let flow = self.flow();
        side.starts
            .iter()
            .flat_map(|&start| flow.rest_of_iteration(start, a_loop))
            .filter(|n| !side.starts.contains(n))
            .collect()
    }

    /// The `select!` that the race is; other races are not this one.
    pub fn select(&self) -> Asked<Span> {
        let raced = self.krate.raced_at(self.timer.at).filter(|r| r.branch.is_some());
        raced.map(|r| self.krate.span(r.race)).ok_or(Silence::NotMine)
    }

    fn flow(&self) -> &'c Flow {
        self.krate.flow(self.krate.body_at(self.a_loop))
    }

    fn number(&self) -> Option<u32> {
        self.flow().loop_of(self.a_loop.id)
    }

    /// The nodes that do work in this iteration after a side has won.
    fn work_after(&self, side: &Side) -> Vec<NodeId> {
        let Some(a_loop) = self.number() else { return Vec::new() };
        let flow = self.flow();
        let mut all = Vec::new();
        for &start in &side.starts {
            for node in flow.rest_of_iteration(start, a_loop) {
                if !all.contains(&node) && self.krate.is_work(flow, node, self.own.source) {
                    all.push(node);
                }
            }
        }
        all
    }

    /// Work in the loop that is done whichever side wins: before the race, or after it on every path.
    pub fn common_work(&self) -> Option<Span> {
        let flow = self.flow();
        let a_loop = self.number()?;
        let race = self.race_nodes();
        let head = flow.loops[a_loop as usize].head;
        let before = flow.reachable(head, |n| flow.inside(n, a_loop) && !race.contains(&n));
        let before =
            (0..flow.nodes.len() as u32).map(NodeId).filter(|n| before[n.0 as usize] && flow.inside(*n, a_loop));
        let reaches_race = |n: NodeId| race.iter().any(|&r| flow.path(n, r, |m| m == head));
        let early = before.filter(|&n| self.krate.is_work(flow, n, self.own.source)).find(|&n| reaches_race(n));
        let own = self.work_after(&self.own);
        let shared = || self.going_round().iter().flat_map(|s| self.work_after(s)).find(|n| own.contains(n));
        let node = early.or_else(shared)?;
        self.krate.node_span(flow, self.a_loop.file, node)
    }

    /// The nodes at which the race itself is waited for.
    fn race_nodes(&self) -> Vec<NodeId> {
        let mut nodes = Vec::new();
        for ancestor in std::iter::once(self.own.source).chain(self.krate.ancestors(self.own.source)) {
            if ancestor == self.a_loop {
                break;
            }
            nodes.extend(self.flow().node_of(ancestor.id));
        }
        nodes
    }

    /// Another side that fires at a known period not longer than this timer's length.
    pub fn faster(&self) -> Option<&Side> {
        let own = self.krate.millis(self.relative_length().ok()??)?;
        self.going_round().into_iter().find(|side| self.fires_within(side, own))
    }

    /// Another side that ticks every few seconds, while this timer leaves the loop and nothing here says how long it is: a
    /// tick is no activity, and a wait shorter than that between two ticks would need none.
    pub fn ticks_beside(&self) -> Option<&Side> {
        let unknown = self.krate.millis(self.relative_length().ok()??).is_none();
        let ticks = |side: &&Side| {
            let named = self.krate.method_name(side.source).is_some_and(reads::ticks);
            named && self.krate.period_of(side.source).is_some_and(|period| period <= SECONDS)
        };
        self.going_round().into_iter().find(ticks).filter(|_| unknown && !self.timer_continues())
    }

    fn fires_within(&self, side: &Side, own: u64) -> bool {
        let krate = self.krate;
        if krate.method_name(side.source).is_some_and(reads::ticks) {
            return krate.period_of(side.source).is_some_and(|p| p <= own);
        }
        let made = krate.made_from(side.source);
        match krate.sleep_row(made) {
            Some(row) if row.kind == TimerKind::Sleep && krate.span(self.a_loop).holds(krate.span(made)) => {
                let length = krate.args(made).get(row.length as usize).map(|&id| ExprAt { id, ..made });
                length.and_then(|at| krate.millis(at)).is_some_and(|p| p < own)
            }
            _ => false,
        }
    }

    /// When the timer is a deadline: where the loop is left with success, and what starts the wait again.
    pub fn extended(&self) -> Option<Extended> {
        if self.own.starts.is_empty() {
            return None;
        }
        let flow = self.flow();
        let a_loop = self.number()?;
        let again = self.going_round().into_iter().find(|s| self.outlives(s) && self.ignores(s))?;
        let carries = self.krate.carries_value(again.source);
        let exits: Vec<NodeId> = if carries {
            again.news.iter().flat_map(|&n| flow.exits_from_this_iteration(n, a_loop)).collect()
        } else {
            flow.exits(a_loop)
        };
        let timer_exits: Vec<NodeId> =
            self.own.starts.iter().flat_map(|&n| flow.exits_from_this_iteration(n, a_loop)).collect();
        let file = self.a_loop.file;
        let success = exits.into_iter().find(|n| !timer_exits.contains(n) && self.krate.succeeds(flow, file, *n))?;
        Some(Extended { success: self.krate.node_span(flow, file, success)?, again: again.span })
    }

    /// Whether a side that continues does nothing with what it got on the way.
    fn ignores(&self, side: &Side) -> bool {
        let Some(a_loop) = self.number() else { return false };
        if self.adds_up(side) {
            return false;
        }
        let flow = self.flow();
        let news = if side.news.is_empty() { &side.starts } else { &side.news };
        let round: Vec<NodeId> = news.iter().copied().filter(|&n| flow.continues(n, a_loop)).collect();
        !round.is_empty()
            && round.iter().all(|&start| {
                flow.rest_of_iteration(start, a_loop).into_iter().all(|n| {
                    !flow.continues(n, a_loop) || !self.krate.is_work(flow, n, self.own.source) && !self.sums_up(n)
                })
            })
    }

    /// Whether something that has come in this iteration is counted in: it is progress, as of what reads a file to its end.
    fn sums_up(&self, node: NodeId) -> bool {
        let krate = self.krate;
        let Some(target) = self.flow().node(node).kind.expr().map(|id| ExprAt { id, ..self.a_loop }) else {
            return false;
        };
        let Some(outer) = krate.parent_expr(target) else { return false };
        let ExprKind::AssignOp { left, right, .. } = krate.kind(outer) else { return false };
        let here = krate.span(self.a_loop);
        let has_come = |part: Expr<'_>| part.local().is_some_and(|variable| here.holds(variable.span()));
        *left == target.id && krate.expr(ExprAt { id: *right, ..outer }).first_where(has_come).is_some()
    }
}

impl Crate {
    /// The place that a node of a flow graph stands for.
    fn node_span(&self, flow: &Flow, file: FileNo, node: NodeId) -> Option<Span> {
        let id = flow.node(node).kind.expr()?;
        Some(self.span(ExprAt { file, id }))
    }
}
