//! What hangs on the packages that use this one: a place that only they lead to.

use crate::model::Base;
use crate::model::context::ways::{Times, Way};
use crate::model::effects::solver::{self, Solver};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BodyId, BodyKind, ExprAt};

impl Expr<'_> {
    /// The public functions that alone lead to it, each call on the way made once: their callers in other packages decide
    /// how often it is evaluated.
    pub fn ways_from_outside(self) -> Option<Vec<String>> {
        self.base.reached_from_outside(self.at)
    }
}

impl Base {
    /// The public functions that alone lead to a place, where each call on the way is made once: how often the place is
    /// reached, the callers of these functions decide. `None` where code of the package has a say in it.
    pub(in crate::model) fn reached_from_outside(&self, at: ExprAt) -> Option<Vec<String>> {
        let def = self.def_of(self.body_at(at)).filter(|_| self.made_once(at))?;
        let mut found = solver::solve(self, &self.ways_in, &ways_in, self.index.def(def).body?)?;
        found.sort();
        found.dedup();
        Some(found)
    }

    /// Whether a place is come to once whenever the function around it runs, closures and blocks between included.
    pub(in crate::model) fn made_once(&self, at: ExprAt) -> bool {
        if !matches!(self.times_in_body(at), Times::Once) {
            return false;
        }
        let mut body = self.body_at(at);
        while !matches!(self.index.body(body).kind, BodyKind::Fn | BodyKind::Init) {
            match self.ways_to(body).as_slice() {
                [Way::From { body: outer, times: Times::Once, .. }] => body = *outer,
                _ => return false,
            }
        }
        true
    }
}

/// The public functions through which alone a function of the package runs; `None` where it has other ways in, or calls
/// itself on the way.
fn ways_in(solver: &mut Solver<'_, Option<Vec<String>>>, body: BodyId) -> Option<Vec<String>> {
    let base = solver.base;
    let def = base.def_of(body)?;
    let mut callers = base.callers(def);
    callers.retain(|&call| !base.in_test(call));
    let mut found: Vec<String> = base.public_path(def).filter(|_| base.is_exported(def)).into_iter().collect();
    if found.is_empty() && callers.is_empty() {
        return None;
    }
    for call in callers {
        let by = base.def_of(base.body_at(call)).filter(|&by| by != def && base.made_once(call))?;
        if !base.begins_process(by) {
            found.extend(solver.ask(base.index.def(by).body?)?);
        }
    }
    Some(found)
}
