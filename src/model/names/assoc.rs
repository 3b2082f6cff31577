//! Names behind a type: variants, associated functions, and the types that impls are for.

use std::sync::Arc;

use crate::model::Base;
use crate::model::library;
use crate::model::names::{ASKED, Res, Space};
use crate::model::source::tables::{DefId, DefKind, ExprAt, ImplId, ScopeId, TypeAt};
use crate::syntax::tree::{ExprKind, ItemKind, Name};

impl Base {
    /// `Type::name`: a variant, an associated function of the package, or the type's own name with this one.
    pub fn associated(&self, base: Res, name: Name) -> Res {
        let base = self.through_alias(base, 6);
        match &base {
            Res::Def(def) if self.has_variant(*def, name) => return Res::Variant(*def, name),
            Res::Def(def) => {
                if let Some(found) = self.method_of_def(*def, name).or_else(|| self.constant_of_def(*def, name)) {
                    return Res::Def(found);
                }
            }
            Res::External(path) => {
                return Res::External(self.outside_member(path, name, Space::Value));
            }
            Res::SelfType(info) => {
                let own = self.index.impl_info(*info);
                let constants = self.index.constants.get(&name).into_iter().flatten();
                let mut constants = constants.filter(|&&c| self.index.def(c).owner == Some(*info));
                let method = own.methods.iter().find(|&&m| self.index.def(m).name == name);
                if let Some(&found) = method.or_else(|| constants.next()) {
                    return Res::Def(found);
                }
            }
            Res::Unknown => return Res::Unknown,
            _ => {}
        }
        Res::Assoc(Arc::new(base), name)
    }

    pub(super) fn has_variant(&self, def: DefId, name: Name) -> bool {
        let info = self.index.def(def);
        match &self.tree(info.file).items[info.item.0 as usize].kind {
            ItemKind::Enum { variants, .. } => variants.iter().any(|(v, _)| *v == name),
            _ => false,
        }
    }

    /// The package's own function `name` in an impl of this type, or what a trait means by it.
    pub fn method_of_def(&self, def: DefId, name: Name) -> Option<DefId> {
        // In the course of another question an impl's type may look unknown.
        if ASKED.with_borrow(|a| a.depth > 0) {
            return self.method_of_def_fresh(def, name);
        }
        let question = (def, name);
        self.methods_of
            .get(&question)
            .unwrap_or_else(|| self.methods_of.keep(question, self.method_of_def_fresh(def, name)))
    }

    fn method_of_def_fresh(&self, def: DefId, name: Name) -> Option<DefId> {
        let candidates = self.index.methods.get(&name)?;
        if self.index.def(def).kind == DefKind::Trait {
            return self.method_of_trait(def, name);
        }
        let belongs = |&&m: &&DefId| {
            self.index
                .def(m)
                .owner
                .is_some_and(|o| self.index.impl_info(o).of_def.is_none() && self.impl_self(o) == Res::Def(def))
        };
        // A test's own impl of the same name stands behind the real one.
        let mut found: Vec<DefId> = candidates.iter().filter(belongs).copied().collect();
        found.sort_by_key(|&m| (self.index.def(m).test, self.index.def(m).body.is_none()));
        let own = found.first().copied();
        own.or_else(|| self.default_method(|i| self.impl_self(i) == Res::Def(def), name))
            .or_else(|| self.dispatched_method(def, name))
    }

    /// The method of a trait that a macro implements for an enum by calling that of the value in it.
    fn dispatched_method(&self, def: DefId, name: Name) -> Option<DefId> {
        let info = self.index.def(def);
        let attrs = &self.tree(info.file).items[info.item.0 as usize].attrs;
        let named = attrs.iter().filter(|attr| library::dispatches(self.text(attr.path)));
        let mut traits = named.flat_map(|attr| self.text(attr.args).split(','));
        traits.find_map(|listed| {
            let last = listed.split('<').next()?.rsplit("::").next()?.trim();
            let of_trait =
                |&&m: &&DefId| self.owner_trait(m).is_some_and(|t| self.text(self.index.def(t).name) == last);
            let declared = self.index.methods.get(&name)?.iter().find(of_trait)?;
            self.method_of_trait(self.owner_trait(*declared)?, name)
        })
    }

    /// The package's own constant `name` in an impl of this type, or in this trait; `None` where several could be meant.
    fn constant_of_def(&self, def: DefId, name: Name) -> Option<DefId> {
        let candidates = self.index.constants.get(&name)?;
        let belongs = |&c: &DefId| self.index.def(c).owner.is_some_and(|o| self.impl_self(o) == Res::Def(def));
        let mut found = candidates.iter().copied().filter(belongs);
        found.next().filter(|_| found.next().is_none())
    }

    /// What type an impl is for; a trait stands for itself. Memoised: asked for every method call.
    pub fn impl_self(&self, id: ImplId) -> Res {
        if let Some(known) = self.impl_selves.get(id.0 as usize).and_then(|c| c.get()) {
            return known.clone();
        }
        // `impl A::f { fn f() {} }` is no Rust, and the answer would hang on itself.
        if !ASKED.with_borrow_mut(|a| a.impls.insert(id)) {
            return Res::Unknown;
        }
        let info = self.index.impl_info(id);
        let res = match (&self.tree(info.file).items[info.item.0 as usize].kind, info.of_def) {
            (_, Some(def)) => Res::Def(def),
            (ItemKind::Impl(block), _) => {
                let outer = self.index.scope(info.scope).parent.unwrap_or(info.scope);
                let at = TypeAt { file: info.file, id: block.self_ty, scope: outer };
                self.through_alias(self.res_type(at), 6)
            }
            _ => Res::Unknown,
        };
        ASKED.with_borrow_mut(|a| a.impls.remove(&id));
        // In the course of another question a name may look unknown.
        if let Some(cell) = self.impl_selves.get(id.0 as usize)
            && ASKED.with_borrow(|a| a.depth == 0)
        {
            let _ = cell.set(res.clone());
        }
        res
    }

    pub(super) fn self_type(&self, info: ImplId) -> Res {
        match self.impl_self(info) {
            Res::Unknown | Res::Param(_) => Res::SelfType(info),
            known => known,
        }
    }

    /// The impl or trait around a scope.
    pub fn self_impl(&self, scope: ScopeId) -> Option<ImplId> {
        let mut at = Some(scope);
        while let Some(id) = at {
            let here = self.index.scope(id);
            if here.self_ty.is_some() {
                return here.self_ty;
            }
            if here.module {
                return None;
            }
            at = here.parent;
        }
        None
    }

    pub(in crate::model) fn struct_of_literal(&self, literal: ExprAt) -> Option<DefId> {
        let ExprKind::Struct { path, .. } = self.kind(literal) else { return None };
        match self.res_path(literal.file, self.scope_at(literal), path, Space::Type) {
            Res::Def(def) if self.index.def(def).kind == DefKind::Struct => Some(def),
            _ => None,
        }
    }
}
