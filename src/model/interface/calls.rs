//! What a package calls of its siblings, and how often each call runs.
//!
//! Only calls of functions that start something are kept: how often others are called, nothing hangs on.

use crate::model::callee::{self, Callee};
use crate::model::interface::Seen;
use crate::model::names::siblings::{Outgoing, Runs};
use crate::model::source::tables::ExprAt;

impl Seen<'_> {
    pub(super) fn calls(&self) -> Vec<Outgoing> {
        let names = self.krate.siblings.starters().filter_map(|name| self.krate.names.find(name));
        self.krate.calls_named(names).into_iter().filter_map(|at| self.outgoing(at)).collect()
    }

    fn outgoing(&self, at: ExprAt) -> Option<Outgoing> {
        let krate = self.krate;
        let path = match krate.callee(at) {
            Callee::External(path) => path.to_string(),
            Callee::Method(ty, name) => krate.siblings.method_path(&ty, krate.text(name))?.into_owned(),
            _ => return None,
        };
        krate.siblings.function(&path).filter(|function| function.starts)?;
        let from = krate.def_of(krate.body_at(at));
        let in_main = from.is_some_and(|def| krate.is_main(def) || krate.called_by_main(def, callee::DEPTH).is_some());
        let runs = match (krate.repeated(at), in_main) {
            (true, _) => Runs::Again,
            (false, true) => Runs::Once,
            (false, false) => Runs::AsItsFunction,
        };
        Some(Outgoing { path, from: from.and_then(|def| self.path(def)), in_test: krate.in_test(at), runs })
    }
}
