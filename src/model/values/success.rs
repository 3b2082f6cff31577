//! Whether somebody asks a result whether it went well.

use crate::model::Base;
use crate::model::library::calls;
use crate::model::source::handles::Expr;
use crate::model::source::tables::ExprAt;
use crate::syntax::tree::{ExprKind, PatId, PatKind};

impl Expr<'_> {
    /// Whether somebody asks whether it went well: by `Ok`, `Err`, `is_ok()`, `is_err()`.
    pub fn is_asked_for_success(self) -> bool {
        self.base.asks_for_success(self.at)
    }
}

impl Base {
    fn asks_for_success(&self, at: ExprAt) -> bool {
        let of_result = |here: ExprAt| match self.kind(here) {
            ExprKind::Method(method) => calls::tells_success(self.text(method.name)),
            ExprKind::Let { pat, .. } => self.is_result_pattern(here, *pat),
            _ => false,
        };
        let matched = self.parent_expr(at).is_some_and(|p| match self.kind(p) {
            ExprKind::Match { arms, .. } => arms.iter().any(|arm| self.is_result_pattern(p, arm.pat)),
            _ => false,
        });
        matched || self.find_below(at, &of_result).is_some()
    }

    fn is_result_pattern(&self, at: ExprAt, pat: PatId) -> bool {
        match &self.tree(at.file).pats[pat.0 as usize].kind {
            PatKind::TupleStruct { path, .. } => {
                path.segments.last().is_some_and(|s| matches!(self.text(s.name), "Ok" | "Err"))
            }
            PatKind::Or(choices) => choices.iter().any(|&c| self.is_result_pattern(at, c)),
            _ => false,
        }
    }
}
