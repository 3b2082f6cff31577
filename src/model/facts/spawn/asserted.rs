//! What a task asserts, and whether it does anything after that by which others could learn that it has failed.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::facts::spawn::Spawn;
use crate::model::library::{self, calls};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BodyId, ExprAt, Root};
use crate::syntax::tree::{ExprKind, MacroBody, StmtKind};

/// What a task asserts.
pub enum Asserted<'c> {
    /// This, and then it ends.
    Last(Expr<'c>),
    /// This, and after it the task goes on: what it does then does not come when the assertion has failed.
    Before(Expr<'c>),
}

impl<'c> Spawn<'c> {
    /// What the task asserts: the last assertion of its code, where nothing but others stands behind it; else the first.
    pub fn asserted(self) -> Option<Asserted<'c>> {
        let krate = self.krate;
        let body = krate.code_of(self.data.argument)?;
        if let Some(last) = krate.last_asserted(body) {
            return Some(Asserted::Last(krate.expr(last)));
        }
        let mut first = None;
        krate.each_in_body(body, &mut |at| {
            if first.is_none() && krate.asserts_at(at) {
                first = Some(at);
            }
            first.is_none()
        });
        first.map(|at| Asserted::Before(krate.expr(at)))
    }
}

impl<'c> Spawn<'c> {
    /// The call of a function that is given the future around the spawn and runs it in its own way: no `block_on`, and none
    /// that starts a task.
    pub fn future_run_by_other(self) -> Option<Expr<'c>> {
        let krate = self.krate;
        let futures = krate.ancestors(self.data.at).filter(|at| matches!(krate.kind(*at), ExprKind::Async { .. }));
        let given_to = |future: ExprAt| {
            let outer = krate.parent_expr(future)?;
            match krate.kind(outer) {
                ExprKind::Closure(_) => krate.parent_expr(outer),
                _ => Some(outer),
            }
        };
        let runs = |call: &ExprAt| {
            let is_call = matches!(krate.kind(*call), ExprKind::Call { .. } | ExprKind::Method(_));
            let known = match krate.callee(*call) {
                Callee::Def(_) => false,
                _ => krate.known_call(*call).is_some() || krate.spawn_at(*call).is_some(),
            };
            is_call && !known && !krate.callee_name(*call).is_some_and(calls::drives_local_set)
        };
        futures.into_iter().filter_map(given_to).find(runs).map(|call| krate.expr(call))
    }
}

impl Expr<'_> {
    /// Whether it asserts no more than that a call was successful.
    pub fn asserts_success(self) -> bool {
        let ExprKind::Macro(call) = self.base.kind(self.at) else { return false };
        let asked = match &call.body {
            MacroBody::Args(args) => args.first().map(|&id| ExprAt { id, ..self.at }),
            _ => None,
        };
        asked.is_some_and(|asked| self.base.method_name(asked).is_some_and(calls::asks_for_value))
    }
}

impl Crate {
    fn asserts_at(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::Macro(call) => {
                let name = self.macro_name(call);
                // A task that does no more than panic is there to panic (learnt from redis); an assertion that sends something
                // tells whoever waits for that (learnt from tokio).
                let tells = |part: ExprAt| self.method_name(part).is_some_and(calls::tells_others);
                calls::assertion(name).is_some() && self.find_below(at, &tells).is_none()
            }
            _ => false,
        }
    }

    /// The last statement of a body that asserts something, where at most lines of the log come after it.
    fn last_asserted(&self, body: BodyId) -> Option<ExprAt> {
        let file = self.index.body(body).file;
        let Some(block) = self.root_block(body) else {
            let Root::Expr(id) = self.index.body(body).root else { return None };
            return Some(ExprAt { file, id }).filter(|only| self.asserts_at(*only));
        };
        for stmt in self.stmts(file, block).iter().rev() {
            let StmtKind::Expr { expr, .. } = stmt.kind else { return None };
            let at = ExprAt { file, id: expr };
            if self.asserts_at(at) {
                return Some(at);
            }
            match self.kind(at) {
                ExprKind::Macro(call) if library::prints(self.macro_name(call)) => {}
                _ => return None,
            }
        }
        None
    }
}
