//! Heads: what a `match`, `if let`, `while let` or `for` looks at before its body begins.
//!
//! The temporaries of a head live until the body has ended (an `if let` drops them before its `else` from edition 2024 on,
//! which the graph knows).

use crate::model::source::handles::{Expr, Variable};
use crate::model::source::tables::ExprAt;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, PatId};

/// The head of a `match`, `if let`, `while let` or `for`.
#[derive(Clone, Copy)]
pub struct Head<'c> {
    /// The whole expression, with its body.
    pub expr: Expr<'c>,
    /// `match`, `if let`, `while let`, `for`.
    pub keyword: &'static str,
    /// What is looked at.
    pub value: Expr<'c>,
    end: u32,
}

impl<'c> Expr<'c> {
    /// The head that it is a part of, so that a temporary of it lives through the body behind.
    pub fn head(self) -> Option<Head<'c>> {
        let mut inner = self;
        for outer in self.ancestors().take_while(|outer| outer.body() == self.body()) {
            let of_inner = |id| inner.at.id == id;
            let found = match self.base.kind(outer.at) {
                ExprKind::Match { scrutinee, .. } if of_inner(*scrutinee) => Some(("match", inner)),
                ExprKind::For { iter, .. } if of_inner(*iter) => Some(("for", inner)),
                ExprKind::If { cond, .. } if of_inner(*cond) => inner.let_value().map(|value| ("if let", value)),
                ExprKind::While { cond, .. } if of_inner(*cond) => inner.let_value().map(|value| ("while let", value)),
                // What stands in a block of its own goes with it.
                ExprKind::Block { .. } | ExprKind::If { .. } | ExprKind::Match { .. } | ExprKind::Loop { .. } => {
                    return None;
                }
                _ => None,
            };
            if let Some((keyword, value)) = found {
                return Some(Head { expr: outer, keyword, value, end: inner.span().end });
            }
            inner = outer;
        }
        None
    }

    /// What the `let` of a condition looks at.
    fn let_value(self) -> Option<Expr<'c>> {
        match self.base.kind(self.at) {
            ExprKind::Let { value, .. } => Some(self.base.expr(ExprAt { id: *value, ..self.at })),
            _ => None,
        }
    }
}

impl<'c> Head<'c> {
    /// From the keyword to the end of the head.
    pub fn span(self) -> Span {
        Span { end: self.end, ..self.expr.span() }
    }

    /// The variables that its patterns bind.
    pub fn variables(self) -> Vec<Variable<'c>> {
        let base = self.expr.base;
        let mut found = Vec::new();
        for pat in self.patterns() {
            base.pattern_bindings(self.expr.at.file, pat, &mut found);
        }
        found.into_iter().map(|id| base.variable(id)).collect()
    }

    /// Its pattern as it is written; of a `match` that of its first arm.
    pub fn pattern_text(self) -> Option<&'c str> {
        let (base, file) = (self.expr.base, self.expr.at.file);
        let pat = *self.patterns().first()?;
        Some(base.source(file).text_of(base.tree(file).pats[pat.0 as usize].span))
    }

    fn patterns(self) -> Vec<PatId> {
        let base = self.expr.base;
        match base.kind(self.expr.at) {
            ExprKind::Match { arms, .. } => arms.iter().map(|arm| arm.pat).collect(),
            ExprKind::For { pat, .. } => vec![*pat],
            ExprKind::If { cond, .. } | ExprKind::While { cond, .. } => {
                match base.kind(ExprAt { id: *cond, ..self.expr.at }) {
                    ExprKind::Let { pat, .. } => vec![*pat],
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }
}
