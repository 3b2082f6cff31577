//! Code that waits for signals of the operating system.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::effects::solver::{self, Solver};
use crate::model::library::{Call, vocabulary};
use crate::model::source::tables::{BodyId, ExprAt};
use crate::syntax::Span;

impl Base {
    /// The call in the code of a body that waits for signals, itself or in a function of the package.
    pub(in crate::model) fn signal_in(&self, body: BodyId) -> Option<Span> {
        solver::solve(self, &self.signals, &signal_in, body)
    }

    /// A function of the package whose name says that it waits for signals.
    fn named_for_signals(&self, at: ExprAt) -> bool {
        let Callee::Def(def) = self.callee(at) else { return false };
        vocabulary::names_signals(self.text(self.index.def(def).name))
    }
}

fn signal_in(solver: &mut Solver<'_, Option<Span>>, body: BodyId) -> Option<Span> {
    let base = solver.base;
    base.calls_in(body).find_map(|at| {
        if base.known_call(at) == Some(Call::Signal) || base.named_for_signals(at) {
            return Some(base.span(at));
        }
        match base.callee(at) {
            Callee::Def(def) => base.index.def(def).body.and_then(|inner| solver.ask(inner)),
            _ => None,
        }
    })
}
