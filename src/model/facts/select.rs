//! `select!`s: which library's one is, and what its branches wait for.

use crate::model::facts::Receive;
use crate::model::library::selects::BIASED;
use crate::model::source::handles::Expr;
use crate::model::source::tables::ExprAt;
use crate::model::values::branches::Branch;
use crate::model::{Crate, handle};
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

/// What is stored of a `select!`.
#[derive(Debug)]
pub struct SelectData {
    pub(in crate::model) at: ExprAt,
}

handle! {
    /// One `select!`, of whatever library.
    Select, SelectData, selects
}

impl<'c> Select<'c> {
    /// The name of the macro with its `!`.
    pub fn span(self) -> Span {
        let ExprKind::Macro(call) = self.krate.kind(self.data.at) else { return self.expr().span() };
        Span { end: call.path.span.end + 1, ..call.path.span }
    }

    /// All of it, with its branches.
    pub fn expr(self) -> Expr<'c> {
        self.krate.expr(self.data.at)
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.krate.in_test(self.data.at)
    }

    /// Whether its branches are asked in the order in which they stand: `biased;`.
    pub fn is_biased(self) -> bool {
        self.krate.select(self.data.at).is_some_and(|select| select.biased)
    }

    /// Where it says so.
    pub fn biased_span(self) -> Option<Span> {
        let (whole, name) = (self.expr().span(), self.span());
        let first = self.expr().branches().next().filter(|_| self.is_biased())?;
        let head = Span { start: name.end, end: first.span().start, ..whole };
        let from = self.krate.source(self.data.at.file).text_of(head).find(BIASED)? as u32;
        let start = head.start + from;
        Some(Span { start, end: start + BIASED.len() as u32, ..whole })
    }

    /// The receive that a branch of it waits for.
    pub fn receive_of(self, branch: Branch<'c>) -> Option<Receive<'c>> {
        let source = branch.source()?;
        let near = self.krate.receives().filter(|receive| receive.data.at.file == self.data.at.file);
        near.into_iter().find(|receive| source.holds(receive.expr()) && receive.expr().branch().is_some())
    }
}

impl Crate {
    /// Every branch of every `select!`, in the order of the source.
    pub fn branches_of_selects(&self) -> impl Iterator<Item = Branch<'_>> {
        self.selects().flat_map(|select| select.expr().branches())
    }
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<SelectData> {
    krate.calls().filter(|at| krate.select(*at).is_some()).map(|at| SelectData { at }).collect()
}
