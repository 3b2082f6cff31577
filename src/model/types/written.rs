//! Types as they are written: annotations, aliases, declared returns.

use std::sync::Arc;

use crate::model::Base;
use crate::model::library::{self, locks};
use crate::model::names::{Res, Space};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BodyId, BodyKind, DefId, DefKind, FileNo, ScopeId, TypeAt};
use crate::model::types::{DEPTH, Guard, Ty};
use crate::syntax::tree::{ItemKind, Path, TypeId, TypeKind, TypeParam};

impl Expr<'_> {
    /// Whether `?` hands an error of this type of a library on from where it stands: what its function returns takes it.
    pub fn hands_on(self, error: &str) -> bool {
        self.base.hands_on(self.body(), error)
    }
}

impl Base {
    /// The type that is written somewhere.
    pub fn written(&self, at: TypeAt) -> Ty {
        self.written_deep(at, DEPTH)
    }

    fn written_deep(&self, at: TypeAt, depth: u32) -> Ty {
        if depth == 0 {
            return Ty::Unknown;
        }
        let inner = |id: TypeId| self.written_deep(TypeAt { id, ..at }, depth - 1);
        match &self.tree(at.file).types[at.id.0 as usize].kind {
            TypeKind::Path(path) => self.path_type(at.file, at.scope, path, depth),
            TypeKind::Ref { inner: id, .. } => Ty::Ref(Arc::new(inner(*id))),
            TypeKind::Tuple(parts) => Ty::Tuple(parts.iter().map(|&p| inner(p)).collect()),
            TypeKind::Slice(id) | TypeKind::Array(id) => Ty::Seq(Arc::new(inner(*id))),
            TypeKind::Impl(bounds) | TypeKind::Dyn(bounds) => {
                let traits: Arc<[Ty]> = bounds.iter().map(|b| self.path_type(at.file, at.scope, b, depth)).collect();
                match self.future_among(bounds, &traits) {
                    Some(output) => output.map_or(Ty::Unknown, inner).future(),
                    None => Ty::Bounds(traits),
                }
            }
            TypeKind::Ptr(_) | TypeKind::Fn { .. } | TypeKind::Never | TypeKind::Infer | TypeKind::Other => Ty::Unknown,
        }
    }

    /// Of bounds, one of which is that of futures, the written output, if it is written.
    fn future_among(&self, bounds: &[Path], traits: &[Ty]) -> Option<Option<TypeId>> {
        let future = traits.iter().position(|ty| ty.path().is_some_and(library::is_future))?;
        let assoc = bounds[future].segments.last().map(|s| s.assoc.as_slice()).unwrap_or_default();
        Some(assoc.iter().find(|(name, _)| self.names.text(*name) == "Output").map(|(_, ty)| *ty))
    }

    pub(super) fn path_type(&self, file: FileNo, scope: ScopeId, path: &Path, depth: u32) -> Ty {
        let args = || -> Arc<[Ty]> {
            let last = path.segments.last();
            let args = last.map(|s| s.args.as_slice()).unwrap_or_default();
            args.iter().map(|&id| self.written_deep(TypeAt { file, id, scope }, depth - 1)).collect()
        };
        match self.res_path(file, scope, path, Space::Type) {
            Res::Def(def) | Res::Variant(def, _) => Ty::Def(def, args()),
            Res::External(full) => {
                let args = args();
                self.sibling_alias(&full, &args).unwrap_or_else(|| {
                    let by_name = self.lock_by_name(&full).map(Arc::from);
                    external_type(by_name.unwrap_or(full), args)
                })
            }
            Res::Param(name) => Ty::Param(name),
            Res::SelfType(_) | Res::Assoc(..) | Res::Module(_) | Res::Unknown => Ty::Unknown,
        }
    }

    /// A written type whose own generics are parameters, not names to look up.
    pub(in crate::model) fn written_in(&self, at: TypeAt, generics: &[TypeParam]) -> Ty {
        if let TypeKind::Path(path) = &self.tree(at.file).types[at.id.0 as usize].kind
            && path.segments.len() == 1
            && generics.iter().any(|g| g.name == path.segments[0].name)
        {
            return Ty::Param(path.segments[0].name);
        }
        if let TypeKind::Path(path) = &self.tree(at.file).types[at.id.0 as usize].kind
            && let Some(last) = path.segments.last()
            && !last.args.is_empty()
        {
            let args: Arc<[Ty]> = last.args.iter().map(|&id| self.written_in(TypeAt { id, ..at }, generics)).collect();
            return match self.written(at) {
                Ty::Def(def, _) => Ty::Def(def, args),
                Ty::Ext(path, _) => Ty::Ext(path, args),
                Ty::Guard(guard) => external_type(Arc::from(guard.row.path), args),
                Ty::Future { .. } => args.first().cloned().unwrap_or(Ty::Unknown).future(),
                other => other,
            };
        }
        match (&self.tree(at.file).types[at.id.0 as usize].kind, self.written(at)) {
            (TypeKind::Impl(bounds) | TypeKind::Dyn(bounds), Ty::Future { .. }) => {
                let traits: Vec<Ty> = bounds.iter().map(|b| self.path_type(at.file, at.scope, b, DEPTH)).collect();
                let output = self.future_among(bounds, &traits).flatten();
                output.map_or(Ty::Unknown, |id| self.written_in(TypeAt { id, ..at }, generics)).future()
            }
            (_, written) => written,
        }
    }

    pub(in crate::model) fn alias_target(&self, def: DefId, args: &[Ty]) -> Option<Ty> {
        let info = self.index.def(def);
        if info.kind != DefKind::Alias {
            return None;
        }
        let ItemKind::Alias { generics, ty: Some(ty) } = &self.tree(info.file).items[info.item.0 as usize].kind else {
            return None;
        };
        let target =
            self.written_in(TypeAt { file: info.file, id: *ty, scope: info.inner.unwrap_or(info.scope) }, generics);
        (!matches!(target, Ty::Def(d, _) if d == def)).then(|| substitute(&target, generics, args))
    }

    /// Whether the function that a body is of returns a `Result` whose error is made of any other, or is this one.
    fn hands_on(&self, body: BodyId, error: &str) -> bool {
        let info = self.index.body(body);
        let (BodyKind::Fn, Some(def)) = (info.kind, info.def) else { return false };
        let returned = self.return_type(def);
        let takes = |taken: &Ty| match taken {
            Ty::Bounds(_) => true,
            Ty::Ext(path, args) => {
                library::types::takes_any_error(path) || **path == *error || matches!(args.first(), Some(Ty::Bounds(_)))
            }
            _ => false,
        };
        match &returned {
            Ty::Ext(path, args) if path.ends_with("Result") => {
                library::types::takes_any_error(path)
                    || library::types::error_of(path) == Some(error)
                    || args.get(1).is_some_and(takes)
            }
            _ => false,
        }
    }

    /// The declared return type of one of the package's functions.
    pub fn return_type(&self, def: DefId) -> Ty {
        let info = self.index.def(def);
        match &self.tree(info.file).items[info.item.0 as usize].kind {
            ItemKind::Fn(function) => match function.ret {
                Some(ret) => self.written(TypeAt { file: info.file, id: ret, scope: info.inner.unwrap_or(info.scope) }),
                None => Ty::Tuple(Arc::from([])),
            },
            ItemKind::Struct { .. } => Ty::Def(def, Arc::from([])),
            _ => Ty::Unknown,
        }
    }

    /// Whether a function of the package gives a future.
    pub(in crate::model) fn gives_future(&self, def: DefId) -> bool {
        let info = self.index.def(def);
        let ItemKind::Fn(function) = &self.tree(info.file).items[info.item.0 as usize].kind else { return false };
        let future = |ty: &Ty| ty.path().is_some_and(|p| p.ends_with("Future"));
        function.is_async
            || match self.return_type(def) {
                Ty::Future { .. } => true,
                Ty::Bounds(bounds) => bounds.iter().any(future),
                _ => false,
            }
    }
}

/// Puts arguments in place of type parameters.
pub(super) fn substitute(ty: &Ty, generics: &[TypeParam], args: &[Ty]) -> Ty {
    let all = |parts: &Arc<[Ty]>| -> Arc<[Ty]> { parts.iter().map(|p| substitute(p, generics, args)).collect() };
    match ty {
        Ty::Param(name) => {
            let place = generics.iter().position(|g| g.name == *name);
            place.and_then(|n| args.get(n).cloned()).unwrap_or_else(|| ty.clone())
        }
        Ty::Def(def, parts) => Ty::Def(*def, all(parts)),
        Ty::Ext(path, parts) => Ty::Ext(path.clone(), all(parts)),
        Ty::Ref(inner) => Ty::Ref(Arc::new(substitute(inner, generics, args))),
        Ty::Tuple(parts) => Ty::Tuple(all(parts)),
        Ty::Seq(inner) => Ty::Seq(Arc::new(substitute(inner, generics, args))),
        Ty::Future { body, output } => Ty::Future { body: *body, output: Arc::new(substitute(output, generics, args)) },
        Ty::Guard(guard) => {
            Ty::Guard(Arc::new(Guard { row: guard.row, inner: substitute(&guard.inner, generics, args) }))
        }
        _ => ty.clone(),
    }
}

/// A library's type as it is written, which may be that of a guard or a future.
pub(super) fn external_type(path: Arc<str>, args: Arc<[Ty]>) -> Ty {
    if let Some(row) = locks::guard(&path) {
        let inner = if row.derefs { args.last().cloned().unwrap_or(Ty::Unknown) } else { Ty::Ext(path, args) };
        return Ty::Guard(Arc::new(Guard { row, inner }));
    }
    match args.first() {
        Some(output) if library::future_of(&path) => output.clone().future(),
        _ => Ty::Ext(path, args),
    }
}
