//! One index of many: files are walked apart, at the same time, and their tables are put behind one another here.
//!
//! What one file's tables say of another's is found out later (`modules.rs`, `names.rs`).

use crate::model::source::tables::{
    Binding, BindingId, Body, BodyId, Def, DefId, FileIndex, ImplId, ImplInfo, Index, Scope, ScopeId,
};

/// Makes one index of the indexes of single files, which must come in the order of the files' numbers.
pub fn merge(parts: Vec<Index>) -> Index {
    let all = parts.iter().fold(First::default(), First::behind);
    let mut whole = Index::default();
    whole.bodies.reserve_exact(all.bodies as usize);
    whole.bindings.reserve_exact(all.bindings as usize);
    whole.scopes.reserve_exact(all.scopes as usize);
    whole.defs.reserve_exact(all.defs as usize);
    whole.impls.reserve_exact(all.impls as usize);
    for mut part in parts {
        First::default().behind(&whole).shift(&mut part);
        let Index { files, file_scope, bodies, bindings, scopes, defs, impls, methods, constants, .. } = part;
        whole.files.extend(files);
        whole.file_scope.extend(file_scope);
        whole.bodies.extend(bodies);
        whole.bindings.extend(bindings);
        whole.scopes.extend(scopes);
        whole.defs.extend(defs);
        whole.impls.extend(impls);
        for (name, defs) in methods {
            whole.methods.entry(name).or_default().extend(defs);
        }
        for (name, defs) in constants {
            whole.constants.entry(name).or_default().extend(defs);
        }
        whole.outlines.extend(part.outlines);
        whole.extern_crates.extend(part.extern_crates);
    }
    whole
}

/// The numbers that the first body, binding … of a file get in the package.
#[derive(Clone, Copy, Default)]
struct First {
    bodies: u32,
    bindings: u32,
    scopes: u32,
    defs: u32,
    impls: u32,
}

impl First {
    /// The numbers behind those of a file that begins here.
    fn behind(self, part: &Index) -> First {
        First {
            bodies: self.bodies + part.bodies.len() as u32,
            bindings: self.bindings + part.bindings.len() as u32,
            scopes: self.scopes + part.scopes.len() as u32,
            defs: self.defs + part.defs.len() as u32,
            impls: self.impls + part.impls.len() as u32,
        }
    }

    /// Makes a file's numbers those of the package.
    fn shift(self, part: &mut Index) {
        part.files.iter_mut().for_each(|file| self.file(file));
        part.file_scope.iter_mut().for_each(|id| self.scope(id));
        for body in &mut part.bodies {
            let Body { parent, def, .. } = body;
            parent.iter_mut().for_each(|id| self.body(id));
            def.iter_mut().for_each(|id| self.def(id));
        }
        for binding in &mut part.bindings {
            let Binding { body, scope, .. } = binding;
            self.body(body);
            self.scope(scope);
        }
        for scope in &mut part.scopes {
            let Scope { parent, items, self_ty, .. } = scope;
            parent.iter_mut().for_each(|id| self.scope(id));
            items.values_mut().flatten().for_each(|id| self.def(id));
            self_ty.iter_mut().for_each(|id| self.impl_id(id));
        }
        for def in &mut part.defs {
            let Def { scope, inner, owner, body, .. } = def;
            self.scope(scope);
            inner.iter_mut().for_each(|id| self.scope(id));
            owner.iter_mut().for_each(|id| self.impl_id(id));
            body.iter_mut().for_each(|id| self.body(id));
        }
        for info in &mut part.impls {
            let ImplInfo { scope, of_def, methods, aliases, .. } = info;
            self.scope(scope);
            of_def.iter_mut().chain(methods).chain(aliases).for_each(|id| self.def(id));
        }
        let by_name = part.methods.values_mut().chain(part.constants.values_mut()).flatten();
        by_name.chain(&mut part.outlines).for_each(|id| self.def(id));
    }

    fn file(self, file: &mut FileIndex) {
        file.expr_body.iter_mut().for_each(|id| self.body(id));
        file.expr_scope.iter_mut().for_each(|id| self.scope(id));
        file.body_of.values_mut().for_each(|id| self.body(id));
        file.local.values_mut().chain(file.pat_binding.values_mut()).for_each(|id| self.binding(id));
        file.opaque_uses.iter_mut().for_each(|(_, id)| self.binding(id));
    }

    /// An expression that no body or scope was found for keeps its `u32::MAX`.
    fn body(self, id: &mut BodyId) {
        id.0 = id.0.saturating_add(self.bodies);
    }

    fn scope(self, id: &mut ScopeId) {
        id.0 = id.0.saturating_add(self.scopes);
    }

    fn binding(self, id: &mut BindingId) {
        id.0 += self.bindings;
    }

    fn def(self, id: &mut DefId) {
        id.0 += self.defs;
    }

    fn impl_id(self, id: &mut ImplId) {
        id.0 += self.impls;
    }
}
