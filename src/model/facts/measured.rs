//! A limit that was measured before a wait, which is then given all of it.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::facts::sleep::Sleep;
use crate::model::library::{self, calls};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{ExprAt, Parent};
use crate::syntax::tree::{BinaryOp, ExprKind, StmtKind};

/// A comparison of the time that has passed with a limit, written so that the limit stands on the right.
struct Comparison {
    limit: ExprAt,
    op: BinaryOp,
}

impl<'c> Sleep<'c> {
    /// The comparison of the time that has passed with the limit that a single wait is then given whole: where the limit
    /// had passed, the code has left before.
    pub fn measured_before(self) -> Option<Expr<'c>> {
        let krate = self.krate;
        let at = self.data.at;
        let limit = krate.length_of(self.data).filter(|_| krate.loop_around(at).is_none())?;
        krate.measured_around(at, limit).or_else(|| krate.measured_above(at, limit)).map(|cond| krate.expr(cond))
    }
}

impl Crate {
    /// `if start.elapsed() < limit { … }` around a wait.
    fn measured_around(&self, wait: ExprAt, limit: ExprAt) -> Option<ExprAt> {
        self.expr(wait).conditions().find_map(|decision| {
            let ExprKind::If { cond, then, .. } = self.kind(decision.at) else { return None };
            let cond = ExprAt { id: *cond, ..wait };
            let inside = self.tree(wait.file).blocks[then.0 as usize].span.holds(self.span(wait));
            self.compares(cond, limit, &[BinaryOp::Lt, BinaryOp::Le]).filter(|_| inside)
        })
    }

    /// `if start.elapsed() >= limit { return … }` before the statement of a wait, or before one around that.
    fn measured_above(&self, wait: ExprAt, limit: ExprAt) -> Option<ExprAt> {
        let body = self.body_at(wait);
        let within = self.ancestors(wait).take_while(|&around| self.body_at(around) == body);
        let parts = std::iter::once(wait).chain(within);
        parts
            .filter_map(|part| match self.parent(part) {
                Parent::Stmt(block, n) => Some((block, n)),
                _ => None,
            })
            .find_map(|(block, n)| {
                self.stmts(wait.file, block)[..n as usize].iter().rev().find_map(|stmt| match stmt.kind {
                    StmtKind::Expr { expr, .. } => self.leaves_when_passed(ExprAt { id: expr, ..wait }, limit),
                    _ => None,
                })
            })
    }

    fn leaves_when_passed(&self, at: ExprAt, limit: ExprAt) -> Option<ExprAt> {
        let ExprKind::If { cond, then, .. } = self.kind(at) else { return None };
        let last = self.stmts(at.file, *then).last()?;
        let StmtKind::Expr { expr, .. } = last.kind else { return None };
        let leaves = match self.kind(ExprAt { id: expr, ..at }) {
            ExprKind::Return(_) => true,
            ExprKind::Macro(call) => library::diverging_macro(self.macro_name(call)),
            _ => false,
        };
        self.says_passed(ExprAt { id: *cond, ..at }, limit).filter(|_| leaves)
    }

    /// The part of a condition that says that a limit has passed, where that alone makes it hold: the comparison, or the
    /// method of `self` that does nothing but compare.
    fn says_passed(&self, cond: ExprAt, limit: ExprAt) -> Option<ExprAt> {
        if let ExprKind::Binary { op: BinaryOp::Or, left, right } = self.kind(cond) {
            return [left, right].into_iter().find_map(|&side| self.says_passed(ExprAt { id: side, ..cond }, limit));
        }
        let direct = self.compares(cond, limit, &[BinaryOp::Gt, BinaryOp::Ge]);
        direct.or_else(|| self.own_method_says(cond, limit).then_some(cond))
    }

    /// Whether a call is of a method of `self` whose value is such a comparison with the same field.
    fn own_method_says(&self, call: ExprAt, limit: ExprAt) -> bool {
        let of_self = |at: ExprAt| self.expr(at).root().is_some_and(|root| root.is_self());
        let Some(on) = self.receiver_of(call).filter(|on| of_self(*on)) else { return false };
        let Callee::Def(def) = self.callee(call) else { return false };
        if self.expr(on).local().is_none() || !of_self(limit) || !matches!(self.kind(limit), ExprKind::Field { .. }) {
            return false;
        }
        let value = self.index.def(def).body.and_then(|body| self.only_value(body));
        let compared = value.and_then(|value| self.comparison(value));
        compared.is_some_and(|compared| {
            matches!(compared.op, BinaryOp::Gt | BinaryOp::Ge)
                && of_self(compared.limit)
                && self.text_at(compared.limit) == self.text_at(limit)
        })
    }

    /// The comparison by one of these operators of the time that has passed with a limit, when a condition is it.
    fn compares(&self, cond: ExprAt, limit: ExprAt, ops: &[BinaryOp]) -> Option<ExprAt> {
        let compared = self.comparison(cond)?;
        let same = self.index.local(compared.limit) == self.index.local(limit)
            && self.text_at(compared.limit) == self.text_at(limit)
            && matches!(self.kind(limit), ExprKind::Path(_) | ExprKind::Field { .. });
        (same && ops.contains(&compared.op)).then_some(cond)
    }

    /// `start.elapsed() >= limit`, or the other way round.
    fn comparison(&self, cond: ExprAt) -> Option<Comparison> {
        let ExprKind::Binary { op, left, right } = self.kind(cond) else { return None };
        let (left, right) = (ExprAt { id: *left, ..cond }, ExprAt { id: *right, ..cond });
        let passed = |at: ExprAt| self.method_name(self.made_from(at)).is_some_and(calls::tells_elapsed);
        let turned = match op {
            BinaryOp::Lt => BinaryOp::Gt,
            BinaryOp::Le => BinaryOp::Ge,
            BinaryOp::Gt => BinaryOp::Lt,
            BinaryOp::Ge => BinaryOp::Le,
            _ => return None,
        };
        if passed(left) {
            Some(Comparison { limit: right, op: *op })
        } else if passed(right) {
            Some(Comparison { limit: left, op: turned })
        } else {
            None
        }
    }
}
