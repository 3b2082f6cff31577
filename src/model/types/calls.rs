//! Types of what calls of functions give: constructors, channels, locks; and which method of the package a call means.

use std::sync::Arc;

use crate::model::Base;
use crate::model::library::locks::Gives;
use crate::model::library::{self, Call, Inner, Side, gives, steps};
use crate::model::names::Res;
use crate::model::source::tables::{DefId, ExprAt, ScopeId, TypeAt};
use crate::model::types::Ty;
use crate::syntax::tree::{ExprId, ExprKind, ItemKind, Name};

impl Base {
    /// The package's own method that a call on this type means, in a scope with its type parameters.
    pub fn method_def(&self, receiver: &Ty, name: Name, scope: ScopeId) -> Option<DefId> {
        self.index.methods.get(&name)?;
        match self.head(receiver) {
            Ty::Def(def, _) => self.method_of_def(def, name),
            Ty::Bounds(bounds) => bounds.iter().find_map(|b| self.method_def(b, name, scope)),
            Ty::Ext(path, _) => self.method_of_external(&path, name),
            Ty::Param(param) => self.method_of_param(scope, param, name),
            _ => None,
        }
    }

    /// The type or trait outside the package whose method a call on this type means: its own, or that of a sibling's trait
    /// by which alone it is known.
    pub(in crate::model) fn external_owner(&self, receiver: &Ty, name: Name, scope: ScopeId) -> Option<Arc<str>> {
        let has_it = |path: &Arc<str>| self.siblings.method(path, self.text(name)).is_some();
        match self.head(receiver) {
            Ty::Ext(path, _) => Some(path),
            Ty::Bounds(bounds) => bounds.iter().filter_map(Ty::shared_path).find(|path| has_it(path)),
            Ty::Param(param) => self.external_bounds(scope, param).into_iter().find(has_it),
            _ => None,
        }
    }

    /// A method of an extension trait or impl of the package on a library's type.
    fn method_of_external(&self, path: &str, name: Name) -> Option<DefId> {
        let candidates = self.index.methods.get(&name)?;
        let own = |id| matches!(self.impl_self(id), Res::External(p) if &*p == path);
        let found = candidates.iter().copied().find(|&m| self.index.def(m).owner.is_some_and(own));
        found.or_else(|| self.default_method(own, name))
    }

    pub(super) fn call_type(&self, at: ExprAt, callee: ExprId, args: &[ExprId], depth: u32) -> Ty {
        let callee_at = ExprAt { file: at.file, id: callee };
        match self.res_of_any_twin(callee_at) {
            Res::Def(def) => match self.declared_path(def) {
                Some(path) if matches!(self.function(path), Some(Call::Channel { .. })) => {
                    self.external_call_type(path, &[], || self.turbofish(callee_at))
                }
                _ => self.given_by(def, depth),
            },
            Res::Variant(def, _) => Ty::Def(def, Arc::from([])),
            Res::External(path) => {
                let args: Vec<Ty> =
                    args.iter().take(2).map(|&id| self.typed(ExprAt { file: at.file, id }, depth)).collect();
                self.external_call_type(&path, &args, || self.turbofish(callee_at))
            }
            Res::SelfType(_) | Res::Assoc(..) => self.associated_call_type(&self.res(callee_at)),
            _ => Ty::Unknown,
        }
    }

    fn associated_call_type(&self, res: &Res) -> Ty {
        let Res::Assoc(base, name) = res else { return Ty::Unknown };
        match (&**base, gives::constructs(self.names.text(*name))) {
            (Res::Def(def), true) => Ty::Def(*def, Arc::from([])),
            _ => Ty::Unknown,
        }
    }

    /// The types written in `name::<A, B>`.
    fn turbofish(&self, callee: ExprAt) -> Vec<Ty> {
        let ExprKind::Path(path) = self.kind(callee) else { return Vec::new() };
        let scope = self.scope_at(callee);
        let args = path.segments.last().map(|s| s.args.as_slice()).unwrap_or_default();
        args.iter().map(|&id| self.written(TypeAt { file: callee.file, id, scope })).collect()
    }

    /// What a call of a function of the package gives: what it declares, as a future where it is async.
    pub(super) fn given_by(&self, def: DefId, depth: u32) -> Ty {
        let info = self.index.def(def);
        let ItemKind::Fn(function) = &self.tree(info.file).items[info.item.0 as usize].kind else {
            return self.return_type(def);
        };
        let declared = self.return_type(def);
        let given = self.guard_behind_bounds(def, &declared, depth).unwrap_or(declared);
        let given = match self.declared_path(def).and_then(|path| self.function(path)) {
            Some(Call::Lock(locking)) => return self.declared_guard(locking, given, function.is_async),
            _ => given,
        };
        // `#[tokio::main]` and its like make an async function one that runs when it is called.
        if function.is_async && !self.is_entry(def) { given.future() } else { given }
    }

    /// What a call of a library's function gives, by its first arguments.
    fn external_call_type(&self, path: &str, args: &[Ty], turbofish: impl Fn() -> Vec<Ty>) -> Ty {
        if let Some(given) = self.sibling_call(path) {
            return given;
        }
        let first = args.first().cloned().unwrap_or(Ty::Unknown);
        match self.function(path) {
            Some(Call::Channel { kind, bound }) => {
                let end = |side| library::end_made_by(path, kind, side, bound.is_some());
                let (sender, receiver) = (end(Side::Sender), end(Side::Receiver));
                return Ty::Tuple(Arc::from([Ty::ext(sender, turbofish()), Ty::ext(receiver, turbofish())]));
            }
            Some(Call::Race) => return Ty::Unknown,
            Some(Call::BlockOn) => return self.future_output(&first).unwrap_or(Ty::Unknown),
            Some(Call::Lock(locking)) => return self.declared_guard(locking, Ty::Unknown, false),
            Some(Call::Sleep(row)) if row.limits() => {
                let limited = args.get(usize::from(row.length == 0)).and_then(|ty| self.future_output(ty));
                return limited.unwrap_or(Ty::Unknown).given_in(Gives::Result).future();
            }
            _ => {}
        }
        if let Some(ty) = self.lock_call_type(path, args) {
            return ty;
        }
        let Some((owner, name)) = path.rsplit_once("::") else { return Ty::Unknown };
        // `Arc::clone(&x)`, `Clone::clone(&x)` and `mem::take(&mut x)` give what they are lent.
        if gives::clones_argument(path) || steps::puts_another_in_place(path) {
            return if let Ty::Ref(lent) = first { (*lent).clone() } else { first };
        }
        if let Some(weak) = gives::weak_pointer_of(path) {
            let shared = if let Ty::Ref(lent) = first { (*lent).clone() } else { first };
            let inner = if let Ty::Ext(_, args) = shared { args.first().cloned() } else { None };
            return Ty::ext(weak, inner.into_iter().collect());
        }
        if let Some(inner) = library::wrapper(owner)
            && gives::constructs(name)
        {
            // `Box::pin(x)` and `Pin::new(x)` are used like `x`; `Mutex::new(x)` guards it.
            return match inner {
                Inner::Cell => Ty::ext(owner, vec![]),
                _ => around(owner, first),
            };
        }
        if let Some(gives) = gives::argument_in(path) {
            return first.given_in(gives);
        }
        if let Some(given) = library::given_by_function(path) {
            return Ty::ext(given, vec![]);
        }
        if let Some(lock) = library::lock_made_by(path) {
            return around(lock, first);
        }
        let type_like = owner.rsplit("::").next().is_some_and(|n| n.starts_with(|c: char| c.is_uppercase()));
        if type_like && gives::constructs(name) { Ty::ext(owner, vec![first]) } else { Ty::Unknown }
    }
}

/// A wrapper of this type around a value.
fn around(path: &str, inner: Ty) -> Ty {
    let mut args = vec![Ty::Unknown; library::inner_place(path)];
    args.push(inner);
    Ty::ext(path, args)
}
