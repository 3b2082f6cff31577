//! Which of its flags a function must be given so that a part of its code runs: `if recover { … }`.

use crate::model::Base;
use crate::model::source::tables::{BindingId, BodyId, ExprAt, Origin};
use crate::syntax::tree::{BinaryOp, ExprKind, Lit, UnaryOp};

/// The parameter, by its number without a receiver, and the value that it must have.
pub(in crate::model) type Needs = Option<(u32, bool)>;

impl Base {
    /// What a function must be given so that control comes to an expression of its body, as far as one flag decides it.
    pub(super) fn needs_of(&self, body: BodyId, at: ExprAt) -> Needs {
        let mut inner = at;
        for outer in self.ancestors(at).take_while(|outer| self.body_at(*outer) == body) {
            if let ExprKind::If { cond, otherwise, .. } = self.kind(outer)
                && *cond != inner.id
            {
                let holds = *otherwise != Some(inner.id);
                if let Some(needs) = self.flag_asked(ExprAt { id: *cond, ..outer }, holds) {
                    return Some(needs);
                }
            }
            inner = outer;
        }
        None
    }

    /// The flag that must have a value for a condition to hold, or not to hold.
    fn flag_asked(&self, cond: ExprAt, holds: bool) -> Needs {
        match self.kind(cond) {
            ExprKind::Path(_) => Some((self.flag(self.index.local(cond)?)?, holds)),
            ExprKind::Unary { op: UnaryOp::Not, operand } => self.flag_asked(ExprAt { id: *operand, ..cond }, !holds),
            ExprKind::Binary { op: BinaryOp::And, left, right } if holds => {
                let side = |id| self.flag_asked(ExprAt { id, ..cond }, true);
                side(*left).or_else(|| side(*right))
            }
            _ => None,
        }
    }

    /// The number of the parameter that a variable is, when it keeps what it was given.
    fn flag(&self, binding: BindingId) -> Option<u32> {
        let info = self.index.binding(binding);
        match info.origin {
            Origin::Param(n) if info.steps.is_empty() && !info.mutable => Some(n),
            _ => None,
        }
    }

    /// What a caller must be given itself so that a call has in it what a callee needs: `Some(None)` where nothing more is
    /// needed or nobody can tell, `None` where the call gives another value.
    pub(super) fn needs_at_call(&self, needs: Needs, call: ExprAt) -> Option<Needs> {
        let Some((n, value)) = needs else { return Some(None) };
        let Some(given) = self.argument_for(call, n) else { return Some(None) };
        match self.kind(given) {
            ExprKind::Lit(Lit::Bool(known)) => (*known == value).then_some(None),
            ExprKind::Path(_) => Some(self.index.local(given).and_then(|b| self.flag(b)).map(|own| (own, value))),
            _ => Some(None),
        }
    }
}
