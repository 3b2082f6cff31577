//! Functions of the package that can give a guard, told by the words of what they are written to give: asking each call of
//! the package for its type would be asking for all of them.

use rustc_hash::FxHashSet;

use crate::model::Crate;
use crate::model::library::locks;
use crate::model::source::tables::DefKind;
use crate::syntax::tree::{ItemKind, Name, Path, Tree, TypeId, TypeKind};

/// The names of the package's functions that can give a guard, as far as the words of their types tell.
pub(in crate::model) fn guard_givers(krate: &Crate) -> Vec<Name> {
    let mut words: FxHashSet<Name> = locks::guard_names().filter_map(|name| krate.names.find(name)).collect();
    if words.is_empty() {
        return Vec::new();
    }
    // Other names of guards: `type StateGuard<'a> = MutexGuard<'a, State>;`, `impl Deref<Target = State>`.
    words.extend(["Deref", "DerefMut"].into_iter().filter_map(|name| krate.names.find(name)));
    for def in krate.index.defs.iter().filter(|def| def.kind == DefKind::Alias) {
        let tree = krate.tree(def.file);
        if let ItemKind::Alias { ty: Some(ty), .. } = tree.items[def.item.0 as usize].kind
            && names_one_of(tree, ty, &words)
        {
            words.insert(def.name);
        }
    }
    let functions = krate.index.defs.iter().filter(|def| def.kind == DefKind::Fn && def.body.is_some());
    let gives = functions.filter(|def| {
        let tree = krate.tree(def.file);
        match &tree.items[def.item.0 as usize].kind {
            ItemKind::Fn(function) => function.ret.is_some_and(|ty| names_one_of(tree, ty, &words)),
            _ => false,
        }
    });
    gives.map(|def| def.name).collect()
}

/// Whether a written type names one of these types, at any depth.
fn names_one_of(tree: &Tree, ty: TypeId, words: &FxHashSet<Name>) -> bool {
    let inside = |ty: &TypeId| names_one_of(tree, *ty, words);
    let path = |path: &Path| {
        path.segments
            .iter()
            .any(|s| words.contains(&s.name) || s.args.iter().any(inside) || s.assoc.iter().any(|(_, ty)| inside(ty)))
    };
    match &tree.types[ty.0 as usize].kind {
        TypeKind::Path(written) => path(written),
        TypeKind::Ref { inner, .. } | TypeKind::Ptr(inner) | TypeKind::Slice(inner) | TypeKind::Array(inner) => {
            inside(inner)
        }
        TypeKind::Tuple(parts) => parts.iter().any(inside),
        TypeKind::Impl(bounds) | TypeKind::Dyn(bounds) => bounds.iter().any(path),
        TypeKind::Fn { .. } | TypeKind::Never | TypeKind::Infer | TypeKind::Other => false,
    }
}
