//! What a package calls of its siblings, and how often each call runs.
//!
//! Only calls of functions are kept that leave an endless task behind: on how often others are called, nothing hangs.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::context::runs;
use crate::model::interface::Seen;
use crate::model::names::siblings::{Outgoing, Runs};
use crate::model::source::tables::ExprAt;

impl Base {
    /// The calls of siblings' functions that leave an endless task behind, with the path of each function, in the order of the source.
    pub(super) fn calls_of_starters(&self) -> Vec<(ExprAt, String)> {
        let names = self.siblings.starters().filter_map(|name| self.names.find(name));
        let path = |at| {
            let path = match self.callee(at) {
                Callee::External(path) => path.to_string(),
                Callee::Method(ty, name) => self.siblings.method_path(&ty, self.text(name))?.into_owned(),
                _ => return None,
            };
            self.siblings.function(&path).filter(|function| function.starts)?;
            Some((at, path))
        };
        self.calls_named(names).into_iter().filter_map(path).collect()
    }
}

impl Seen<'_> {
    pub(super) fn calls(&self) -> Vec<Outgoing> {
        self.krate.calls_of_starters().into_iter().map(|(at, path)| self.outgoing(at, path)).collect()
    }

    fn outgoing(&self, at: ExprAt, path: String) -> Outgoing {
        let krate = self.krate;
        let from = krate.def_of(krate.body_at(at));
        let bounded = matches!(krate.how_often(at).runs, runs::Runs::AtMost(_));
        let runs = match (krate.made_once(at), bounded) {
            (false, _) => Runs::Again,
            (true, true) => Runs::Once,
            (true, false) => Runs::AsItsFunction,
        };
        Outgoing { path, from: from.and_then(|def| self.path(def)), in_test: krate.in_test(at), runs }
    }
}
