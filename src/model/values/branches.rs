//! Branches of a `select!`: what each waits for, and where control goes when it has won.

use crate::model::Base;
use crate::model::flow::loops::Loop;
use crate::model::flow::points::Point;
use crate::model::library::{self, calls, selects::Otherwise, steps};
use crate::model::names::{Res, Space};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{ExprAt, FileNo};
use crate::syntax::Span;
use crate::syntax::tree::{Branch as Written, BranchKind, ExprKind, PatId, PatKind, UnaryOp};

/// A branch of a `select!`.
#[derive(Clone, Copy)]
pub struct Branch<'c> {
    pub select: Expr<'c>,
    written: &'c Written,
    number: u32,
}

impl<'c> Expr<'c> {
    /// The branch of a `select!` whose future this is, through `&mut`, `fuse()` and the like, or whose source it is.
    pub fn branch(self) -> Option<Branch<'c>> {
        let (select, number) = self.base.select_branch(self.at).or_else(|| self.base.branch_of_source(self.at))?;
        self.base.expr(select).branches().nth(number as usize)
    }

    /// The branches of a `select!`, in their order.
    pub fn branches(self) -> impl Iterator<Item = Branch<'c>> {
        let written = self.base.select(self.at).into_iter().flat_map(|select| &select.branches);
        written.zip(0..).map(move |(written, number)| Branch { select: self, written, number })
    }

    /// Whether it is tokio's `select!`, which passes over a branch whose pattern does not fit, and panics when none is left.
    pub fn is_select_of_tokio(self) -> bool {
        let ExprKind::Macro(call) = self.base.kind(self.at) else { return false };
        match self.base.res_path(self.at.file, self.base.scope_at(self.at), &call.path, Space::Value) {
            Res::External(path) => library::is_select_of_tokio(&path),
            _ => false,
        }
    }

    /// Whether it is a `select!` that asks its streams whether they have ended, as the one of `futures` does.
    pub fn passes_over_ended(self) -> bool {
        let ExprKind::Macro(call) = self.base.kind(self.at) else { return false };
        match self.base.res_path(self.at.file, self.base.scope_at(self.at), &call.path, Space::Value) {
            Res::External(path) => library::lies_in_futures(&path),
            _ => call.path.segments.first().is_some_and(|s| library::is_crate_of_futures(self.base.text(s.name))),
        }
    }
}

impl Base {
    /// The variant of an `Option` or `Result` that a pattern takes alone.
    fn variant_of_pattern(&self, file: FileNo, pat: PatId) -> Option<&str> {
        let name = match &self.tree(file).pats[pat.0 as usize].kind {
            PatKind::TupleStruct { path, .. } | PatKind::Path(path) => path.segments.last()?.name,
            PatKind::Bind { name, .. } => *name,
            _ => return None,
        };
        Some(self.text(name)).filter(|name| matches!(*name, "Some" | "None" | "Ok" | "Err"))
    }
}

impl<'c> Branch<'c> {
    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.select.base.in_test(self.select.at)
    }

    /// The variant of an `Option` or `Result` that its pattern takes alone.
    pub fn variant(self) -> Option<&'c str> {
        let base = self.select.base;
        base.variant_of_pattern(self.select.at.file, self.written.pat?)
    }

    /// The variant that its pattern takes alone of what is in the first: `Some` of `Ok(Some(line))`.
    fn inner_variant(self) -> Option<&'c str> {
        let (base, file) = (self.select.base, self.select.at.file);
        match &base.tree(file).pats[self.written.pat?.0 as usize].kind {
            PatKind::TupleStruct { elements, .. } => base.variant_of_pattern(file, *elements.first()?),
            _ => None,
        }
    }

    /// When the library's call that it waits for gives something that its pattern does not take, and the call; `None`
    /// where that is not known.
    pub fn passed_over(self) -> Option<(Otherwise, Expr<'c>)> {
        let base = self.select.base;
        let call = self.source()?;
        let name = call.callee_name()?;
        let otherwise = library::selects::otherwise(name, self.variant()?)?;
        let otherwise = self.inner_variant().map_or(otherwise, |inner| otherwise.with_inner(name, inner));
        let ty = base.core_type(&base.type_of(call.called_on()?.at));
        let endless = ty.path().is_some_and(library::selects::is_endless_stream);
        (!endless && !call.calls_own_function()).then_some((otherwise, call))
    }

    /// The branch with its pattern and what it does.
    pub fn span(self) -> Span {
        self.written.span
    }

    /// The other branches of its `select!`.
    pub fn others(self) -> impl Iterator<Item = Branch<'c>> {
        self.select.branches().filter(move |other| other.number != self.number)
    }

    /// What it waits for; `None` for `else` and the like.
    pub fn source(self) -> Option<Expr<'c>> {
        self.written.source.map(|id| self.of_select(id))
    }

    /// Its pattern as it is written.
    pub fn pattern_text(self) -> Option<&'c str> {
        let (base, file) = (self.select.base, self.select.at.file);
        let span = base.tree(file).pats[self.written.pat?.0 as usize].span;
        Some(base.source(file).text_of(span))
    }

    /// What it does when it has completed first.
    pub fn handler(self) -> Expr<'c> {
        self.of_select(self.written.handler)
    }

    /// Whether its pattern fits each `Some(Ok(_))`, whatever is in it.
    pub fn takes_each_success(self) -> bool {
        self.written.pat.is_some_and(|pat| self.select.base.fits_each_success(self.select.at, pat))
    }

    /// Whether its pattern looks at most at whether there is something: `_`, `Some(_)`.
    pub fn binds_no_part(self) -> bool {
        self.written.pat.is_some_and(|pat| self.select.base.binds_nothing(self.select.at, pat))
    }

    /// Its condition: `, if open`.
    pub fn condition(self) -> Option<Expr<'c>> {
        self.written.guard.map(|id| self.of_select(id))
    }

    /// Whether it runs when every other branch is passed over.
    pub fn is_else(self) -> bool {
        self.written.kind == BranchKind::Else
    }

    /// Whether it waits for a future and wins whatever that gives.
    pub fn takes_all(self) -> bool {
        let all = self.written.pat.is_some_and(|pat| self.select.base.fits_always(self.select.at, pat));
        self.written.kind == BranchKind::Future && all
    }

    /// The call that takes a value out of what its condition asks whether it has one, and that place:
    /// `x.as_mut().unwrap()` of a branch that has `if x.is_some()`.
    pub fn unwraps_what_it_asks_for(self) -> Option<(Expr<'c>, Expr<'c>)> {
        let (base, source) = (self.select.base, self.source()?);
        let mut found = None;
        base.each_below(self.condition()?.at, &mut |part| {
            if let Some(asked) = base.asked_for_value(part) {
                let takes = |call: Expr<'c>| base.takes_value_of(call.at, asked);
                found = found.or_else(|| Some((source.first_anywhere(takes)?, base.expr(asked))));
            }
            true
        });
        found
    }

    /// Where control goes when it has won.
    pub fn start(self) -> Option<Point<'c>> {
        self.select.side(self.number)
    }

    /// Whether the next iteration of a loop follows once it has won, whatever happens.
    pub fn stays_in(self, a_loop: Loop<'_>) -> bool {
        self.start().is_some_and(|start| self.select.base.stays_in(a_loop.at, start.node))
    }

    fn of_select(self, id: crate::syntax::tree::ExprId) -> Expr<'c> {
        self.select.base.expr(ExprAt { id, ..self.select.at })
    }
}

impl Base {
    /// What a condition asks whether it has a value: `x` of `x.is_some()` and of `!x.is_none()`.
    fn asked_for_value(&self, at: ExprAt) -> Option<ExprAt> {
        let asked = self.receiver_of(at)?;
        let denied =
            self.parent_expr(at).is_some_and(|p| matches!(self.kind(p), ExprKind::Unary { op: UnaryOp::Not, .. }));
        let name = self.method_name(at)?;
        let asks = if denied { calls::asks_for_nothing(name) } else { calls::asks_for_value(name) };
        asks.then_some(asked)
    }

    /// Whether a call panics where a place has no value: `x.as_mut().unwrap()`, `x.first().unwrap()`.
    fn takes_value_of(&self, at: ExprAt, asked: ExprAt) -> bool {
        let (Some(place), true) = (self.place(asked), self.method_name(at).is_some_and(steps::panics_on_error)) else {
            return false;
        };
        let mut now = self.receiver_of(at);
        while let Some(part) = now {
            if self.place(part).as_ref() == Some(&place) {
                return true;
            }
            now = self.receiver_of(part).filter(|_| self.method_name(part).is_some_and(library::selects::gives_part));
        }
        false
    }
}
