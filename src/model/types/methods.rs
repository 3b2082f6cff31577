//! Types of what method calls give: of wrappers, ends of channels, futures; a lock's methods stand in `guards`.

use std::sync::Arc;

use crate::model::Base;
use crate::model::library::locks::Gives;
use crate::model::library::{self, Call, ChannelKind, Closed, Inner, ReceiveHow, Side};
use crate::model::source::tables::ExprAt;
use crate::model::types::Ty;
use crate::syntax::tree::Method;

impl Base {
    pub(super) fn method_type(&self, at: ExprAt, method: &Method, depth: u32) -> Ty {
        let receiver = self.typed(ExprAt { file: at.file, id: method.receiver }, depth);
        let name = self.names.text(method.name);
        if let Some((guard, how)) = self.guard_method(&receiver, name) {
            return self.guard_after(&guard, how);
        }
        if let Some(def) = self.method_def(&receiver, method.name, self.scope_at(at)) {
            return self.given_by(def, depth);
        }
        let arg = || method.args.first().map(|&id| self.typed(ExprAt { file: at.file, id }, depth));
        let head = self.head(&receiver);
        if let Ty::Future { output, .. } = &head
            && let Some(ty) = self.future_method_type(output, name)
        {
            return ty;
        }
        if let Ty::Ext(path, args) = &head {
            let first = || args.get(library::inner_place(path)).cloned().unwrap_or(Ty::Unknown);
            match self.method(path, name) {
                Some(Call::BlockOn) => return arg().and_then(|ty| self.future_output(&ty)).unwrap_or(Ty::Unknown),
                Some(Call::Lock(locking)) => return self.declared_guard(locking, Ty::Unknown, false),
                _ => {}
            }
            if let Some(given) = self.sibling_method(path, args, name) {
                return given;
            }
            if let Some(ty) = self.lock_method_type(path, args, name, arg) {
                return ty;
            }
            if let Some(ty) = self.known_method_type(path, args, name, &receiver) {
                return ty;
            }
            match (library::wrapper(path), name) {
                (Some(Inner::Some), "unwrap" | "expect" | "unwrap_or_else" | "unwrap_or_default" | "unwrap_or") => {
                    return first();
                }
                (Some(Inner::Some), "ok") => return first().given_in(Gives::Option),
                (Some(Inner::Some), "ok_or" | "ok_or_else") => return first().given_in(Gives::Result),
                (
                    Some(Inner::Some),
                    "take" | "as_ref" | "as_mut" | "as_deref" | "as_deref_mut" | "cloned" | "copied" | "replace"
                    | "insert" | "map_err" | "clone" | "filter" | "or_else" | "or" | "iter" | "context"
                    | "with_context",
                ) => return head.clone(),
                (Some(Inner::Some), "map" | "and_then") => return Ty::Unknown,
                (Some(Inner::Guarded | Inner::AsyncGuarded), "get_mut" | "into_inner") => return first(),
                (Some(Inner::Cell), "get" | "get_mut" | "take" | "into_inner") => {
                    return Ty::ext("std::option::Option", vec![first()]);
                }
                (Some(Inner::Cell), "get_or_init" | "get_or_try_init" | "get_mut_or_init") => return first(),
                _ => {}
            }
        }
        same_by_custom(name, receiver)
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
                (Side::Receiver, _) => match library::receive_method(kind, name) {
                    Some(how) => received(kind, how, name, args),
                    None => return same_end(name, receiver),
                },
                _ => return same_end(name, receiver),
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

    /// What awaiting a value gives that is known to be a future.
    pub(super) fn future_output(&self, ty: &Ty) -> Option<Ty> {
        match self.head(ty) {
            Ty::Future { output, .. } => Some((*output).clone()),
            Ty::Ext(path, args) => {
                library::awaited(&path).map(|gives| args.first().cloned().unwrap_or(Ty::Unknown).given_in(gives))
            }
            _ => None,
        }
    }

    /// What a method of a future gives that makes another future of it; `None` where it gives the same one.
    fn future_method_type(&self, output: &Ty, name: &str) -> Option<Ty> {
        match name {
            "timeout" | "timeout_at" => Some(output.clone().given_in(Gives::Result).future()),
            "unwrap_or_else" => Some(self.unwrapped(output).future()),
            "now_or_never" => Some(output.clone().given_in(Gives::Option)),
            "map" | "then" | "and_then" | "or_else" | "map_ok" => Some(Ty::Unknown),
            _ => None,
        }
    }
}

/// What a receive gives, which is a future where it is to be awaited.
fn received(kind: ChannelKind, how: ReceiveHow, name: &str, args: &[Ty]) -> Ty {
    let message = || args.first().cloned().unwrap_or(Ty::Unknown);
    let closed = match kind.closed() {
        Closed::None => Gives::Option,
        Closed::Err => Gives::Result,
    };
    let given = match (how, name) {
        (ReceiveHow::Drain, _) | (_, "try_iter" | "drain" | "stream") => return message().given_in(Gives::Option),
        (_, "recv_many" | "blocking_recv_many") => Ty::Unknown,
        (_, "changed") => Ty::Tuple(Arc::from([])).given_in(Gives::Result),
        (_, "wait_for") => Ty::Unknown,
        (_, "select_next_some") => message(),
        // The `next` of a stream, whatever its channel.
        (_, "next") => message().given_in(Gives::Option),
        (ReceiveHow::Try, "try_next") => message().given_in(Gives::Option).given_in(Gives::Result),
        (ReceiveHow::Try, _) if kind == ChannelKind::Kanal => message().given_in(Gives::Option).given_in(Gives::Result),
        (ReceiveHow::Try | ReceiveHow::Timed, _) => message().given_in(Gives::Result),
        _ => message().given_in(closed),
    };
    if how == ReceiveHow::Await { given.future() } else { given }
}

/// What a method of an end of a channel gives that gives an end of the same sort.
fn same_end(name: &str, receiver: &Ty) -> Option<Ty> {
    matches!(name, "clone" | "resubscribe" | "as_mut" | "by_ref" | "as_ref" | "borrow_mut" | "fuse" | "into_stream")
        .then(|| receiver.clone())
}

/// What a method of an unknown type gives whose name says by custom that it gives its receiver again, in another form.
fn same_by_custom(name: &str, receiver: Ty) -> Ty {
    let guarded = match &receiver {
        Ty::Guard(guard) => Some(&guard.inner),
        Ty::Ref(lent) => match &**lent {
            Ty::Guard(guard) => Some(&guard.inner),
            _ => None,
        },
        _ => None,
    };
    match (name, guarded) {
        // A guard is none of these: its deref is.
        (
            "clone" | "to_owned" | "as_ref" | "as_mut" | "borrow" | "borrow_mut" | "by_ref" | "cloned" | "deref"
            | "deref_mut" | "get_mut" | "as_pin_mut" | "project" | "into_inner",
            Some(inner),
        ) => inner.clone(),
        (
            "clone" | "to_owned" | "as_ref" | "as_mut" | "borrow" | "borrow_mut" | "by_ref" | "unwrap" | "expect"
            | "fuse" | "boxed" | "boxed_local" | "into_inner" | "lock" | "cloned" | "into_future" | "instrument"
            | "in_current_span" | "map_err" | "unwrap_or_else" | "context" | "deref" | "deref_mut" | "into_stream"
            | "enter" | "get_mut" | "as_pin_mut" | "with_context" | "unwrap_or_default" | "project",
            _,
        ) => receiver,
        _ => Ty::Unknown,
    }
}
