//! Rules about the order of two locks.

use crate::model::Crate;
use crate::model::map::rules::{BreachData, Broken, Ruled};

impl Crate {
    /// Where the lock that comes first is taken under the one that comes after it.
    pub(super) fn locks_turned(&self, rule: usize, ruled: &Ruled) -> Vec<BreachData> {
        let turned = self.nested_locks().iter().filter(|nested| {
            let (outer, inner) = nested.locks();
            ruled.after.contains(&outer) && ruled.before.contains(&inner)
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
}
