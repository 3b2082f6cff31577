//! Traits of the package: which code a call means that is known by a trait alone.
//!
//! One implementation, or a body of the trait's own that nobody replaces, can be named; of several nobody can tell.
//! Implementations that a macro writes are not seen.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::Base;
use crate::model::names::{Res, Space};
use crate::model::source::tables::{DefId, DefKind, FileNo, ImplId, ScopeId};
use crate::syntax::tree::{ItemId, ItemKind, Name, Path, TypeParam};

/// How many traits are gone through from one to those it builds on.
const DEPTH: u32 = 4;

/// The implementations of each of the package's traits.
pub(in crate::model) type Impls = FxHashMap<DefId, Vec<ImplId>>;

/// Finds who implements what.
pub(in crate::model) fn collect(krate: &Base) -> Impls {
    let own = krate.index.defs.iter().filter(|d| d.kind == DefKind::Trait).map(|d| d.name);
    let mut names: FxHashSet<Name> = own.collect();
    if names.is_empty() {
        return Impls::default();
    }
    names.extend(krate.aliases());
    let mut found = Impls::default();
    for n in 0..krate.index.impls.len() as u32 {
        if let Some(def) = krate.implemented(ImplId(n), &names) {
            found.entry(def).or_default().push(ImplId(n));
        }
    }
    found
}

impl Base {
    /// The trait of the package that an impl is for, when it has one of these names.
    fn implemented(&self, id: ImplId, names: &FxHashSet<Name>) -> Option<DefId> {
        let info = self.index.impl_info(id);
        let ItemKind::Impl(block) = &self.tree(info.file).items[info.item.0 as usize].kind else { return None };
        let path = block.of_trait.as_ref().filter(|p| p.segments.last().is_some_and(|s| names.contains(&s.name)))?;
        self.trait_named(info.file, self.index.scope(info.scope).parent?, path)
    }

    fn trait_named(&self, file: FileNo, scope: ScopeId, path: &Path) -> Option<DefId> {
        match self.res_path(file, scope, path, Space::Type) {
            Res::Def(def) if self.index.def(def).kind == DefKind::Trait => Some(def),
            _ => None,
        }
    }

    /// Whether an impl block is of a trait, or the trait itself: its methods take what the trait says.
    pub(in crate::model) fn is_of_trait(&self, id: ImplId) -> bool {
        let info = self.index.impl_info(id);
        match &self.tree(info.file).items[info.item.0 as usize].kind {
            ItemKind::Impl(block) => block.of_trait.is_some(),
            _ => true,
        }
    }

    /// The method that a call through a trait means: of its only implementation, or the trait's own.
    pub(in crate::model) fn method_of_trait(&self, def: DefId, name: Name) -> Option<DefId> {
        self.method_of_trait_deep(def, name, DEPTH)
    }

    fn method_of_trait_deep(&self, def: DefId, name: Name, depth: u32) -> Option<DefId> {
        let candidates = self.index.methods.get(&name)?;
        let owned_by = |id: ImplId| candidates.iter().copied().find(|&m| self.index.def(m).owner == Some(id));
        let declared = candidates.iter().copied().find(|&m| self.owner_trait(m) == Some(def));
        let Some(declared) = declared else {
            return self
                .supers(def)
                .into_iter()
                .find_map(|s| self.method_of_trait_deep(s, name, depth.checked_sub(1)?));
        };
        match self.impls_outside_tests(def).as_slice() {
            [only] => Some(owned_by(*only).unwrap_or(declared)),
            _ => Some(declared),
        }
    }

    /// The methods of the package that a call of what a trait declares may mean, where it is not one alone.
    pub(in crate::model) fn methods_meant(&self, declared: DefId) -> Vec<DefId> {
        let Some(of_trait) = self.owner_trait(declared) else { return Vec::new() };
        let name = self.index.def(declared).name;
        let of_impl = |id: ImplId| {
            self.index.impl_info(id).methods.iter().copied().find(|&method| self.index.def(method).name == name)
        };
        self.impls_outside_tests(of_trait).into_iter().filter_map(of_impl).collect()
    }

    /// The method of a type of the package that implements a trait of a library, by the last name of that.
    pub(in crate::model) fn method_of_library_trait(&self, ty: DefId, of_trait: &str, name: &str) -> Option<DefId> {
        let candidates = self.index.methods.get(&self.names.find(name)?)?;
        candidates.iter().copied().find(|&method| {
            let Some(id) = self.index.def(method).owner else { return false };
            let implemented = self.trait_of(id).and_then(|path| path.segments.last());
            implemented.is_some_and(|last| self.text(last.name) == of_trait) && self.self_type(id) == Res::Def(ty)
        })
    }

    /// What a trait of the package declares that a method of an impl gives a body to.
    pub(in crate::model) fn declared_by_trait(&self, method: DefId) -> Option<DefId> {
        let (owner, name) = (self.index.def(method).owner?, self.index.def(method).name);
        let declaring = self.trait_impls.iter().find(|(_, impls)| impls.contains(&owner)).map(|(&def, _)| def)?;
        let candidates = self.index.methods.get(&name)?;
        candidates.iter().copied().find(|&m| m != method && self.owner_trait(m) == Some(declaring))
    }

    /// The trait that a method is declared in.
    pub(super) fn owner_trait(&self, method: DefId) -> Option<DefId> {
        self.index.def(method).owner.and_then(|o| self.index.impl_info(o).of_def)
    }

    /// A trait's implementations; those of tests count only where there are no others.
    fn impls_outside_tests(&self, def: DefId) -> Vec<ImplId> {
        let all = self.trait_impls.get(&def).map(Vec::as_slice).unwrap_or_default();
        let in_test = |id: &ImplId| self.index.scope(self.index.impl_info(*id).scope).test;
        let real: Vec<ImplId> = all.iter().copied().filter(|id| !in_test(id)).collect();
        if real.is_empty() { all.to_vec() } else { real }
    }

    /// The traits that a trait builds on.
    fn supers(&self, def: DefId) -> Vec<DefId> {
        let info = self.index.def(def);
        let ItemKind::Trait { supers, .. } = &self.tree(info.file).items[info.item.0 as usize].kind else {
            return Vec::new();
        };
        supers.iter().filter_map(|path| self.trait_named(info.file, info.scope, path)).collect()
    }

    /// The body that a trait gives to a method, for a type that implements the trait and keeps it.
    pub(in crate::model) fn default_method(&self, implements: impl Fn(ImplId) -> bool, name: Name) -> Option<DefId> {
        let candidates = self.index.methods.get(&name)?;
        candidates.iter().copied().find(|&m| {
            self.index.def(m).body.is_some()
                && self
                    .owner_trait(m)
                    .and_then(|def| self.trait_impls.get(&def))
                    .is_some_and(|impls| impls.iter().any(|&i| implements(i)))
        })
    }

    /// The method that a call on a value of a type parameter means, by the bounds that are in force in a scope.
    pub(in crate::model) fn method_of_param(&self, scope: ScopeId, param: Name, name: Name) -> Option<DefId> {
        let mut at = Some(scope);
        while let Some(id) = at {
            let here = self.index.scope(id);
            for &(_, file, item) in here.bounds.iter().filter(|(bound, ..)| *bound == param) {
                let bounds = self.generics(file, item).iter().filter(|g| g.name == param).flat_map(|g| &g.bounds);
                let mut traits = bounds.filter_map(|path| self.trait_named(file, id, path));
                if let Some(found) = traits.find_map(|def| self.method_of_trait(def, name)) {
                    return Some(found);
                }
            }
            if here.module {
                return None;
            }
            at = here.parent;
        }
        None
    }

    /// The traits outside the package that bound a type parameter in a scope.
    pub(in crate::model) fn external_bounds(&self, scope: ScopeId, param: Name) -> Vec<Arc<str>> {
        let mut found = Vec::new();
        let mut at = Some(scope);
        while let Some(id) = at {
            let here = self.index.scope(id);
            for &(_, file, item) in here.bounds.iter().filter(|(bound, ..)| *bound == param) {
                let bounds = self.generics(file, item).iter().filter(|g| g.name == param).flat_map(|g| &g.bounds);
                found.extend(bounds.filter_map(|path| match self.res_path(file, id, path, Space::Type) {
                    Res::External(path) => Some(path),
                    _ => None,
                }));
            }
            at = here.parent.filter(|_| !here.module);
        }
        found
    }

    fn generics(&self, file: FileNo, item: ItemId) -> &[TypeParam] {
        match &self.tree(file).items[item.0 as usize].kind {
            ItemKind::Fn(function) => &function.generics,
            ItemKind::Impl(block) => &block.generics,
            ItemKind::Trait { generics, .. } => generics,
            _ => &[],
        }
    }
}
