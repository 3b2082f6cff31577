//! Closing: where control goes once a source has ended, and whether the same receive comes again at once.
//!
//! A loop repeats a receive when every path from the closed case leads back to it with nothing on the way that waits,
//! leaves, or puts another source in its place. Whether a call waits is known of the package's own functions and of
//! names that say so; what neither tells is taken to wait.

use crate::model::Crate;
use crate::model::facts::receive::{Answer, Receive, ReceiveData};
use crate::model::flow::loops::Loop;
use crate::model::flow::{Leave, NodeId, NodeKind};
use crate::model::library::ReceiveHow;
use crate::model::names::{Res, Space};
use crate::model::silence::{Judged, Not, Silence, because, unknown};
use crate::model::source::tables::ExprAt;
use crate::model::values::cases::Continuation;
use crate::model::values::place::Place;
use crate::syntax::Span;
use crate::syntax::tree::{BranchKind, ExprKind};

/// A loop that goes on after its source has ended.
#[derive(Clone, Copy)]
pub struct Spin<'c> {
    /// The loop.
    pub a_loop: Loop<'c>,
    pub how: SpinHow,
}

/// How a loop goes on after its source has ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SpinHow {
    /// It asks again at once; the place is where the closed case is let through.
    AtOnce(Span),
    /// A `select!` passes over the source, but its `else` never runs, since a clock goes on ticking.
    Ticks { clock: Span, otherwise: Span },
}

/// Why a loop does not go on asking a source that has ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GoesWell {
    /// The closed case leaves the loop.
    Leaves,
    /// Something waits on the way to the next iteration, or another source takes the place of the closed one.
    Waits,
    /// The head of the loop lets only so many iterations begin.
    Limited,
    /// A branch of a `select!` is passed over from then on.
    SwitchedOff,
    /// The `select!` asks the stream whether it has ended.
    Fused,
    /// A `?` on the way can leave the loop.
    Fails,
    /// A sender lives as long as the loop.
    KeptOpen,
    /// Another branch of the `select!` can leave the loop.
    OtherBranch,
}

/// How control comes from the closed case to the next receive.
enum Way {
    /// To the same receive, with nothing in between.
    Again,
    /// Out of this loop on every path.
    Out(Not<GoesWell>),
    /// Somewhere that is reason to say nothing.
    Silent(Not<GoesWell>),
}

impl<'c> Receive<'c> {
    /// The loop that goes on asking a source that has ended.
    pub fn spin(self) -> Judged<Spin<'c>, GoesWell> {
        let at = self.data.at;
        let waits = self.data.how != ReceiveHow::Try && self.data.answer != Answer::Other;
        if !waits || self.krate.gives_once(self.data) || self.krate.loop_around(at).is_none() {
            return Err(Not::MINE);
        }
        if let Some((select, branch)) = self.krate.select_branch(at) {
            self.krate.branch_asks_again(self.data, select, branch)?;
        }
        let starts = match self.krate.closed_fate(self.data) {
            Continuation::At(nodes) => nodes,
            Continuation::Ignored(node) => self.krate.flow(self.krate.body_at(at)).node(node).next.clone(),
            Continuation::Question(_) => return because(GoesWell::Leaves, self.span()),
            Continuation::Panics(at) => return because(GoesWell::Leaves, self.krate.span(at)),
            Continuation::Disabled { select, branch } => return self.ticks_on(select, branch),
            Continuation::Lost(at) => return unknown("what becomes of this answer", self.krate.span(at)),
        };
        self.again(&starts)
    }

    /// The innermost loop in which every path from the closed case leads back to the receive.
    fn again(self, starts: &[NodeId]) -> Judged<Spin<'c>, GoesWell> {
        let place = self.krate.place(self.data.source);
        let Some(place) = place else { return unknown("which source this is", self.span()) };
        let mut out = Not::Because(GoesWell::Leaves, self.span());
        let mut at = self.data.at;
        while let Some(a_loop) = self.krate.loop_around(at) {
            match self.krate.way_round(self.data, &place, a_loop, starts) {
                Way::Again => {
                    let case = self.krate.case_span(self.data, starts);
                    let a_loop = Loop { krate: self.krate, at: a_loop };
                    return Ok(Spin { a_loop, how: SpinHow::AtOnce(case) });
                }
                Way::Out(silence) => out = silence,
                Way::Silent(silence) => return Err(silence),
            }
            at = a_loop;
        }
        Err(out)
    }

    /// A `select!` that passes over the closed branch while a clock beside it keeps its `else` from running.
    fn ticks_on(self, select: ExprAt, branch: u32) -> Judged<Spin<'c>, GoesWell> {
        let quiet = || because(GoesWell::SwitchedOff, self.span());
        let krate = self.krate;
        let Some(a_loop) = krate.loop_around(select) else { return quiet() };
        let Some(parts) = krate.select(select) else { return quiet() };
        let mut clock = None;
        let mut otherwise = None;
        for (n, other) in parts.branches.iter().enumerate().filter(|(n, _)| *n as u32 != branch) {
            let start = krate.flow(krate.body_at(select)).branch(select.id, n as u32);
            let round = start.is_some_and(|s| krate.stays_in(a_loop, s));
            match (other.kind, other.source, other.pat) {
                (BranchKind::Else, _, _) if !round => otherwise = Some(other.span),
                (BranchKind::Future, Some(source), Some(pat))
                    if round
                        && other.guard.is_none()
                        && krate.fits_always(select, pat)
                        && krate.is_tick(ExprAt { id: source, ..select }) =>
                {
                    clock = Some(other.span);
                }
                _ => return quiet(),
            }
        }
        match (clock, otherwise) {
            (Some(clock), Some(otherwise)) => {
                Ok(Spin { a_loop: Loop { krate, at: a_loop }, how: SpinHow::Ticks { clock, otherwise } })
            }
            _ => quiet(),
        }
    }
}

impl Crate {
    /// Where control goes when the source has closed.
    pub(in crate::model) fn closed_fate(&self, receive: &ReceiveData) -> Continuation {
        let flow = self.flow(self.body_at(receive.at));
        let over = self.for_over(receive);
        if let (Answer::Ends, Some(over)) = (receive.answer, over)
            && let ExprKind::For { iter, .. } = self.kind(over)
        {
            let ended = NodeKind::Leave(Leave::Ended, *iter);
            let found = flow.nodes.iter().position(|n| n.kind == ended);
            return found.map_or(Continuation::Lost(over), |n| Continuation::At(vec![NodeId(n as u32)]));
        }
        match self.closed_shape(receive) {
            Some(shape) => self.continuation(receive.at, &shape),
            None => Continuation::Lost(receive.at),
        }
    }

    /// Whether a branch of a `select!` whose source has closed is asked again in the next iteration.
    fn branch_asks_again(&self, receive: &ReceiveData, select: ExprAt, branch: u32) -> Judged<(), GoesWell> {
        let Some(parts) = self.select(select) else { return Ok(()) };
        let branch = &parts.branches[branch as usize];
        let stream = self.method_name(receive.at).is_some_and(|m| matches!(m, "next" | "select_next_some"));
        if stream && self.passes_over_ended(select) {
            return because(GoesWell::Fused, branch.span);
        }
        if let Some(guard) = branch.guard {
            return because(GoesWell::SwitchedOff, self.span(ExprAt { id: guard, ..select }));
        }
        Ok(())
    }

    /// Whether a `select!` asks its streams whether they have ended, as the one of `futures` does.
    fn passes_over_ended(&self, select: ExprAt) -> bool {
        let ExprKind::Macro(call) = self.kind(select) else { return false };
        match self.res_path(select.file, self.scope_at(select), &call.path, Space::Value) {
            Res::External(path) => path.starts_with("futures::"),
            _ => call.path.segments.first().is_some_and(|s| self.text(s.name).starts_with("futures")),
        }
    }

    /// Whether a future is the next tick of a clock: `interval.tick()`.
    fn is_tick(&self, at: ExprAt) -> bool {
        let clock = self.receiver_of(at).filter(|_| self.method_name(at) == Some("tick"));
        clock.is_some_and(|clock| {
            let made = self.made_from(clock);
            self.sleep_row(made).is_some_and(|row| row.kind == crate::model::library::TimerKind::Interval)
        })
    }

    /// How control comes from the closed case to the next receive within a loop.
    fn way_round(&self, receive: &ReceiveData, place: &Place, a_loop: ExprAt, starts: &[NodeId]) -> Way {
        let flow = self.flow(self.body_at(a_loop));
        let Some(t) = flow.loop_of(a_loop.id) else { return Way::Silent(Not::MINE) };
        let mut own = self.receive_nodes(receive);
        own.extend(self.nodes_under(receive.source));
        let mut seen = vec![false; flow.nodes.len()];
        let mut stack: Vec<NodeId> = starts.to_vec();
        let (mut again, mut left, mut silent) = (false, None, None);
        while let Some(node) = stack.pop() {
            if std::mem::replace(&mut seen[node.0 as usize], true) {
                continue;
            }
            if own.contains(&node) {
                again = true;
                continue;
            }
            if !flow.inside(node, t) {
                left.get_or_insert(Not::Because(GoesWell::Leaves, self.span(receive.at)));
                continue;
            }
            let kind = flow.node(node).kind;
            if silent.is_none() {
                silent = self.stops_spin(a_loop, kind, place);
            }
            let leaves = flow.node(node).next.iter().any(|&n| !flow.inside(n, t));
            match kind {
                NodeKind::Diverge(id) => {
                    left.get_or_insert(Not::Because(GoesWell::Leaves, self.span(ExprAt { id, ..a_loop })));
                    continue;
                }
                NodeKind::Leave(how, id) if leaves => {
                    let own = starts.contains(&node);
                    let at = ExprAt { id, ..a_loop };
                    left.get_or_insert(if own {
                        Not::Because(GoesWell::Leaves, self.span(at))
                    } else {
                        self.leaving(how, at)
                    });
                    continue;
                }
                NodeKind::Stuck(_) => continue,
                _ => {}
            }
            stack.extend(flow.node(node).next.iter().copied());
        }
        match (silent, left, again) {
            (_, Some(silence), false) => Way::Out(silence),
            (Some(silence), _, _) | (None, Some(silence), true) => Way::Silent(silence),
            (None, None, true) => match self.replaced_in(a_loop, place) {
                Some(span) => Way::Silent(Not::Because(GoesWell::Waits, span)),
                None => Way::Again,
            },
            (None, None, false) => Way::Silent(Not::MINE),
        }
    }

    fn leaving(&self, how: Leave, at: ExprAt) -> Not<GoesWell> {
        let span = self.span(at);
        match how {
            Leave::Break | Leave::Return | Leave::Continue => Not::Because(GoesWell::Leaves, span),
            Leave::Question => Not::Because(GoesWell::Fails, span),
            Leave::Condition | Leave::Ended => Not::Because(GoesWell::Limited, span),
            Leave::Macro => Not::Silent(Silence::Unknown("what this macro does", span)),
        }
    }

    /// Why a node on the way keeps the loop from spinning.
    fn stops_spin(&self, a_loop: ExprAt, kind: NodeKind, place: &Place) -> Option<Not<GoesWell>> {
        let at = |id| ExprAt { id, ..a_loop };
        match kind {
            NodeKind::Stuck(id) => Some(Not::Because(GoesWell::Waits, self.span(at(id)))),
            NodeKind::Await(id) => Some(Not::Because(GoesWell::Waits, self.span(at(id)))),
            NodeKind::Bind(binding) | NodeKind::Assign(binding, _) if binding == place.root => {
                Some(Not::Because(GoesWell::Waits, self.index.binding(binding).span))
            }
            NodeKind::LoopHead(id) if self.blocks_each_iteration(at(id)) => {
                Some(Not::Because(GoesWell::Waits, self.span(at(id))))
            }
            NodeKind::Eval(id) => match self.pauses(at(id)) {
                Some(true) => Some(Not::Because(GoesWell::Waits, self.span(at(id)))),
                Some(false) => self.may_replace(at(id), place),
                None => Some(Not::Silent(Silence::Unknown("whether this call waits", self.span(at(id))))),
            },
            _ => None,
        }
    }

    /// Whether a `for` goes over something that blocks for each item.
    fn blocks_each_iteration(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::For { iter, .. } => {
                let iter = self.without_refs(ExprAt { id: *iter, ..at });
                self.receiver_kind(iter).is_some()
                    || self.method_name(iter).is_some_and(|m| m == "incoming" || m == "iter")
                        && self.receiver_of(iter).is_some_and(|r| self.receiver_kind(r).is_some())
            }
            _ => false,
        }
    }

    /// A call of the source's owner, which may give it another source.
    fn may_replace(&self, at: ExprAt, place: &Place) -> Option<Not<GoesWell>> {
        if place.fields.is_empty() {
            return None;
        }
        let owner =
            |e: ExprAt| self.place(e).is_some_and(|p| p.root == place.root && place.fields.starts_with(&p.fields));
        let by_receiver = self.receiver_of(at).is_some_and(owner);
        let by_argument = self.args(at).iter().any(|&id| {
            let arg = ExprAt { id, ..at };
            matches!(self.kind(arg), ExprKind::Ref { mutable: true, .. }) && owner(arg)
        });
        if !by_receiver && !by_argument {
            return None;
        }
        if let crate::model::callee::Callee::Def(def) = self.callee(at)
            && self.index.def(def).body.is_some_and(|b| !self.assigns_field(b, place, 2))
        {
            return None;
        }
        let field = place.fields.len() == 1 && self.method_name(at).is_some_and(|m| matches!(m, "clone" | "len"));
        (!field).then(|| Not::Silent(Silence::Unknown("whether this call replaces the source", self.span(at))))
    }

    /// Whether code gives a field of this name another value, through calls inside the package.
    fn assigns_field(&self, body: crate::model::source::tables::BodyId, place: &Place, depth: u32) -> bool {
        let Some(&field) = place.fields.last() else { return false };
        let Some(block) = self.root_block(body) else { return true };
        let mut found = false;
        let is_field = |at: ExprAt| {
            self.place(at)
                .is_some_and(|p| p.fields.iter().any(|f| place.fields.contains(f)) || p.fields.contains(&field))
        };
        self.each_in_block(self.index.body(body).file, block, &mut |here| {
            match self.kind(here) {
                ExprKind::Assign { left, .. } => {
                    let left = ExprAt { id: *left, ..here };
                    found |= is_field(left) || matches!(self.kind(left), ExprKind::Unary { .. });
                }
                ExprKind::Ref { mutable: true, operand } => found |= is_field(ExprAt { id: *operand, ..here }),
                ExprKind::Call { .. } | ExprKind::Method(_) => match self.callee(here) {
                    crate::model::callee::Callee::Def(def) => {
                        found |= depth == 0
                            || self
                                .index
                                .def(def)
                                .body
                                .is_some_and(|b| b != body && self.assigns_field(b, place, depth - 1));
                    }
                    _ => {
                        found |= self.method_name(here).is_some_and(|m| matches!(m, "take" | "replace" | "insert"))
                            && self.receiver_of(here).is_some_and(is_field)
                    }
                },
                _ => {}
            }
            !found
        });
        found
    }

    /// The place in a loop where the source gets another value.
    fn replaced_in(&self, a_loop: ExprAt, place: &Place) -> Option<Span> {
        let held =
            |at: ExprAt| self.place(at).is_some_and(|p| p.root == place.root && place.fields.starts_with(&p.fields));
        let mut found = None;
        self.each_below(a_loop, &mut |here| {
            let changes = match self.kind(here) {
                ExprKind::Assign { left, .. } => held(ExprAt { id: *left, ..here }),
                ExprKind::Call { .. } => self.args(here).iter().any(|&id| {
                    let arg = ExprAt { id, ..here };
                    matches!(self.kind(arg), ExprKind::Ref { mutable: true, .. })
                        && self.place(arg).as_ref() == Some(place)
                }),
                ExprKind::Method(m) => {
                    matches!(self.text(m.name), "take" | "replace" | "insert")
                        && held(ExprAt { id: m.receiver, ..here })
                }
                _ => false,
            };
            if changes && found.is_none() {
                found = Some(self.span(here));
            }
            true
        });
        found
    }

    /// The arm, or the receive itself, through which the closed case goes on.
    fn case_span(&self, receive: &ReceiveData, starts: &[NodeId]) -> Span {
        let flow = self.flow(self.body_at(receive.at));
        let own = self.span(receive.at);
        let Some(&start) = starts.first() else { return own };
        match flow.node(start).kind {
            NodeKind::Arm(id, n) => match self.kind(ExprAt { id, ..receive.at }) {
                ExprKind::Match { arms, .. } => arms.get(n as usize).map_or(own, |a| a.span),
                _ => own,
            },
            _ => own,
        }
    }

    /// The other branch of a receive's `select!` that leaves the loop.
    pub(in crate::model) fn branch_that_leaves(&self, receive: &ReceiveData, a_loop: ExprAt) -> Option<Span> {
        let (select, own) = self.select_branch(receive.at).or_else(|| self.branch_of_source(receive.at))?;
        let parts = self.select(select)?;
        let flow = self.flow(self.body_at(select));
        let others = parts.branches.iter().enumerate().filter(|(n, b)| *n as u32 != own && b.source.is_some());
        let leaves = |n: usize| flow.branch(select.id, n as u32).is_some_and(|start| !self.stays_in(a_loop, start));
        others.into_iter().find(|(n, _)| leaves(*n)).map(|(_, b)| b.span)
    }
}
