//! The order in which a project says that two of its locks are taken, and what goes against it.

use crate::model::Crate;
use crate::model::effects::locking::LockName;
use crate::model::facts::guard::Guard;
use crate::model::facts::guard::order::{Nested, Nesting};
use crate::model::names::Res;
use crate::model::silence::{Asked, Silence};
use crate::model::source::tables::{DefId, DefKind};

/// Two locks, as the project names them: the second may be taken while the first is held, and never the other way round.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LockOrder {
    /// A field by its type's name or path, or a static.
    pub before: String,
    /// The same.
    pub after: String,
    /// The file and line where it stands.
    pub stated: String,
}

/// An order, and the locks that its names mean in this package.
#[derive(Debug)]
pub(in crate::model) struct Ordered {
    order: LockOrder,
    before: Vec<LockName>,
    after: Vec<LockName>,
}

/// A lock that is taken under another, which the project wants the other way round.
pub struct AgainstOrder<'c> {
    /// Where it is taken.
    pub here: Nesting<'c>,
    /// The order that the project wants.
    pub order: &'c LockOrder,
}

impl<'c> Guard<'c> {
    /// Where a lock is taken under this guard that the project says is taken first.
    pub fn taken_against_declared_order(self) -> Asked<AgainstOrder<'c>> {
        let krate = self.krate;
        if krate.lock_orders.is_empty() {
            return Err(Silence::NotMine);
        }
        let mut against = krate.nested_under(self).iter().filter_map(|one| Some((one, krate.order_against(one)?)));
        let (nested, order) = against.next().ok_or(Silence::NotMine)?;
        Ok(AgainstOrder { here: krate.nesting(nested), order })
    }
}

impl Crate {
    /// Looks up what the names of each order mean.
    pub(in crate::model) fn ordered(&self, orders: &[LockOrder]) -> Vec<Ordered> {
        let one = |order: &LockOrder| Ordered {
            before: self.locks_meant(&order.before),
            after: self.locks_meant(&order.after),
            order: order.clone(),
        };
        orders.iter().map(one).collect()
    }

    /// The order that two nested locks go against.
    fn order_against(&self, nested: &Nested) -> Option<&LockOrder> {
        let (outer, inner) = nested.locks();
        let against = self.lock_orders.iter().find(|one| one.after.contains(&outer) && one.before.contains(&inner));
        against.map(|one| &one.order)
    }

    /// Whether the project says which of two nested locks is taken first.
    pub(in crate::model) fn is_order_declared(&self, nested: &Nested) -> bool {
        let (outer, inner) = nested.locks();
        let holds = |one: &Ordered, a, b| one.before.contains(a) && one.after.contains(b);
        self.lock_orders.iter().any(|one| holds(one, &outer, &inner) || holds(one, &inner, &outer))
    }

    /// The fields and statics that a name means; one without a path is looked for in the whole package.
    pub(in crate::model) fn locks_meant(&self, path: &str) -> Vec<LockName> {
        let statics = self.items_meant(path, DefKind::Static).into_iter().map(LockName::Static);
        let field = path.rsplit_once("::").and_then(|(holder, field)| Some((holder, self.names.find(field)?)));
        let fields = field.into_iter().flat_map(|(holder, field)| {
            let holders = self.items_meant(holder, DefKind::Struct).into_iter();
            holders.map(move |def| LockName::Field(def, field))
        });
        statics.chain(fields).collect()
    }

    fn items_meant(&self, path: &str, kind: DefKind) -> Vec<DefId> {
        let of_kind = |def: &DefId| self.index.def(*def).kind == kind;
        if path.contains("::") {
            let meant = self.meant_by(path).into_iter();
            return meant
                .filter_map(|res| if let Res::Def(def) = res { Some(def) } else { None })
                .filter(of_kind)
                .collect();
        }
        let Some(name) = self.names.find(path) else { return Vec::new() };
        let defs = (0..self.index.defs.len() as u32).map(DefId);
        defs.filter(of_kind).filter(|def| self.index.def(*def).name == name).collect()
    }
}
