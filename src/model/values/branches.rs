//! Branches of a `select!`: what each waits for, and where control goes when it has won.

use crate::model::flow::loops::Loop;
use crate::model::flow::points::Point;
use crate::model::library;
use crate::model::names::{Res, Space};
use crate::model::source::handles::Expr;
use crate::model::source::tables::ExprAt;
use crate::syntax::Span;
use crate::syntax::tree::{Branch as Written, BranchKind, ExprKind};

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

    /// Whether it is a `select!` that asks its streams whether they have ended, as the one of `futures` does.
    pub fn passes_over_ended(self) -> bool {
        let ExprKind::Macro(call) = self.base.kind(self.at) else { return false };
        match self.base.res_path(self.at.file, self.base.scope_at(self.at), &call.path, Space::Value) {
            Res::External(path) => library::lies_in_futures(&path),
            _ => call.path.segments.first().is_some_and(|s| library::is_crate_of_futures(self.base.text(s.name))),
        }
    }
}

impl<'c> Branch<'c> {
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

    /// Whether its pattern fits each `Some`, whatever is in it.
    pub fn takes_each_some(self) -> bool {
        self.written.pat.is_some_and(|pat| self.select.base.fits_each_some(self.select.at, pat))
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
