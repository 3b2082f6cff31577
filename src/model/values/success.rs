//! Whether somebody asks a result whether it went well, or looks at a value at all.

use crate::model::Base;
use crate::model::library::calls;
use crate::model::library::gives::{self, OnCase};
use crate::model::source::handles::Expr;
use crate::model::source::tables::ExprAt;
use crate::model::source::tables::Parent;
use crate::model::source::tree::StmtAt;
use crate::syntax::tree::{ExprKind, PatId, PatKind, StmtKind};

impl Expr<'_> {
    /// Whether somebody asks whether it went well: by `Ok`, `Err`, `is_ok()`, `is_err()`.
    pub fn is_asked_for_success(self) -> bool {
        self.base.asks_for_success(self.at)
    }

    /// Whether nobody looks at its value: its statement ends, or `_` takes it; behind `ok()` and `unwrap()` too, which keep
    /// nothing of an error. What is given to `drop` is seen at least.
    pub fn is_thrown_away(self) -> bool {
        self.base.thrown_away(self.at)
    }
}

impl Base {
    fn thrown_away(&self, at: ExprAt) -> bool {
        let id = match self.parent(at) {
            Parent::None => return false,
            Parent::Stmt(block, n) => return self.ends_in(StmtAt { file: at.file, block, n }),
            Parent::Expr(id) => id,
        };
        let outer = ExprAt { id, ..at };
        match self.kind(outer) {
            ExprKind::Assign { left, right } => {
                *right == at.id && matches!(self.kind(ExprAt { id: *left, ..at }), ExprKind::Other)
            }
            ExprKind::Method(method) if method.receiver == at.id && calls::ignores_error(self.text(method.name)) => {
                self.thrown_away(outer)
            }
            _ => false,
        }
    }

    /// Whether the value of a statement's expression goes no further.
    fn ends_in(&self, stmt: StmtAt) -> bool {
        match &self.stmt(stmt).kind {
            StmtKind::Let { pat, .. } => match &self.tree(stmt.file).pats[pat.0 as usize].kind {
                PatKind::Wild => true,
                _ => {
                    let named = self.index.file(stmt.file).pat_binding.get(pat).map(|&id| self.index.binding(id));
                    named.is_some_and(|one| one.uses.is_empty() && self.text(one.name).starts_with('_'))
                }
            },
            StmtKind::Expr { semi, .. } => *semi,
            StmtKind::Item(_) => false,
        }
    }

    /// Whether what a call gives where it succeeds goes nowhere, whatever is done with the error.
    pub(in crate::model) fn success_thrown_away(&self, at: ExprAt) -> bool {
        if self.thrown_away(at) {
            return true;
        }
        let Some(outer) = self.parent_expr(at) else { return false };
        match self.kind(outer) {
            ExprKind::Method(method) if method.receiver == at.id => {
                let name = self.text(method.name);
                calls::drops_success(name)
                    || matches!(gives::on_case(name), Some(OnCase::MapsGood))
                        && self.args(outer).iter().any(|id| self.drops_argument(ExprAt { id: *id, ..at }))
                    || matches!(gives::on_case(name), Some(OnCase::MapsBad | OnCase::Keeps))
                        && self.success_thrown_away(outer)
            }
            ExprKind::Try(_) => self.thrown_away(outer),
            ExprKind::Let { pat, .. } => self.drops_success(at, *pat),
            ExprKind::Match { arms, .. } => arms.iter().all(|arm| self.drops_success(at, arm.pat)),
            _ => false,
        }
    }

    /// Whether a pattern is one of an error, or of a success whose value it drops.
    fn drops_success(&self, at: ExprAt, pat: PatId) -> bool {
        let pats = &self.tree(at.file).pats;
        match &pats[pat.0 as usize].kind {
            PatKind::TupleStruct { path, elements } => match path.segments.last().map(|s| self.text(s.name)) {
                Some("Err") => true,
                Some("Ok") => elements.iter().all(|one| matches!(pats[one.0 as usize].kind, PatKind::Wild)),
                _ => false,
            },
            PatKind::Wild => true,
            _ => false,
        }
    }

    /// Whether a function value does nothing with what it is given: `drop`, `|_| …`.
    fn drops_argument(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::Path(path) => path.segments.last().is_some_and(|s| self.text(s.name) == calls::DROP),
            ExprKind::Closure(closure) => closure
                .params
                .iter()
                .all(|param| matches!(self.tree(at.file).pats[param.pat.0 as usize].kind, PatKind::Wild)),
            _ => false,
        }
    }

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
