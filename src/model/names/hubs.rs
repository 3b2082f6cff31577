//! Scopes with many globs, and which of them can lead to a name.
//!
//! A crate whose root says `pub use x::*` for a thousand modules, each with `use super::*`, would go through all of them for
//! each name that one of them asks for.

use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{ASKED, Asked, CHASE, Res, Space, fits};
use crate::model::Base;
use crate::model::source::memo::Memo;
use crate::model::source::tables::{ImportAt, Scope, ScopeId};
use crate::syntax::tree::{Bound, Name};

/// From how many globs on it is worth to know where each leads.
const MANY: usize = 32;

/// The scopes that have a name of themselves, by an item or an import, as far as it can be meant in a space.
type Holders = FxHashMap<(Name, Space), Vec<ScopeId>>;

/// What is known of all scopes that have many globs, each once it was asked for.
#[derive(Debug, Default)]
pub(in crate::model) struct Hubs {
    hubs: Memo<ScopeId, Arc<Hub>>,
    holders: OnceLock<Holders>,
}

/// Where the globs of one scope lead, each by its place among them.
#[derive(Debug, Default, PartialEq, Eq)]
struct Hub {
    globs: Vec<ImportAt>,
    /// For each module of the package that they lead to the first one that does.
    first: FxHashMap<ScopeId, u32>,
    /// Those that lead to what may bring any name, since it is no module of the package or hides names: each first one.
    open: Vec<u32>,
}

impl Base {
    /// The globs of a scope that can bring a name, in their order.
    pub(super) fn globs_with(&self, scope: ScopeId, name: Name, space: Space) -> Vec<ImportAt> {
        let globs = || self.index.scope(scope).imports.iter().filter(|import| import.bound == Bound::Glob).copied();
        if globs().nth(MANY).is_none() || ASKED.with_borrow(|asked| asked.goes_everywhere) {
            return globs().collect();
        }
        let hub = self.hubs.hubs.get(&scope);
        let hub = hub.unwrap_or_else(|| self.hubs.hubs.keep(scope, Arc::new(self.hub(scope, globs().collect()))));
        let holders = self.holders().get(&(name, space)).map(Vec::as_slice).unwrap_or_default();
        let mut places = hub.open.clone();
        places.extend(holders.iter().filter_map(|holder| hub.first.get(holder)));
        places.sort_unstable();
        places.dedup();
        places.into_iter().map(|place| hub.globs[place as usize]).collect()
    }

    fn holders(&self) -> &Holders {
        self.hubs.holders.get_or_init(|| {
            let mut holders = Holders::default();
            for (number, scope) in self.index.scopes.iter().enumerate() {
                for space in [Space::Type, Space::Value] {
                    for name in self.own_names(scope, space) {
                        holders.entry((name, space)).or_default().push(ScopeId(number as u32));
                    }
                }
            }
            holders
        })
    }

    /// The names that a scope has of itself in a space. What an import brings is not asked.
    fn own_names(&self, scope: &Scope, space: Space) -> Vec<Name> {
        let imported = scope.imports.iter().filter_map(|import| match import.bound {
            Bound::Name(name) => Some(name),
            _ => None,
        });
        let fitting =
            scope.items.iter().filter(|(_, defs)| defs.iter().any(|def| fits(self.index.def(*def).kind, space)));
        fitting.map(|(name, _)| *name).chain(imported).collect()
    }

    /// Where the globs of a scope lead, asked as a question of its own: not in the course of the one at hand.
    fn hub(&self, scope: ScopeId, globs: Vec<ImportAt>) -> Hub {
        let outer = ASKED.replace(Asked { goes_everywhere: true, ..Asked::default() });
        let mut hub = Hub { globs, ..Hub::default() };
        let mut others: FxHashSet<Res> = FxHashSet::default();
        for place in 0..hub.globs.len() {
            let is_open = self.goes_through(scope, place, &mut hub, &mut others);
            hub.open.extend(Some(place as u32).filter(|_| is_open));
        }
        ASKED.set(outer);
        hub
    }

    /// Goes through the glob at a place, to each module once, as who looks for a name that nothing has, and gives whether it
    /// comes to something new that may bring any name.
    fn goes_through(&self, scope: ScopeId, place: usize, hub: &mut Hub, others: &mut FxHashSet<Res>) -> bool {
        let mut is_open = false;
        let mut next = vec![(scope, hub.globs[place])];
        while let Some((from, import)) = next.pop() {
            match self.before_known_star(from, import) {
                Res::Module(target) if target != scope && !hub.first.contains_key(&target) => {
                    hub.first.insert(target, place as u32);
                    let inner = self.index.scope(target);
                    if inner.hidden.is_empty() {
                        let globs = inner.imports.iter().rev().filter(|import| import.bound == Bound::Glob);
                        next.extend(globs.map(|import| (target, *import)));
                    } else {
                        is_open = true;
                    }
                }
                Res::Module(_) | Res::Unknown => {}
                other => is_open |= others.insert(other),
            }
        }
        is_open
    }

    /// What stands before a star. What begins with a name that nothing in the package has is taken as it is written: it leads
    /// out of the package, wherever to.
    fn before_known_star(&self, scope: ScopeId, import: ImportAt) -> Res {
        let (global, path) = self.import_path(import);
        let of_package = path.first().is_none_or(|first| {
            matches!(self.text(*first), "crate" | "$crate" | "self" | "super" | "Self")
                || self.holders().contains_key(&(*first, Space::Type))
        });
        if global || of_package {
            return self.before_star(scope, import, CHASE);
        }
        let names: Vec<&str> = path.iter().map(|name| self.text(*name)).collect();
        Res::External(Arc::from(names.join("::")))
    }
}
