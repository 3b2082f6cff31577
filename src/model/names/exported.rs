//! What code outside of the package can name: what is `pub` all the way from the library's root, or brought there by a
//! `pub use`.
//!
//! A method of a type that is not exported counts as hidden, though a value of the type may reach the outside.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use crate::files::FileKind;
use crate::model::Base;
use crate::model::names::{Res, Space};
use crate::model::source::handles::Function;
use crate::model::source::tables::{DefId, DefKind, ImplId, ImportAt, ScopeId};
use crate::syntax::tree::{Bound, Item, ItemKind, Path};

/// The exported items that stand in modules, found when the first is asked for.
pub(in crate::model) type Exports = OnceLock<FxHashSet<DefId>>;

impl Function<'_> {
    /// Whether other packages can call it.
    pub fn is_open(self) -> bool {
        self.base.is_exported(self.def)
    }
}

impl Base {
    /// Whether code outside of the package can name an item: that of a library, never that of a binary.
    pub(in crate::model) fn is_exported(&self, def: DefId) -> bool {
        let info = self.index.def(def);
        let Some(owner) = info.owner else { return self.exports().contains(&def) };
        let by_type = |res: Res| matches!(res, Res::Def(ty) if self.exports().contains(&ty));
        match self.index.impl_info(owner).of_def {
            // What a trait declares is as open as the trait, and so is what an impl gives to it.
            Some(declaring) => self.exports().contains(&declaring),
            None if self.trait_of(owner).is_some() => by_type(self.impl_self(owner)),
            None => self.item_of(def).open && by_type(self.impl_self(owner)),
        }
    }

    /// The item that declares a name.
    pub(in crate::model) fn item_of(&self, def: DefId) -> &Item {
        let info = self.index.def(def);
        &self.tree(info.file).items[info.item.0 as usize]
    }

    /// Whether a function has a receiver.
    pub(in crate::model) fn has_receiver(&self, def: DefId) -> bool {
        matches!(&self.item_of(def).kind, ItemKind::Fn(function) if function.receiver.is_some())
    }

    /// What cargo builds the crate into that an item belongs to.
    pub(in crate::model) fn target_of(&self, def: DefId) -> FileKind {
        let root = self.crate_root(self.index.def(def).scope);
        self.files[self.index.scope(root).file.0 as usize].kind
    }

    /// The path of the trait that an impl is for; `None` for an impl of a type's own methods, and for a trait itself.
    pub(in crate::model) fn trait_of(&self, owner: ImplId) -> Option<&Path> {
        let info = self.index.impl_info(owner);
        match &self.tree(info.file).items[info.item.0 as usize].kind {
            ItemKind::Impl(block) => block.of_trait.as_ref(),
            _ => None,
        }
    }

    /// Whether an impl says what is done when a value of its type is dropped.
    pub(in crate::model) fn is_drop_impl(&self, owner: ImplId) -> bool {
        self.trait_of(owner).and_then(|path| path.segments.last()).is_some_and(|last| self.text(last.name) == "Drop")
    }

    fn exports(&self) -> &FxHashSet<DefId> {
        self.exports.get_or_init(|| {
            let mut search = Search { krate: self, found: FxHashSet::default(), seen: FxHashSet::default() };
            let libraries = self.roots().filter(|&root| {
                let file = &self.files[self.index.scope(root).file.0 as usize];
                file.kind == FileKind::Lib
            });
            libraries.for_each(|root| search.module(root));
            search.found
        })
    }
}

/// The way from the roots through everything that is open.
struct Search<'c> {
    krate: &'c Base,
    found: FxHashSet<DefId>,
    seen: FxHashSet<ScopeId>,
}

impl Search<'_> {
    fn module(&mut self, first: ScopeId) {
        let mut waiting = vec![first];
        while let Some(scope) = waiting.pop() {
            if !self.seen.insert(scope) {
                continue;
            }
            let krate = self.krate;
            let here = krate.index.scope(scope);
            for &def in here.items.values().flatten().filter(|&&def| krate.item_of(def).open) {
                self.item(def, &mut waiting);
            }
            let open = |at: &&ImportAt| krate.tree(at.file).items[at.item.0 as usize].open;
            for &import in here.imports.iter().filter(open) {
                self.import(scope, import, &mut waiting);
            }
        }
    }

    fn item(&mut self, def: DefId, waiting: &mut Vec<ScopeId>) {
        let info = self.krate.index.def(def);
        match info.kind {
            DefKind::Mod => waiting.extend(info.inner),
            _ => {
                self.found.insert(def);
            }
        }
    }

    fn import(&mut self, scope: ScopeId, import: ImportAt, waiting: &mut Vec<ScopeId>) {
        if import.bound == Bound::Nothing {
            return;
        }
        for space in [Space::Type, Space::Value] {
            match self.krate.import_res(scope, import, space) {
                Res::Def(def) => self.item(def, waiting),
                Res::Module(inner) => waiting.push(inner),
                _ => {}
            }
        }
    }
}
