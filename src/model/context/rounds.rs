//! The loops in which code goes round and waits, itself or through what it calls and awaits, until something ends them.

use crate::model::Base;
use crate::model::effects::solver::{self, Solver};
use crate::model::flow::points::Point;
use crate::model::flow::{Flow, NodeId, NodeKind};
use crate::model::library::calls;
use crate::model::source::tables::{BodyId, ExprAt};
use crate::syntax::tree::{ExprId, ExprKind};

/// How many such loops are told apart that one function goes through.
const MOST: usize = 8;

/// A loop of which each iteration waits for something.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::model) struct Round {
    pub a_loop: ExprAt,
    /// The call that leads there, in the body that was asked about; `None` for a loop of its own.
    pub call: Option<ExprAt>,
    /// A call that leads there and that races against others, and what it races in.
    pub race: Option<(ExprAt, ExprAt)>,
}

impl Base {
    /// The last loops that a body waits in: it is at its end behind them, and goes through no other of the kind.
    pub(in crate::model) fn rounds_of(&self, body: BodyId) -> Vec<Round> {
        solver::solve(self, &self.rounds, &rounds, body)
    }

    /// The outermost loops of a body that wait in each iteration.
    fn own_rounds(&self, body: BodyId) -> Vec<(u32, ExprAt)> {
        let flow = self.flow(body);
        let file = self.index.body(body).file;
        let mut found: Vec<(u32, ExprAt)> = Vec::new();
        for (n, a_loop) in (0..).zip(&flow.loops) {
            let at = ExprAt { file, id: a_loop.expr };
            let within = found.iter().any(|(outer, _)| flow.inside(a_loop.head, *outer));
            if !within && self.is_round(body, n, at) {
                found.push((n, at));
            }
        }
        found
    }

    fn is_round(&self, body: BodyId, number: u32, at: ExprAt) -> bool {
        if let ExprKind::For { iter, .. } = self.kind(at) {
            let iter = ExprAt { id: *iter, ..at };
            let comes_in = self.method_name(iter).is_some_and(calls::goes_over_incoming);
            return comes_in || self.endless_iterator(iter) || self.goes_over_receiver(iter);
        }
        let flow = self.flow(body);
        let waits = |node: NodeId| match flow.node(node).kind {
            NodeKind::Await(_) | NodeKind::Branch(..) | NodeKind::Stuck(_) => true,
            NodeKind::Eval(_) => Point { base: self, body, node }.blocks(),
            _ => false,
        };
        // A loop without a condition of its own is there to wait for something, unless nothing in it can.
        let may_wait = |node: NodeId| match flow.node(node).kind {
            NodeKind::Eval(id) => self.pauses(ExprAt { id, ..at }) != Some(false),
            _ => false,
        };
        let endless = self.is_endless_loop(at);
        flow.exits(number).is_empty()
            || endless && flow.ids().any(|node| flow.inside(node, number) && may_wait(node))
            || flow.ids().any(|node| flow.inside(node, number) && waits(node))
    }

    /// Whether a `for` goes over what a channel's receiver gives.
    pub(in crate::model) fn goes_over_receiver(&self, iter: ExprAt) -> bool {
        self.receive_kind(iter).is_some() || self.receiver_kind(iter).is_some()
    }

    /// The code that a node runs to its end or polls among others, each with the call that gives it.
    fn code_gone_into(&self, body: BodyId, node: NodeId) -> Vec<(ExprAt, BodyId)> {
        let file = self.index.body(body).file;
        let polled = |id: ExprId| {
            let at = ExprAt { file, id };
            Some((at, self.code_of(at).filter(|&code| !self.runs_at_call(code))?))
        };
        match self.flow(body).node(node).kind {
            NodeKind::Branch(select, n) => {
                let select = self.select(ExprAt { file, id: select });
                let source = select.and_then(|select| select.branches.get(n as usize)?.source);
                source.and_then(polled).into_iter().collect()
            }
            NodeKind::Await(id) => match self.code_run_at(body, node) {
                none if none.is_empty() => self.raced_in(ExprAt { file, id }).into_iter().filter_map(polled).collect(),
                found => found,
            },
            _ => self.code_run_at(body, node),
        }
    }

    /// What an awaited call is given and races with something else: with a time, with a token.
    fn raced_in(&self, at: ExprAt) -> Vec<ExprId> {
        let ExprKind::Await(inner) = self.kind(at) else { return Vec::new() };
        let call = ExprAt { id: *inner, ..at };
        let races = |id: &ExprId| self.race_around(ExprAt { id: *id, ..at }) == Some(call);
        self.args(call).iter().copied().filter(races).collect()
    }
}

fn rounds(solver: &mut Solver<'_, Vec<Round>>, body: BodyId) -> Vec<Round> {
    let base = solver.base;
    let flow = base.flow(body);
    let reached = flow.reachable(flow.start, |_| true);
    let own = base.own_rounds(body);
    let mut found: Vec<(NodeId, Round)> = Vec::new();
    for &(n, a_loop) in &own {
        let head = flow.loops[n as usize].head;
        let round = Round { a_loop, call: None, race: None };
        found.extend(reached[head.0 as usize].then_some((head, round)));
    }
    let in_own = |node: NodeId| own.iter().any(|(n, _)| flow.inside(node, *n));
    for node in flow.ids().filter(|node| reached[node.0 as usize] && !in_own(*node)) {
        for (call, code) in base.code_gone_into(body, node) {
            let race = || base.race_around(call).map(|race| (call, race));
            let inner = solver.ask(code).into_iter();
            found
                .extend(inner.map(|round| (node, Round { call: Some(call), race: round.race.or_else(race), ..round })));
        }
    }
    last(flow, found)
}

/// Those behind which no other comes.
fn last(flow: &Flow, found: Vec<(NodeId, Round)>) -> Vec<Round> {
    let nodes: Vec<NodeId> = found.iter().map(|(node, _)| *node).collect();
    let before = |one: NodeId, other: NodeId| flow.path(one, other, |_| false);
    let is_last = |one: NodeId| nodes.iter().all(|&other| other == one || !before(one, other) || before(other, one));
    let mut rounds: Vec<Round> = Vec::new();
    for (_, round) in found.into_iter().filter(|(node, _)| is_last(*node)) {
        if rounds.len() < MOST && !rounds.iter().any(|known| known.a_loop == round.a_loop) {
            rounds.push(round);
        }
    }
    rounds
}
