//! The public items: types with their fields, traits, statics, and the methods that types have.

use std::collections::BTreeSet;

use crate::model::interface::Seen;
use crate::model::library::locks;
use crate::model::names::Res;
use crate::model::names::siblings::interface::Effect;
use crate::model::names::siblings::{Function, Interface, Item, Type};
use crate::model::source::tables::{Def, DefId, DefKind, FileNo, ImplId, ScopeId, TypeAt};
use crate::model::types::Ty;
use crate::syntax::tree::{Fields, ItemKind, TypeParam};

/// How deep a type is written down: an alias may lead to itself.
const DEPTH: u32 = 12;

impl Seen<'_> {
    /// Puts in every item that has any `pub`, and what traits and their implementations give.
    pub(super) fn items(&self, interface: &mut Interface) {
        interface.modules.extend(self.modules.values().cloned());
        let all = || (0..self.krate.index.defs.len() as u32).map(DefId);
        let seen = |&def: &DefId| !self.krate.index.def(def).test && !self.krate.index.scope(self.scope(def)).test;
        for def in all().filter(seen).filter(|&def| self.is_public(def)) {
            self.put(interface, def);
        }
        // A method of one's own comes before one of a trait's.
        for def in all().filter(seen).filter(|&def| self.of_trait(def)) {
            self.put(interface, def);
        }
        self.default_methods(interface);
    }

    fn scope(&self, def: DefId) -> ScopeId {
        self.krate.index.def(def).scope
    }

    fn put(&self, interface: &mut Interface, def: DefId) {
        let Some(path) = self.path(def) else { return };
        let Some(mut item) = self.item(def) else { return };
        if let Item::Function(function) = &mut item
            && self.is_declared_by_trait(def)
        {
            // Whose body a call runs that knows the trait alone, its type decides.
            (function.effects, function.gives_guard_of) = (Vec::new(), None);
        }
        let own = path.split("::").next() == Some(self.name);
        let key = if own { path } else { self.extension(interface, path) };
        self.put_at(interface, key, item);
    }

    /// Of several under opposite `#[cfg]` the first one stands for all, unless only a later one is worth a row. What they
    /// do to locks is told where they agree.
    fn put_at(&self, interface: &mut Interface, path: String, item: Item) {
        if let (Some(Item::Function(there)), Item::Function(other)) = (interface.items.get_mut(&path), &item) {
            agree(there, other);
        }
        let tells = |item: &Item| matches!(item, Item::Function(f) if f.does.is_some() || f.pair.is_some());
        match interface.items.get_mut(&path) {
            None => {
                interface.items.insert(path, item);
            }
            Some(there) if tells(&item) && !tells(there) && matches!(there, Item::Function(_)) => *there = item,
            Some(_) => {}
        }
    }

    /// Where a method of another package's type is kept.
    fn extension(&self, interface: &mut Interface, method: String) -> String {
        let key = format!("{}::<{method}>", self.name);
        interface.extensions.entry(method).or_insert(key).clone()
    }

    fn is_public(&self, def: DefId) -> bool {
        let info = self.krate.index.def(def);
        let item = &self.krate.tree(info.file).items[info.item.0 as usize];
        item.public || self.is_declared_by_trait(def)
    }

    /// Whether it stands in the trait itself.
    fn is_declared_by_trait(&self, def: DefId) -> bool {
        self.krate.index.def(def).owner.is_some_and(|owner| self.krate.index.impl_info(owner).of_def.is_some())
    }

    /// Whether it stands in an implementation of a trait.
    fn of_trait(&self, def: DefId) -> bool {
        self.krate.index.def(def).owner.is_some_and(|owner| {
            let info = self.krate.index.impl_info(owner);
            matches!(&self.krate.tree(info.file).items[info.item.0 as usize].kind,
                ItemKind::Impl(block) if block.of_trait.is_some())
        })
    }

    /// The bodies that a trait gives to its methods, for each type that implements it and keeps them.
    fn default_methods(&self, interface: &mut Interface) {
        let index = &self.krate.index;
        let mut traits: Vec<DefId> = self.krate.trait_impls.keys().copied().collect();
        traits.sort();
        for of_trait in traits {
            let impls: Vec<ImplId> = self.krate.trait_impls[&of_trait].clone();
            for (n, own) in index.impls.iter().enumerate().filter(|(_, own)| own.of_def == Some(of_trait)) {
                debug_assert!(!impls.contains(&ImplId(n as u32)), "a trait does not implement itself");
                for &method in own.methods.iter().filter(|&&m| index.def(m).body.is_some()) {
                    self.inherited(interface, method, &impls);
                }
            }
        }
    }

    fn inherited(&self, interface: &mut Interface, method: DefId, impls: &[ImplId]) {
        let name = self.krate.text(self.krate.index.def(method).name);
        let Some(item) = self.item(method) else { return };
        for &of in impls.iter().filter(|&&of| !self.krate.index.scope(self.krate.index.impl_info(of).scope).test) {
            let key = match self.krate.impl_self(of) {
                Res::Def(ty) => self.path(ty).map(|ty| format!("{ty}::{name}")),
                Res::External(ty) => Some(self.extension(interface, format!("{ty}::{name}"))),
                _ => None,
            };
            if let Some(key) = key {
                interface.items.entry(key).or_insert_with(|| item.clone());
            }
        }
    }

    fn item(&self, def: DefId) -> Option<Item> {
        let info = self.krate.index.def(def);
        let tree = self.krate.tree(info.file);
        Some(match &tree.items[info.item.0 as usize].kind {
            ItemKind::Fn(function) => Item::Function(Box::new(self.function(def, function))),
            ItemKind::Struct { generics, fields } => {
                Item::Struct { generics: self.names(generics), fields: self.fields(info, generics, fields) }
            }
            ItemKind::Enum { generics, variants } => Item::Enum {
                generics: self.names(generics),
                variants: variants
                    .iter()
                    .map(|(name, fields)| (self.krate.text(*name).to_owned(), self.fields(info, generics, fields)))
                    .collect(),
            },
            ItemKind::Trait { .. } => Item::Trait,
            ItemKind::Alias { generics, ty: Some(ty) } if info.owner.is_none() => {
                let at = TypeAt { file: info.file, id: *ty, scope: info.inner.unwrap_or(info.scope) };
                Item::Alias { generics: self.names(generics), to: self.ty(&self.krate.written_in(at, generics)) }
            }
            ItemKind::Static { ty, .. } => Item::Static(self.written(info.file, *ty, info.scope)),
            ItemKind::Const { ty, .. } => Item::Const(self.written(info.file, *ty, info.scope)),
            _ => return None,
        })
        .filter(|_| info.kind != DefKind::Mod)
    }

    fn fields(&self, info: &Def, generics: &[TypeParam], fields: &Fields) -> Vec<(String, Type)> {
        let at = |id| TypeAt { file: info.file, id, scope: info.scope };
        let one = |(name, id, _): &(_, _, _)| {
            (self.krate.text(*name).to_owned(), self.ty(&self.krate.written_in(at(*id), generics)))
        };
        fields.fields.iter().map(one).collect()
    }

    fn names(&self, generics: &[TypeParam]) -> Vec<String> {
        generics.iter().map(|param| self.krate.text(param.name).to_owned()).collect()
    }

    /// A type that is written in the package.
    pub(super) fn written(&self, file: FileNo, id: crate::syntax::tree::TypeId, scope: ScopeId) -> Type {
        self.ty(&self.krate.written(TypeAt { file, id, scope }))
    }

    /// A type without the package's numbers, aliases followed.
    pub(super) fn ty(&self, ty: &Ty) -> Type {
        self.ty_deep(ty, DEPTH)
    }

    fn ty_deep(&self, ty: &Ty, depth: u32) -> Type {
        let Some(depth) = depth.checked_sub(1) else { return Type::Unknown };
        let all = |parts: &[Ty]| parts.iter().map(|part| self.ty_deep(part, depth)).collect();
        match ty {
            Ty::Def(def, args) => match (self.krate.alias_target(*def, args), self.path(*def)) {
                (Some(target), _) => self.ty_deep(&target, depth),
                (None, Some(path)) => Type::Path(path, all(args)),
                (None, None) => Type::Unknown,
            },
            Ty::Ext(path, args) => Type::Path(path.to_string(), all(args)),
            Ty::Ref(inner) => Type::Ref(Box::new(self.ty_deep(inner, depth))),
            Ty::Tuple(parts) => Type::Tuple(all(parts)),
            Ty::Seq(inner) => Type::Seq(Box::new(self.ty_deep(inner, depth))),
            Ty::Param(name) => Type::Param(self.krate.text(*name).to_owned()),
            Ty::Bounds(bounds) => Type::Bounds(all(bounds)),
            // Whether a function gives a future is told of the function; here is what awaiting it gives.
            Ty::Future { output, .. } => self.ty_deep(output, depth),
            Ty::Guard(guard) => Type::Guard(guard.row.path.to_owned(), Box::new(self.ty_deep(&guard.inner, depth))),
            // A body has no name: only a declared type can be told.
            Ty::Unknown | Ty::Closure(_) => Type::Unknown,
        }
    }
}

/// Takes from a function what another one of its path does not do to the same lock.
fn agree(there: &mut Function, other: &Function) {
    let same = |a: &Effect, b: &Effect| a.what == b.what && a.on == b.on;
    there.effects.retain(|effect| other.effects.iter().any(|another| same(effect, another)));
    there.gives_guard_of = there.gives_guard_of.take().filter(|lock| other.gives_guard_of.as_ref() == Some(lock));
}

/// The last names of the types of locks that items have or give.
pub(super) fn locks_in<'i>(items: impl Iterator<Item = &'i Item>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for item in items {
        item.each_type(&mut |ty| {
            if let Type::Path(path, _) = ty
                && locks::lock(path).is_some()
            {
                found.extend(path.rsplit("::").next().map(str::to_owned));
            }
        });
    }
    found
}
