//! Closures that callers hand to the function which has a guard, and that it runs under it: `self.with(|graph| …)`.

use crate::model::effects::summary::Effect;
use crate::model::facts::guard::Guard;
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BodyKind, ExprAt, Origin};
use crate::syntax::tree::ExprKind;

/// What a closure does that is run under a guard.
pub(super) struct Inside<'c> {
    /// The call of the function that has the guard, to which the closure is given.
    pub given: Expr<'c>,
    pub effect: Effect,
}

impl<'c> Guard<'c> {
    /// What closures of callers do to the lock of this guard where a node's expression runs them.
    pub(super) fn done_inside(self, at: ExprAt) -> Vec<Inside<'c>> {
        let krate = self.krate;
        let Some((lock, n)) = self.data.lock.as_ref().zip(self.parameter_run(at)) else { return Vec::new() };
        let body = krate.body_at(self.data.at);
        let Some(lock) = krate.place_for_callers(lock, body) else { return Vec::new() };
        let mut found = Vec::new();
        for call in krate.callers_of_body(body) {
            let same = krate.place_at_call(&lock, call, body);
            let closure = krate.argument_for(call, n).and_then(|given| krate.code_of(given));
            let runs = |code| matches!(krate.index.body(code).kind, BodyKind::Closure(_)) && krate.runs_at_call(code);
            let (Some(same), Some(code)) = (same, closure.filter(|code| runs(*code))) else { continue };
            let summary = krate.summary(code);
            let on_lock = summary.effects.iter().filter(|effect| {
                let on = effect.on.as_ref().and_then(|on| krate.place_for_callers(on, code));
                on.as_ref() == Some(&same)
            });
            found.extend(on_lock.map(|effect| Inside { given: krate.expr(call), effect: effect.clone() }));
        }
        found
    }

    /// The parameter of the guard's own function that a call calls.
    fn parameter_run(self, at: ExprAt) -> Option<u32> {
        let krate = self.krate;
        let ExprKind::Call { callee, .. } = krate.kind(at) else { return None };
        let info = krate.index.binding(krate.index.local(ExprAt { id: *callee, ..at })?);
        match info.origin {
            Origin::Param(n) if info.steps.is_empty() && info.body == krate.body_at(self.data.at) => Some(n),
            _ => None,
        }
    }
}
