//! Functions that do no more than write a line to the log.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::effects::solver::{self, Solver};
use crate::model::library::{self, Call, calls, vocabulary};
use crate::model::source::spelled::words_of_name;
use crate::model::source::tables::{BodyId, ExprAt};
use crate::syntax::tree::{ExprKind, MacroBody};

impl Base {
    /// Whether a call is of a function of the package that only logs. What is called a report or the like is more: somebody
    /// waits for it.
    pub(in crate::model) fn only_logs(&self, call: ExprAt) -> bool {
        let Callee::Def(def) = self.callee(call) else { return false };
        let is_due = vocabulary::speaks_of_period(&words_of_name(self.text(self.index.def(def).name)));
        !is_due
            && self
                .index
                .def(def)
                .body
                .is_some_and(|body| solver::solve(self, &self.logging, &logs, body) == Some(true))
    }

    /// Whether a call only converts or compares: `Some(x)`, `Ok(x)`, `x.is_empty()`.
    pub(in crate::model) fn only_asks(&self, at: ExprAt) -> bool {
        match self.callee(at) {
            Callee::External(path) => calls::only_makes_value(&path),
            _ => self.method_name(at).is_some_and(calls::only_converts),
        }
    }
}

/// Whether a function logs, itself or in what it calls; `None` where it does more.
fn logs(solver: &mut Solver<'_, Option<bool>>, body: BodyId) -> Option<bool> {
    let base = solver.base;
    let mut all = Some(false);
    base.each_in_block(base.index.body(body).file, base.root_block(body)?, &mut |here| {
        let logs = match base.kind(here) {
            ExprKind::Macro(call) if matches!(call.body, MacroBody::Args(_)) => match base.macro_name(call) {
                name if library::prints(name) => Some(true),
                name => library::makes_text(name).then_some(false),
            },
            ExprKind::Macro(_) => None,
            ExprKind::Call { .. } | ExprKind::Method(_) => match base.callee(here) {
                _ if base.known_call(here) == Some(Call::Wrap) || base.only_asks(here) || base.only_printed(here) => {
                    Some(false)
                }
                Callee::Def(def) => base.index.def(def).body.and_then(|inner| solver.ask(inner)),
                _ => None,
            },
            ExprKind::Assign { .. } | ExprKind::AssignOp { .. } | ExprKind::Await(_) => None,
            ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::Ref { mutable: true, .. } => None,
            _ => Some(false),
        };
        all = all.zip(logs).map(|(before, logs)| before || logs);
        all.is_some()
    });
    all
}
