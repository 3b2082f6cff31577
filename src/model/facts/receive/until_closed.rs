//! Drains: loops and iterator chains that take everything from a channel until it closes.

use crate::model::Crate;
use crate::model::facts::receive::{Answer, Receive, ReceiveData};
use crate::model::flow::loops::Loop;
use crate::model::flow::{Leave, NodeId, NodeKind};
use crate::model::library::{self, Call, ReceiveHow};
use crate::model::silence::{Asked, Judged, Not, Silence, because, unknown};
use crate::model::source::tables::ExprAt;
use crate::model::values::cases::Continuation;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, StmtKind, TypeKind};

/// Code that takes everything from a channel and goes on only when it has closed.
#[derive(Clone, Copy, Debug)]
pub struct Drain {
    /// The loop, or the whole chain of iterator calls.
    pub(in crate::model) at: ExprAt,
}

/// Why a drain is not kept from ending by a sender of its own function.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotHeld {
    /// The sender is moved or dropped before.
    Gone,
    /// The drain has another exit.
    OtherExit,
    /// It runs in a task or thread of its own.
    OwnTask,
    /// The channel is closed by a call.
    Closed,
    /// The drain itself mentions the sender.
    Used,
    /// The sender is moved under a condition that may be the drain's own.
    Condition,
    /// Nothing comes after it in `main`: it runs as long as the process, by intent or not.
    LastOfMain,
}

/// How a loop can be left.
pub(in crate::model) enum Ways {
    /// Only when its source has closed; the nodes where that case begins.
    OnlyClosed(Vec<NodeId>),
    /// Also from here.
    Also(Span),
    /// Closing does not leave it, or what closing does is not known.
    Not(Silence),
}

impl<'c> Receive<'c> {
    /// The drain that this receive is the heart of.
    pub fn drain(self) -> Judged<Drain, NotHeld> {
        if self.data.how == ReceiveHow::Try || !self.from_channel() {
            return Err(Not::MINE);
        }
        let over = self.krate.for_over(self.data);
        if self.data.answer == Answer::Ends && over.is_none() {
            return self.krate.chain(self.data);
        }
        let Some(a_loop) = over.or_else(|| self.krate.loop_around(self.data.at)) else { return Err(Not::MINE) };
        match self.krate.exits(self.data, a_loop) {
            Ways::OnlyClosed(_) if self.krate.is_last_of_main(a_loop) => because(NotHeld::LastOfMain, self.span()),
            Ways::OnlyClosed(_) => Ok(Drain { at: a_loop }),
            Ways::Also(span) => because(NotHeld::OtherExit, span),
            Ways::Not(silence) => Err(silence.into()),
        }
    }

    /// The loop around this receive, when it stands in one.
    pub fn enclosing_loop(self) -> Asked<Loop<'c>> {
        let over = self.krate.for_over(self.data);
        let at = over.or_else(|| self.krate.loop_around(self.data.at)).ok_or(Silence::NotMine)?;
        Ok(Loop { krate: self.krate, at })
    }
}

impl Crate {
    /// The `for` that goes over a receive: `for x in rx`, `for x in rx.iter()`, `for (n, x) in rx.iter().enumerate()`.
    pub(in crate::model) fn for_over(&self, receive: &ReceiveData) -> Option<ExprAt> {
        if let ExprKind::For { .. } = self.kind(receive.at) {
            return Some(receive.at);
        }
        let mut now = receive.at;
        loop {
            let parent = self.parent_expr(now)?;
            match self.kind(parent) {
                ExprKind::For { iter, .. } => return (*iter == now.id).then_some(parent),
                ExprKind::Method(m) if m.receiver == now.id && library::is_adaptor(self.text(m.name)) => now = parent,
                _ => return None,
            }
        }
    }

    /// How a loop around a receive (or over it) can be left.
    pub(in crate::model) fn exits(&self, receive: &ReceiveData, a_loop: ExprAt) -> Ways {
        if receive.how == ReceiveHow::Timed || self.under_limit(receive.at) {
            return Ways::Also(self.span(receive.at));
        }
        let closed = match self.closed_fate(receive) {
            Continuation::At(nodes) => nodes,
            Continuation::Question(node) => vec![node],
            Continuation::Ignored(_) | Continuation::Disabled { .. } | Continuation::Panics(_) => {
                return Ways::Not(Silence::NotMine);
            }
            Continuation::Lost(at) => return Ways::Not(Silence::Unknown("what becomes of this answer", self.span(at))),
        };
        if let ExprKind::While { cond, .. } = self.kind(a_loop)
            && let ExprKind::Binary { .. } = self.kind(ExprAt { id: *cond, ..a_loop })
        {
            return Ways::Also(self.span(ExprAt { id: *cond, ..a_loop }));
        }
        self.ways_besides(receive, a_loop, closed)
    }

    fn ways_besides(&self, receive: &ReceiveData, a_loop: ExprAt, closed: Vec<NodeId>) -> Ways {
        let flow = self.flow(self.body_at(a_loop));
        let Some(t) = flow.loop_of(a_loop.id) else { return Ways::Not(Silence::NotMine) };
        let head = flow.loops[t as usize].head;
        let own = self.receive_nodes(receive);
        let stays = closed.iter().any(|&start| {
            let seen = flow.reachable(start, |n| flow.inside(n, t));
            seen[head.0 as usize] || own.iter().any(|n| *n != head && seen[n.0 as usize])
        });
        if stays {
            return Ways::Not(Silence::NotMine);
        }
        match self.exit_besides(a_loop, &closed) {
            Some(span) => Ways::Also(span),
            None => Ways::OnlyClosed(closed),
        }
    }

    /// An exit of a loop that does not lead through any of these nodes; a panic is none.
    pub(in crate::model) fn exit_besides(&self, a_loop: ExprAt, closed: &[NodeId]) -> Option<Span> {
        let flow = self.flow(self.body_at(a_loop));
        let t = flow.loop_of(a_loop.id)?;
        let head = flow.loops[t as usize].head;
        let seen = flow.reachable(head, |n| flow.inside(n, t) && !closed.contains(&n));
        for (n, node) in flow.nodes.iter().enumerate() {
            let id = NodeId(n as u32);
            if !seen[n] || closed.contains(&id) || !flow.inside(id, t) {
                continue;
            }
            let expr = node.kind.expr().map(|id| ExprAt { id, ..a_loop });
            let exits = match node.kind {
                NodeKind::Diverge(id) => self.known_call(ExprAt { id, ..a_loop }) == Some(Call::Exit),
                NodeKind::Leave(Leave::Macro, _) => true,
                _ => node.next.iter().any(|&next| !flow.inside(next, t)),
            };
            if exits {
                return Some(expr.map_or(self.span(a_loop), |e| self.span(e)));
            }
        }
        None
    }

    /// Whether a loop is the last thing that `main` does.
    pub(in crate::model) fn is_last_of_main(&self, a_loop: ExprAt) -> bool {
        let body = self.body_at(a_loop);
        let main = self.def_of(body).is_some_and(|d| self.text(self.index.def(d).name) == "main");
        let Some(block) = self.root_block(body).filter(|_| main) else { return false };
        let last = self.stmts(a_loop.file, block).last();
        last.is_some_and(|s| matches!(s.kind, StmtKind::Expr { expr, .. } if expr == a_loop.id))
    }

    /// Whether a receive's time is limited: `timeout(d, rx.recv())`.
    fn under_limit(&self, at: ExprAt) -> bool {
        let mut now = at;
        while let Some(parent) = self.parent_expr(now) {
            match self.kind(parent) {
                ExprKind::Call { .. } => {
                    if matches!(self.known_call(parent), Some(Call::Sleep(row)) if row.limits()) {
                        return true;
                    }
                }
                ExprKind::Method(m) if m.receiver == now.id => {
                    if matches!(self.text(m.name), "timeout" | "or" | "race" | "take_until") {
                        return true;
                    }
                }
                ExprKind::Ref { .. } => {}
                _ => return false,
            }
            now = parent;
        }
        false
    }

    /// The chain of calls behind `rx.iter()`, when it takes everything: `.map(…).collect()`, `.sum()`.
    fn chain(&self, receive: &ReceiveData) -> Judged<Drain, NotHeld> {
        let mut at = receive.at;
        let mut steps = if library::is_end_of_chain(self.method_name(at).unwrap_or_default()) { 1 } else { 0 };
        let quiet = |at: ExprAt| because(NotHeld::OtherExit, self.span(at));
        while let Some(parent) = self.parent_expr(at) {
            let ExprKind::Method(method) = self.kind(parent) else { break };
            let name = self.text(method.name);
            if method.receiver != at.id {
                return quiet(parent);
            }
            if steps > 0 {
                break;
            }
            if library::is_end_of_chain(name) {
                steps += 1;
            } else if !library::is_adaptor(name) {
                return quiet(parent);
            }
            at = parent;
        }
        if steps == 0 {
            return unknown("what becomes of this iterator", self.span(at));
        }
        if self.gives_result(at) {
            return quiet(at);
        }
        Ok(Drain { at })
    }

    /// Whether `collect` or `sum` gives a `Result` or `Option`, and so stops at the first error.
    fn gives_result(&self, at: ExprAt) -> bool {
        let ExprKind::Method(method) = self.kind(at) else { return false };
        let short = |id: usize| {
            let ty = &self.tree(at.file).types[id];
            match &ty.kind {
                TypeKind::Path(path) => path
                    .segments
                    .last()
                    .is_some_and(|s| self.text(s.name).ends_with("Result") || self.text(s.name) == "Option"),
                _ => false,
            }
        };
        if method.turbofish.iter().any(|t| short(t.0 as usize)) {
            return true;
        }
        if !method.turbofish.is_empty() || self.text(method.name) == "count" {
            return false;
        }
        self.parent_expr(at)
            .is_some_and(|p| matches!(self.kind(p), ExprKind::Try(_)) || matches!(self.kind(p), ExprKind::Method(_)))
            || self.let_type(at).is_some_and(&short)
            || self.returned_type(at).is_some_and(short)
    }

    /// The type that is written beside the variable that gets this value.
    fn let_type(&self, at: ExprAt) -> Option<usize> {
        let binding = self.let_name(at)?;
        self.index.binding(binding).ty.map(|t| t.0 as usize)
    }

    /// The declared return type of the function whose value this expression is.
    fn returned_type(&self, at: ExprAt) -> Option<usize> {
        let body = self.body_at(at);
        let crate::model::source::tables::Root::Block(block) = self.index.body(body).root else { return None };
        if self.tail_of(at.file, block) != Some(at) {
            return None;
        }
        let def = self.index.def(self.def_of(body)?);
        match &self.tree(def.file).items[def.item.0 as usize].kind {
            crate::syntax::tree::ItemKind::Fn(f) => f.ret.map(|t| t.0 as usize),
            _ => None,
        }
    }
}
