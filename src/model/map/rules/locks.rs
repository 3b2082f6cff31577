//! Rules about the order of two locks.

use crate::model::Crate;
use crate::model::effects::locking::LockName;
use crate::model::map::rules::{BreachData, Broken, RuleKind, Ruled};

impl Broken {
    /// Whether the same two locks are taken under each other, by whatever calls.
    fn is_same_pair(&self, other: &Broken) -> bool {
        match (self, other) {
            (Broken::Taken { lock, guard, .. }, Broken::Taken { lock: same, guard: held, .. }) => {
                (lock, guard) == (same, held)
            }
            _ => false,
        }
    }
}

impl Crate {
    /// Where the lock that comes first is taken under the one that comes after it.
    pub(super) fn locks_turned(&self, rule: usize, ruled: &Ruled) -> Vec<BreachData> {
        let RuleKind::Locks { before, after } = &ruled.rule.kind else { return Vec::new() };
        let turned = self.nested_locks().all.iter().filter(|nested| {
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
            BreachData { span: nesting.span, file, lets: false, in_test, rule, broken }
        };
        let mut found: Vec<BreachData> = turned.map(breach).collect();
        // A call that takes the lock to read and to write breaks the rule once.
        found.dedup_by(|next, before| next.span == before.span && before.broken.is_same_pair(&next.broken));
        found
    }

    /// The locks of rules that are taken anywhere in the package, as the rules write them.
    pub fn rule_locks_taken(&self) -> Vec<String> {
        let mut found = Vec::new();
        for ruled in &self.rules {
            let RuleKind::Locks { before, after } = &ruled.rule.kind else { continue };
            for (name, known) in [(before, &ruled.before), (after, &ruled.after)] {
                let mut taken = self.guards().filter_map(|guard| self.name_of_lock(guard));
                if taken.any(|lock| self.is_meant_by(&lock, known, name)) {
                    found.push(name.clone());
                }
            }
        }
        found
    }

    /// Whether a lock is one of these, or a variable that the rule calls by its name.
    fn is_meant_by(&self, lock: &LockName, known: &[LockName], name: &str) -> bool {
        let is_local = matches!(lock, LockName::Local(_));
        known.contains(lock) || is_local && self.name_of_place(*lock) == name
    }
}
