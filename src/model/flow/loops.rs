//! Loops: where one is, and how it can be left.

use crate::model::Base;
use crate::model::flow::points::Point;
use crate::model::flow::{Leave, NodeId, NodeKind, Root, Source};
use crate::model::library::{self, calls};
use crate::model::names::Res;
use crate::model::source::handles::Expr;
use crate::model::source::tables::ExprAt;
use crate::syntax::Span;
use crate::syntax::tree::{BlockId, ExprId, ExprKind, Lit, StmtKind};

/// A loop; one pass through it is an iteration.
#[derive(Clone, Copy)]
pub struct Loop<'c> {
    pub(in crate::model) krate: &'c Base,
    pub(in crate::model) at: ExprAt,
}

/// An exit of a loop or body.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Exit {
    pub how: ExitHow,
    pub at: ExprAt,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExitHow {
    Leave(Leave),
    /// A panic or the end of the process.
    Diverge,
    /// `unwrap()` on what a channel gives: it panics when the channel has closed.
    ClosedUnwrap,
}

impl<'c> Loop<'c> {
    /// The head of the loop: from its keyword (or label) to before its body.
    pub fn span(self) -> Span {
        self.krate.loop_span(self.at)
    }

    /// Whether this loop has no condition of its own: `loop`, `while true`, `for` over something without an end.
    pub fn endless(self) -> bool {
        self.krate.is_endless_loop(self.at)
    }

    /// The loop as an expression.
    pub fn expr(self) -> Expr<'c> {
        self.krate.expr(self.at)
    }

    /// The loop around it in its body.
    pub fn outer(self) -> Option<Loop<'c>> {
        self.krate.loop_around(self.at).map(|at| Loop { at, ..self })
    }

    /// Whether it goes over items, and over each of them: no `break` or `return` ends it sooner.
    pub fn goes_over_all(self) -> bool {
        let sooner = |exit: &Exit| matches!(exit.how, ExitHow::Leave(Leave::Break | Leave::Return));
        matches!(self.krate.kind(self.at), ExprKind::For { .. }) && !self.krate.exits_of(self.at).iter().any(sooner)
    }

    /// Whether it goes over items: it has an end then.
    pub fn goes_over_items(self) -> bool {
        matches!(self.krate.kind(self.at), ExprKind::For { .. }) && !self.endless()
    }

    /// The range that it counts through: `0..50` of `for _ in 0..50`.
    pub fn counted_through(self) -> Option<Expr<'c>> {
        let ExprKind::For { iter, .. } = self.krate.kind(self.at) else { return None };
        let iter = ExprAt { id: *iter, ..self.at };
        matches!(self.krate.kind(iter), ExprKind::Range { .. }).then(|| self.krate.expr(iter))
    }

    /// A count of the iterations or a look at the clock in the loop: it may have a limit of its own.
    pub fn bound_within(self) -> Option<Expr<'c>> {
        let bounds = |part: Expr<'_>| part.counts().is_some() || part.callee_name().is_some_and(calls::looks_at_clock);
        self.expr().first_anywhere(bounds)
    }

    /// Whether it goes on as long as something gives it an item: `while let Some(item) = …`.
    pub fn asks_for_an_item(self) -> bool {
        let ExprKind::While { cond, .. } = self.krate.kind(self.at) else { return false };
        let ExprKind::Let { value, .. } = self.krate.kind(ExprAt { id: *cond, ..self.at }) else { return false };
        matches!(self.krate.kind(ExprAt { id: *value, ..self.at }), ExprKind::Await(_) | ExprKind::Method(_))
    }

    /// Where it is left by a `break`, a `return` or a `?`.
    pub fn left_at(self) -> Option<Span> {
        let leaves =
            |exit: &Exit| matches!(exit.how, ExitHow::Leave(how) if !matches!(how, Leave::Ended | Leave::Condition));
        let exit = self.krate.exits_of(self.at).into_iter().find(leaves);
        exit.map(|exit| self.krate.span(exit.at))
    }

    /// Whether it is the last thing that `main` does.
    pub fn is_last_of_main(self) -> bool {
        self.krate.is_last_of_main(self.at)
    }

    /// What its condition awaits: `while let Some(next) = stream.next().await`.
    pub fn awaits_next(self) -> Option<Expr<'c>> {
        let asked = self.expr().looked_at().filter(|_| matches!(self.krate.kind(self.at), ExprKind::While { .. }))?;
        asked.first_where(|part| matches!(self.krate.kind(part.at), ExprKind::Await(_)))
    }

    /// Whether an expression is a part of its condition.
    fn asks(self, part: Expr<'_>) -> bool {
        match self.krate.kind(self.at) {
            ExprKind::While { cond, .. } => self.krate.expr(ExprAt { id: *cond, ..self.at }).holds(part),
            _ => false,
        }
    }

    /// Itself and the loops around it in its body, innermost first.
    pub fn and_outer(self) -> impl Iterator<Item = Loop<'c>> {
        std::iter::successors(Some(self), |inner| inner.outer())
    }

    /// Whether a place lies in the loop.
    pub fn holds(self, span: Span) -> bool {
        self.krate.span(self.at).holds(span)
    }
}

impl Point<'_> {
    /// Whether it sets a variable by which a loop is left after it: `done = true`, where `if done { break }` comes later.
    pub fn marks_end_of(self, a_loop: Loop<'_>) -> bool {
        let base = self.base;
        let NodeKind::Set(place, Source::Assigned(value)) = self.kind() else { return false };
        let Root::Local(variable) = base.flow(self.body).place(place).root else { return false };
        let constant = matches!(base.kind(ExprAt { id: value, ..a_loop.at }), ExprKind::Lit(Lit::Bool(_)));
        let leaves = |decision: Expr<'_>, mention: Expr<'_>| {
            let sides = [decision.side(0), decision.side(1)];
            decision.if_condition().is_some_and(|asks| asks.holds(mention))
                && sides.into_iter().flatten().any(|side| !side.continues(a_loop))
        };
        let mut mentions = base.variable(variable).mentions();
        constant
            && mentions
                .any(|mention| a_loop.asks(mention) || mention.conditions().next().is_some_and(|i| leaves(i, mention)))
    }
}

impl<'c> Expr<'c> {
    /// The loop that it is.
    pub fn as_loop(self) -> Option<Loop<'c>> {
        self.base.loop_body(self.at).map(|_| Loop { krate: self.base, at: self.at })
    }

    /// The innermost loop around it in its body.
    pub fn loop_around(self) -> Option<Loop<'c>> {
        self.base.loop_around(self.at).map(|at| Loop { krate: self.base, at })
    }
}

impl Base {
    fn is_last_of_main(&self, a_loop: ExprAt) -> bool {
        let body = self.body_at(a_loop);
        let main = self.def_of(body).is_some_and(|d| self.text(self.index.def(d).name) == "main");
        let Some(block) = self.root_block(body).filter(|_| main) else { return false };
        let last = self.stmts(a_loop.file, block).last();
        last.is_some_and(|s| matches!(s.kind, StmtKind::Expr { expr, .. } if expr == a_loop.id))
    }

    /// The head of a loop, without its body.
    pub(in crate::model) fn loop_span(&self, at: ExprAt) -> Span {
        let whole = self.span(at);
        let Some(body) = self.loop_body(at) else { return whole };
        let body = self.tree(at.file).blocks[body.0 as usize].span;
        let text = self.source(at.file).text_of(Span { end: body.start, ..whole });
        Span { end: whole.start + text.trim_end().len() as u32, ..whole }
    }

    /// The block that a loop repeats.
    pub(in crate::model) fn loop_body(&self, at: ExprAt) -> Option<BlockId> {
        match self.kind(at) {
            ExprKind::Loop { body, .. } | ExprKind::While { body, .. } | ExprKind::For { body, .. } => Some(*body),
            _ => None,
        }
    }

    pub(in crate::model) fn is_endless_loop(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::Loop { .. } => true,
            ExprKind::While { cond, .. } => self.literally_true(ExprAt { id: *cond, ..at }),
            ExprKind::For { iter, .. } => self.endless_iterator(ExprAt { id: *iter, ..at }),
            _ => false,
        }
    }

    /// Every exit of a loop.
    pub(in crate::model) fn exits_of(&self, at: ExprAt) -> Vec<Exit> {
        let flow = self.flow(self.body_at(at));
        let Some(a_loop) = flow.loop_of(at.id) else { return Vec::new() };
        let expr = |id: ExprId| ExprAt { file: at.file, id };
        flow.exits(a_loop)
            .into_iter()
            .filter_map(|node| match flow.node(node).kind {
                NodeKind::Leave(how, id) => Some(Exit { how: ExitHow::Leave(how), at: expr(id) }),
                NodeKind::Diverge(id) => Some(Exit { how: ExitHow::Diverge, at: expr(id) }),
                _ => None,
            })
            .collect()
    }

    /// The innermost loop around an expression, in the same body.
    pub(in crate::model) fn enclosing_loop(&self, at: ExprAt) -> Option<Loop<'_>> {
        self.loop_around(at).map(|at| Loop { krate: self, at })
    }

    /// Whether the loop's next iteration can begin after this node without the loop being left.
    pub(in crate::model) fn continues(&self, a_loop: ExprAt, from: NodeId) -> bool {
        let flow = self.flow(self.body_at(a_loop));
        flow.loop_of(a_loop.id).is_some_and(|t| flow.continues(from, t))
    }

    /// Whether an iterator has no end: `0..`, `repeat(x)`, `iter.cycle()`.
    pub(in crate::model) fn endless_iterator(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::Range { start: Some(_), end: None } => true,
            ExprKind::Method(method) => library::repeats_forever(self.text(method.name)),
            ExprKind::Call { callee, .. } => {
                matches!(self.res(ExprAt { id: *callee, ..at }), Res::External(path)
                    if library::makes_endless(&path))
            }
            _ => false,
        }
    }
}
