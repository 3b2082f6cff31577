//! Types of what calls give: constructors, channels, methods of wrappers, and which method of the package a call means.

use std::sync::Arc;

use crate::model::Base;
use crate::model::library::{self, Call, ChannelKind, Inner, Side};
use crate::model::names::Res;
use crate::model::source::tables::{DefId, ExprAt, ScopeId, TypeAt};
use crate::model::types::Ty;
use crate::syntax::tree::{ExprId, ExprKind, Method, Name};

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
        let arg = |n: usize| args.get(n).map(|&id| self.typed(ExprAt { file: at.file, id }, depth));
        match self.res(callee_at) {
            Res::Def(def) => match self.declared_path(def) {
                Some(path) if matches!(self.function(path), Some(Call::Channel { .. })) => {
                    self.external_call_type(path, None, || self.turbofish(callee_at))
                }
                _ => self.return_type(def),
            },
            Res::Variant(def, _) => Ty::Def(def, Arc::from([])),
            Res::External(path) => self.external_call_type(&path, arg(0), || self.turbofish(callee_at)),
            Res::SelfType(_) | Res::Assoc(..) => self.associated_call_type(&self.res(callee_at)),
            _ => Ty::Unknown,
        }
    }

    fn associated_call_type(&self, res: &Res) -> Ty {
        let Res::Assoc(base, name) = res else { return Ty::Unknown };
        match (&**base, is_constructor(self.names.text(*name))) {
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

    fn external_call_type(&self, path: &str, first: Option<Ty>, turbofish: impl Fn() -> Vec<Ty>) -> Ty {
        if let Some(given) = self.sibling_call(path) {
            return given;
        }
        let first = first.unwrap_or(Ty::Unknown);
        match self.function(path) {
            Some(Call::Channel { kind, bound }) => {
                let end = |side| library::end_made_by(path, kind, side, bound.is_some());
                let (sender, receiver) = (end(Side::Sender), end(Side::Receiver));
                return Ty::Tuple(Arc::from([Ty::ext(sender, turbofish()), Ty::ext(receiver, turbofish())]));
            }
            Some(Call::Race) => return Ty::Unknown,
            _ => {}
        }
        let Some((owner, name)) = path.rsplit_once("::") else { return Ty::Unknown };
        // `Arc::clone(&x)` and `Clone::clone(&x)` give what they are lent.
        if name == "clone" {
            return if let Ty::Ref(lent) = first { (*lent).clone() } else { first };
        }
        if let Some(inner) = library::wrapper(owner)
            && is_constructor(name)
        {
            // `Box::pin(x)` and `Pin::new(x)` are used like `x`; `Mutex::new(x)` guards it.
            return match inner {
                Inner::Cell => Ty::ext(owner, vec![]),
                _ => Ty::ext(owner, vec![first]),
            };
        }
        match path {
            "std::option::Option::Some" => return Ty::ext("std::option::Option", vec![first]),
            "std::result::Result::Ok" => return Ty::ext("std::result::Result", vec![first]),
            _ => {
                if let Some(given) = library::given_by_function(path) {
                    return Ty::ext(given, vec![]);
                }
            }
        }
        let type_like = owner.rsplit("::").next().is_some_and(|n| n.starts_with(|c: char| c.is_uppercase()));
        if type_like && is_constructor(name) { Ty::ext(owner, vec![first]) } else { Ty::Unknown }
    }

    pub(super) fn method_type(&self, at: ExprAt, method: &Method, depth: u32) -> Ty {
        let receiver = self.typed(ExprAt { file: at.file, id: method.receiver }, depth);
        let name = self.names.text(method.name);
        if let Some(def) = self.method_def(&receiver, method.name, self.scope_at(at)) {
            return self.return_type(def);
        }
        let head = self.head(&receiver);
        if let Ty::Ext(path, args) = &head {
            let first = || args.first().cloned().unwrap_or(Ty::Unknown);
            if let Some(given) = self.sibling_method(path, args, name) {
                return given;
            }
            if let Some(ty) = self.known_method_type(path, args, name, &receiver) {
                return ty;
            }
            match (library::wrapper(path), name) {
                (Some(Inner::Some), "unwrap" | "expect" | "unwrap_or_else" | "unwrap_or_default" | "unwrap_or") => {
                    return first();
                }
                (
                    Some(Inner::Some),
                    "take" | "as_ref" | "as_mut" | "as_deref" | "as_deref_mut" | "ok" | "cloned" | "copied" | "replace"
                    | "insert" | "map_err" | "clone" | "ok_or" | "ok_or_else" | "filter" | "or_else" | "or" | "iter"
                    | "context" | "with_context",
                ) => return head.clone(),
                (Some(Inner::Some), "map" | "and_then") => return Ty::Unknown,
                (
                    Some(Inner::Guarded | Inner::AsyncGuarded),
                    "lock" | "read" | "write" | "borrow" | "borrow_mut" | "get_mut" | "lock_owned" | "read_owned"
                    | "write_owned" | "blocking_lock" | "into_inner" | "lock_arc" | "blocking_read" | "blocking_write"
                    | "upgradable_read",
                ) => return first(),
                (Some(Inner::Guarded | Inner::AsyncGuarded), "try_lock" | "try_read" | "try_write") => {
                    return Ty::ext("std::option::Option", vec![first()]);
                }
                (Some(Inner::Cell), "get" | "get_mut" | "take" | "into_inner") => {
                    return Ty::ext("std::option::Option", vec![first()]);
                }
                (Some(Inner::Cell), "get_or_init" | "get_or_try_init" | "get_mut_or_init") => return first(),
                _ => {}
            }
        }
        match name {
            "clone" | "to_owned" | "as_ref" | "as_mut" | "borrow" | "borrow_mut" | "by_ref" | "unwrap" | "expect"
            | "fuse" | "boxed" | "boxed_local" | "into_inner" | "lock" | "cloned" | "into_future" | "instrument"
            | "in_current_span" | "map_err" | "unwrap_or_else" | "context" | "deref" | "deref_mut" | "into_stream"
            | "enter" | "get_mut" | "as_pin_mut" | "with_context" | "unwrap_or_default" | "project" => receiver,
            _ => Ty::Unknown,
        }
    }

    fn known_method_type(&self, path: &str, args: &Arc<[Ty]>, name: &str, receiver: &Ty) -> Option<Ty> {
        if let Some((kind, side)) = library::end_of_type(path) {
            return Some(match (side, name) {
                (Side::Sender, "subscribe" | "new_receiver") => {
                    Ty::Ext(Arc::from(library::end_type(kind, Side::Receiver, true)), args.clone())
                }
                (Side::Sender, "downgrade") => {
                    let bounded = !path.contains("Unbounded");
                    Ty::Ext(Arc::from(library::end_type(kind, Side::WeakSender, bounded)), args.clone())
                }
                (Side::Receiver, "deactivate") => {
                    Ty::Ext(Arc::from(library::end_type(kind, Side::Inactive, true)), args.clone())
                }
                (_, "to_sync" | "to_async" | "clone_sync" | "clone_async" | "as_async" | "as_sync")
                    if kind == ChannelKind::Kanal =>
                {
                    Ty::Ext(Arc::from(library::other_face(path, name)), args.clone())
                }
                (Side::Receiver, _) if library::receive_method(kind, name).is_some() => {
                    Ty::ext("std::option::Option", args.to_vec())
                }
                (
                    _,
                    "clone" | "resubscribe" | "as_mut" | "by_ref" | "as_ref" | "borrow_mut" | "fuse" | "into_stream",
                ) => receiver.clone(),
                _ => return None,
            });
        }
        match (path, name) {
            _ if library::given_by_method(path, name).is_some() => {
                library::given_by_method(path, name).map(|given| Ty::ext(given, vec![]))
            }
            _ if path.ends_with("Builder") && name != "spawn" && name != "build" => Some(receiver.clone()),
            _ if library::stream_that_ends(path) && name == "split" => None,
            _ => None,
        }
    }
}

/// Whether an associated function of this name gives a value of its type (perhaps in an `Option`, `Result` or future).
fn is_constructor(name: &str) -> bool {
    matches!(
        name,
        "default"
            | "current"
            | "bind"
            | "connect"
            | "open"
            | "builder"
            | "create"
            | "pin"
            | "spawner"
            | "from"
            | "init"
            | "start"
            | "build"
            | "upgrade"
            | "downgrade"
            | "global"
    ) || name.starts_with("new")
        || name.starts_with("with_")
        || name.starts_with("from_")
        || name.starts_with("try_new")
}
