//! Code that looks at how long ago something was.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::effects::solver::{self, Solver};
use crate::model::library::calls;
use crate::model::source::tables::{BodyId, ExprAt};

impl Base {
    /// Whether a call looks at how long ago something was, itself or in what it runs of the package.
    pub(in crate::model) fn looks_at_age(&self, call: ExprAt) -> bool {
        self.tells_age(call) || self.body_called(call).is_some_and(|body| self.ages_in(body))
    }

    fn ages_in(&self, body: BodyId) -> bool {
        solver::solve(self, &self.ages, &ages_in, body)
    }

    fn tells_age(&self, call: ExprAt) -> bool {
        match self.callee(call) {
            Callee::External(path) => calls::gives_instant(&path),
            _ => self.method_name(call).is_some_and(calls::tells_age),
        }
    }
}

fn ages_in(solver: &mut Solver<'_, bool>, body: BodyId) -> bool {
    let base = solver.base;
    let mut called = base.calls_in(body);
    called.any(|at| base.tells_age(at) || base.body_called(at).is_some_and(|inner| solver.ask(inner)))
}
