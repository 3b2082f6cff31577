//! Rules about the order of two locks.

use crate::model::Crate;
use crate::model::effects::locking::LockName;
use crate::model::map::rules::{BreachData, Broken, RuleKind, Ruled};

impl Crate {
    /// Where the lock that comes first is taken under the one that comes after it.
    pub(super) fn locks_turned(&self, rule: usize, ruled: &Ruled) -> Vec<BreachData> {
        let RuleKind::Locks { before, after } = &ruled.rule.kind else { return Vec::new() };
        let turned = self.nested_locks().iter().filter(|nested| {
            let (outer, inner) = nested.locks();
            self.is_meant_by(&outer, &ruled.after, after) && self.is_meant_by(&inner, &ruled.before, before)
        });
        let breach = |nested| {
            let nesting = self.nesting(nested);
            let (outer, inner) = nested.locks();
            let broken = Broken::Taken {
                lock: self.name_of_place(inner),
                under: self.name_of_place(outer),
                guard: nesting.outer.span(),
                chain: nesting.chain,
            };
            let (file, in_test) = (nested.under().file, self.in_test(nested.under()));
            BreachData { span: nesting.span, file, in_test, rule, broken }
        };
        turned.map(breach).collect()
    }

    /// Whether a lock is one of these, or a variable that the rule calls by its name.
    fn is_meant_by(&self, lock: &LockName, known: &[LockName], name: &str) -> bool {
        let is_local = matches!(lock, LockName::Local(_));
        known.contains(lock) || is_local && self.name_of_place(*lock) == name
    }
}
