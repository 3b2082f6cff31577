//! What takes from a channel until it closes: how the loop around a receive can be left, and what a chain of iterator
//! calls behind it takes.

use crate::model::Crate;
use crate::model::facts::receive::{Answer, Receive, ReceiveData};
use crate::model::flow::loops::Loop;
use crate::model::flow::points::Point;
use crate::model::flow::{Leave, NodeId, NodeKind};
use crate::model::library::{self, Call, ReceiveHow, calls};
use crate::model::silence::{Asked, Silence};
use crate::model::source::handles::Expr;
use crate::model::source::tables::ExprAt;
use crate::model::values::cases::Continuation;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, TypeKind};

/// How a loop around a receive can be left.
pub enum Exits<'c> {
    /// Only when its source has closed; the points where that case begins.
    OnlyClosed(Vec<Point<'c>>),
    /// Also from here.
    Also(Span),
    /// Closing does not leave it, or what closing does is not known.
    Not(Silence),
}

/// A chain of iterator calls behind a receive.
pub enum Chain<'c> {
    /// It takes everything until the source has closed; the outermost call.
    Whole(Expr<'c>),
    /// This part of it can stop earlier.
    StopsEarly(Expr<'c>),
    /// The iterator goes where it is not followed.
    Lost(Expr<'c>),
}

impl<'c> Receive<'c> {
    /// The chain of iterator calls behind `rx.iter()`; `None` where there is none, or a `for` goes over it.
    pub fn iterator_chain(self) -> Option<Chain<'c>> {
        let alone = self.data.answer == Answer::Ends && self.krate.for_over(self.data).is_none();
        alone.then(|| self.krate.chain_behind(self.data))
    }

    /// How the loop around this receive, or over it, can be left.
    pub fn exits(self, a_loop: Loop<'_>) -> Exits<'c> {
        self.krate.exits(self.data, a_loop.at)
    }

    /// The wait for this receive, where it has no limit and is no branch of a `select!`.
    pub fn waits_alone(self) -> Option<Expr<'c>> {
        let krate = self.krate;
        let limited = self.data.how == ReceiveHow::Timed || krate.under_limit(self.data.at);
        let raced = || krate.race_around(self.data.at).is_some() || self.expr().branch().is_some();
        (!limited && self.waits() && !raced()).then(|| krate.expr(krate.asked(self.data.at)))
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
    fn exits(&self, receive: &ReceiveData, a_loop: ExprAt) -> Exits<'_> {
        if receive.how == ReceiveHow::Timed || self.under_limit(receive.at) {
            return Exits::Also(self.span(receive.at));
        }
        let closed = match self.closed_fate(receive) {
            Continuation::At(nodes) => nodes,
            Continuation::Question(node) => vec![node],
            Continuation::Ignored(_) | Continuation::Disabled { .. } | Continuation::Panics(_) => {
                return Exits::Not(Silence::NotMine);
            }
            Continuation::Lost(at) => {
                return Exits::Not(Silence::Unknown("what becomes of this value", self.span(at)));
            }
        };
        if let ExprKind::While { cond, .. } = self.kind(a_loop)
            && let ExprKind::Binary { .. } = self.kind(ExprAt { id: *cond, ..a_loop })
        {
            return Exits::Also(self.span(ExprAt { id: *cond, ..a_loop }));
        }
        self.ways_besides(receive, a_loop, closed)
    }

    fn ways_besides(&self, receive: &ReceiveData, a_loop: ExprAt, closed: Vec<NodeId>) -> Exits<'_> {
        let flow = self.flow(self.body_at(a_loop));
        let Some(t) = flow.loop_of(a_loop.id) else { return Exits::Not(Silence::NotMine) };
        let head = flow.loops[t as usize].head;
        let own = self.receive_nodes(receive);
        let stays = closed.iter().any(|&start| {
            let seen = flow.reachable(start, |n| flow.inside(n, t));
            seen[head.0 as usize] || own.iter().any(|n| *n != head && seen[n.0 as usize])
        });
        if stays {
            return Exits::Not(Silence::NotMine);
        }
        match self.exit_besides(a_loop, &closed) {
            Some(span) => Exits::Also(span),
            None => {
                let body = self.body_at(a_loop);
                Exits::OnlyClosed(closed.into_iter().map(|node| Point { base: self, body, node }).collect())
            }
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
                    if calls::may_end_sooner(self.text(m.name)) {
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
    fn chain_behind(&self, receive: &ReceiveData) -> Chain<'_> {
        let mut at = receive.at;
        let mut steps = if library::is_end_of_chain(self.method_name(at).unwrap_or_default()) { 1 } else { 0 };
        let early = |at: ExprAt| Chain::StopsEarly(self.expr(at));
        while let Some(parent) = self.parent_expr(at) {
            let ExprKind::Method(method) = self.kind(parent) else { break };
            let name = self.text(method.name);
            if method.receiver != at.id {
                return early(parent);
            }
            if steps > 0 {
                break;
            }
            if library::is_end_of_chain(name) {
                steps += 1;
            } else if !library::is_adaptor(name) {
                return early(parent);
            }
            at = parent;
        }
        if steps == 0 {
            return Chain::Lost(self.expr(at));
        }
        if self.gives_result(at) {
            return early(at);
        }
        Chain::Whole(self.expr(at))
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
        if !method.turbofish.is_empty() || calls::counts_items(self.text(method.name)) {
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
