//! Twins: functions, statics and constants of one name in one place under different `#[cfg]`s, of which a build has one.
//!
//! A path or method call means the one whose `cfg` agrees with that of the code around it, else the one that takes as many
//! arguments as it is given. Where several are left, nobody can tell.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use crate::model::Base;
use crate::model::names::Res;
use crate::model::source::cfg::{Cfg, Known};
use crate::model::source::tables::{DefId, DefKind, ExprAt, ImportAt, Parent, ScopeId};
use crate::model::source::walk::attrs::is_test_attr;
use crate::syntax::tree::{Attr, ExprKind, ItemKind, Name};

/// The twins of the package.
#[derive(Default, Debug)]
pub(in crate::model) struct Twins {
    /// By each of them, itself among them.
    groups: FxHashMap<DefId, Arc<[DefId]>>,
    /// What declares a module.
    modules: FxHashMap<ScopeId, DefId>,
}

pub(in crate::model) type TwinsCell = OnceLock<Twins>;

/// Where an item is looked for: in a module, all modules of one path being one, or in the impls of a type.
#[derive(PartialEq, Eq, Hash)]
enum Home {
    Scope(ScopeId),
    Type(DefId),
}

impl Base {
    /// All items that a definition may stand for: its twins and itself.
    pub(in crate::model) fn twins_of(&self, def: DefId) -> &[DefId] {
        self.twins().groups.get(&def).map(|group| &**group).unwrap_or_default()
    }

    /// The twin that a place means, given so many arguments, the receiver among them, where it calls; `None` where nobody can tell.
    pub(in crate::model) fn agreeing(&self, at: ExprAt, def: DefId, args: Option<usize>) -> Option<DefId> {
        let twins = self.twins_of(def);
        if twins.is_empty() {
            return Some(def);
        }
        let known = self.known_at(at);
        let may_hold = |&twin: &DefId| self.cfgs_of(twin).iter().all(|cfg| cfg.holds(&known) != Some(false));
        let left: Vec<DefId> = twins.iter().copied().filter(may_hold).collect();
        match left.as_slice() {
            [] => Some(def),
            [only] => Some(*only),
            several => {
                let mut fitting = several.iter().filter(|&&twin| self.takes_arguments(twin, args));
                fitting.next().copied().filter(|_| fitting.next().is_none())
            }
        }
    }

    /// What a path means, where it may mean one of twins.
    pub(in crate::model) fn res_agreeing(&self, at: ExprAt, res: Res) -> Res {
        let Res::Def(def) = res else { return res };
        let args = match self.parent(at) {
            Parent::Expr(id) => match self.kind(ExprAt { id, ..at }) {
                ExprKind::Call { callee, args } if *callee == at.id => Some(args.len()),
                _ => None,
            },
            _ => None,
        };
        self.agreeing(at, def, args).map_or(Res::Unknown, Res::Def)
    }

    /// Whether a function is called with so many arguments, its receiver among them.
    fn takes_arguments(&self, def: DefId, args: Option<usize>) -> bool {
        let (ItemKind::Fn(function), Some(args)) = (&self.item_of(def).kind, args) else { return false };
        args == function.params.len() + usize::from(function.receiver.is_some())
    }

    /// What a build that holds a place must have.
    fn known_at(&self, at: ExprAt) -> Known {
        let mut known = Known::default();
        let mut here = Some(at);
        while let Some(now) = here {
            if let Some(cfg) = self.stmt_of(now).and_then(|stmt| self.stmt(stmt).cfg) {
                known.assume(&Cfg::parse(self.text(cfg)));
            }
            here = self.ancestors(now).next();
        }
        let body = self.body_at(at);
        let def = (body.0 != u32::MAX).then(|| self.def_of(body)).flatten();
        let cfgs = def.map_or_else(|| self.cfgs_around(self.scope_at(at)), |def| self.cfgs_of(def));
        cfgs.iter().for_each(|cfg| known.assume(cfg));
        // Beside unit tests, which say so, everything sees its package as it is built for others.
        let test = Cfg::Is("test".to_owned());
        if test.holds(&known).is_none() {
            let is_test = def.is_some_and(|def| {
                let apart = self.files[self.index.def(def).file.0 as usize].kind.is_apart();
                !apart && self.item_of(def).attrs.iter().any(|a| is_test_attr(self.text(a.path)))
            });
            known.assume(&if is_test { test } else { Cfg::Not(Box::new(test)) });
        }
        known
    }

    /// The predicates under which an item stands: its own, its impl's, its modules'.
    fn cfgs_of(&self, def: DefId) -> Vec<Cfg> {
        let info = self.index.def(def);
        let mut cfgs = self.cfgs_in(&self.item_of(def).attrs);
        if let Some(owner) = info.owner {
            let owner = self.index.impl_info(owner);
            cfgs.extend(self.cfgs_in(&self.tree(owner.file).items[owner.item.0 as usize].attrs));
        }
        cfgs.extend(self.cfgs_around(info.scope));
        cfgs
    }

    /// Whether an item's own `#[cfg]` says that a usual build does not have it.
    pub(super) fn is_left_out(&self, def: DefId) -> bool {
        self.cfgs_in(&self.item_of(def).attrs).iter().any(|cfg| cfg.in_usual_build() == Some(false))
    }

    /// The same of a `use`.
    pub(super) fn is_import_left_out(&self, import: &ImportAt) -> bool {
        let item = &self.tree(import.file).items[import.item.0 as usize];
        self.cfgs_in(&item.attrs).iter().any(|cfg| cfg.in_usual_build() == Some(false))
    }

    fn cfgs_around(&self, scope: ScopeId) -> Vec<Cfg> {
        let mut cfgs = Vec::new();
        let mut at = (scope.0 != u32::MAX).then_some(scope);
        while let Some(scope) = at {
            let here = self.index.scope(scope);
            if let Some(&module) = self.twins().modules.get(&scope) {
                cfgs.extend(self.cfgs_in(&self.item_of(module).attrs));
            }
            if self.index.file_scope[here.file.0 as usize] == scope {
                cfgs.extend(self.cfgs_in(&self.tree(here.file).attrs));
            }
            at = here.parent;
        }
        cfgs
    }

    fn cfgs_in(&self, attrs: &[Attr]) -> Vec<Cfg> {
        attrs.iter().filter(|a| self.text(a.path) == "cfg").map(|a| Cfg::parse(self.text(a.args))).collect()
    }

    fn twins(&self) -> &Twins {
        self.twins.get_or_init(|| {
            let defs = || (0..self.index.defs.len() as u32).map(DefId);
            let modules = defs().filter_map(|def| {
                let info = self.index.def(def);
                Some((info.inner.filter(|_| info.kind == DefKind::Mod)?, def))
            });
            let modules: FxHashMap<ScopeId, DefId> = modules.collect();
            let groups = self.groups(&modules);
            Twins { groups, modules }
        })
    }

    fn groups(&self, modules: &FxHashMap<ScopeId, DefId>) -> FxHashMap<DefId, Arc<[DefId]>> {
        let one_path = self.scopes_of_one_path();
        let mut found: FxHashMap<(Home, Name), Vec<DefId>> = FxHashMap::default();
        for def in (0..self.index.defs.len() as u32).map(DefId) {
            let info = self.index.def(def);
            if !matches!(info.kind, DefKind::Fn | DefKind::Static | DefKind::Const) {
                continue;
            }
            let home = match info.owner {
                None => Home::Scope(one_path[info.scope.0 as usize]),
                // Of a name that only one method has there are no twins.
                Some(_) if self.index.methods.get(&info.name).is_none_or(|all| all.len() < 2) => continue,
                Some(owner) => match self.impl_self(owner) {
                    Res::Def(ty) if self.trait_of(owner).is_none() && ty != def => Home::Type(ty),
                    _ => continue,
                },
            };
            found.entry((home, info.name)).or_default().push(def);
        }
        let under_cfg = |&def: &DefId| {
            let info = self.index.def(def);
            let mut scope = Some(info.scope);
            let by_module = std::iter::from_fn(|| {
                let at = scope?;
                scope = self.index.scope(at).parent;
                Some(modules.get(&at).map(|&module| &self.item_of(module).attrs))
            });
            let owner = info.owner.map(|owner| self.index.impl_info(owner));
            let by_impl = owner.map(|o| &self.tree(o.file).items[o.item.0 as usize].attrs);
            let mut attrs = by_module.flatten().chain(by_impl).chain([&self.item_of(def).attrs]).flatten();
            attrs.any(|attr| self.text(attr.path) == "cfg")
        };
        let mut groups = FxHashMap::default();
        for group in found.into_values().filter(|group| group.len() > 1 && group.iter().any(under_cfg)) {
            let shared: Arc<[DefId]> = Arc::from(group.as_slice());
            groups.extend(group.into_iter().map(|def| (def, shared.clone())));
        }
        groups
    }

    /// For each scope the first of its module path: `#[cfg(a)] mod os;` and `#[cfg(b)] mod os;` are one.
    fn scopes_of_one_path(&self) -> Vec<ScopeId> {
        let mut first: FxHashMap<(ScopeId, Name), ScopeId> = FxHashMap::default();
        let mut found: Vec<Option<ScopeId>> = vec![None; self.index.scopes.len()];
        for n in 0..self.index.scopes.len() as u32 {
            let mut way = Vec::new();
            let mut at = ScopeId(n);
            let mut base = loop {
                if let Some(known) = found[at.0 as usize] {
                    break known;
                }
                way.push(at);
                match self.index.scope(at).parent {
                    Some(parent) if way.len() < self.index.scopes.len() => at = parent,
                    _ => break at,
                }
            };
            for scope in way.into_iter().rev() {
                let here = self.index.scope(scope);
                base = match (here.module, here.parent, here.name) {
                    (true, Some(_), Some(name)) => *first.entry((base, name)).or_insert(scope),
                    _ => scope,
                };
                found[scope.0 as usize] = Some(base);
            }
        }
        found.into_iter().enumerate().map(|(n, scope)| scope.unwrap_or(ScopeId(n as u32))).collect()
    }
}
