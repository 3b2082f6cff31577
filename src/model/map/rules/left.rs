//! What a package leaves of its calls for the rules of those that use it.

use crate::model::Crate;
use crate::model::map::rules::across::Calls;
use crate::model::map::rules::{RuleKind, Ruled};
use crate::model::names::siblings::Interface;
use crate::model::names::siblings::interface::{ComesTo, Item};
use crate::model::source::tables::DefId;

/// Says in the interface of a package which functions come to what a rule names.
pub fn leave(krate: &Crate, interface: &mut Interface) {
    for ruled in &krate.rules {
        let RuleKind::NoLockAcross(path) = &ruled.rule.kind else { continue };
        for (function, come) in krate.all_that_come_to(ruled, path) {
            if let Some(Item::Function(left)) = interface.items.get_mut(&function) {
                left.comes_to.push(come);
            }
        }
    }
}

impl Crate {
    /// The public functions that come to what a rule names, by their paths.
    fn all_that_come_to(&self, ruled: &Ruled, path: &str) -> Vec<(String, ComesTo)> {
        let meant = self.rule_path(path);
        let calls = Calls::new(self, ruled, meant.clone());
        let all = (0..self.index.defs.len() as u32).map(DefId);
        let one = |def: DefId| {
            let info = self.index.def(def);
            let body = info.body.filter(|_| !info.test)?;
            let code = if self.gives_future(def) { self.code_of_function(def)? } else { body };
            let way = calls.way(code)?;
            let own = way.iter().map(|call| self.step_at(*call));
            let trace = own.chain(way.last().into_iter().flat_map(|call| calls.beyond(*call))).collect();
            Some((self.public_path(def)?, ComesTo { meant: meant.clone(), trace }))
        };
        all.filter_map(one).collect()
    }

    /// What a rule names, with the package's name for `crate`.
    pub(super) fn rule_path(&self, path: &str) -> String {
        match path.strip_prefix("crate::") {
            Some(rest) => format!("{}::{rest}", self.siblings.own()),
            None => path.to_owned(),
        }
    }
}
