//! Types of what method calls give: of wrappers, ends of channels, futures; a lock's methods stand in `guards`.

use std::sync::Arc;

use crate::model::Base;
use crate::model::library::gives::{self, OfFuture, OfWrapper, Received};
use crate::model::library::locks::Gives;
use crate::model::library::parts::{self, OfParts};
use crate::model::library::{self, Call, ChannelKind, ReceiveHow, Side};
use crate::model::names::Res;
use crate::model::source::tables::ExprAt;
use crate::model::types::Ty;
use crate::syntax::tree::Method;

/// What a method of a collection or weak pointer gives that has these type arguments.
fn part_given(given: OfParts, args: &Arc<[Ty]>) -> Ty {
    let arg = |n: usize| args.get(n).cloned().unwrap_or(Ty::Unknown);
    match given {
        OfParts::One(n, gives) => arg(n).given_in(gives),
        OfParts::All(n) => Ty::Seq(Arc::new(arg(n))),
        OfParts::Pair => Ty::Tuple(Arc::from([arg(0), arg(1)])).given_in(Gives::Option),
        OfParts::Pairs => Ty::Seq(Arc::new(Ty::Tuple(Arc::from([arg(0), arg(1)])))),
        OfParts::Entry => Ty::Ext(Arc::from(parts::ENTRY), args.clone()),
        OfParts::Strong(pointer) => Ty::ext(pointer, vec![arg(0)]).given_in(Gives::Option),
    }
}

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
        if let Ty::Seq(element) = &head
            && let Some(given) = parts::of_list(name)
        {
            return part_given(given, &Arc::from([(**element).clone()]));
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
            match library::wrapper(path).and_then(|how| gives::of_wrapper(how, name)) {
                Some(OfWrapper::Inside(gives)) => return first().given_in(gives),
                Some(OfWrapper::Same) => return head.clone(),
                Some(OfWrapper::Made) => return self.made_by_path(at, method, &first()),
                None => {}
            }
        }
        same_by_custom(name, receiver)
    }

    /// What a method that a path names makes of what is in an `Option`: `weak.and_then(Weak::upgrade)`.
    fn made_by_path(&self, at: ExprAt, method: &Method, inside: &Ty) -> Ty {
        let given = method.args.first().map(|&id| self.res(ExprAt { id, ..at }));
        let (Some(Res::External(path)), Ty::Ext(_, args)) = (given, self.head(inside)) else { return Ty::Unknown };
        let made = path.rsplit_once("::").and_then(|(owner, name)| parts::of_parts(owner, name));
        match made.map(|given| part_given(given, &args)) {
            Some(given) if gives::wraps_what_is_made(self.text(method.name)) => given.given_in(Gives::Option),
            Some(given) => given,
            None => Ty::Unknown,
        }
    }

    fn known_method_type(&self, path: &str, args: &Arc<[Ty]>, name: &str, receiver: &Ty) -> Option<Ty> {
        if let Some((kind, side)) = library::end_of_type(path) {
            if let Some(end) = gives::other_end(path, name) {
                return Some(Ty::Ext(Arc::from(end), args.clone()));
            }
            let how = (side == Side::Receiver).then(|| library::receive_method(kind, name)).flatten();
            return match how {
                Some(how) => Some(received(kind, how, name, args)),
                None => gives::same_end(name).then(|| receiver.clone()),
            };
        }
        if let Some(given) = parts::of_parts(path, name) {
            return Some(part_given(given, args));
        }
        match library::given_by_method(path, name) {
            Some(given) => Some(Ty::ext(given, vec![])),
            None => gives::sets_up(path, name).then(|| receiver.clone()),
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
        match gives::of_future(name)? {
            OfFuture::Limited => Some(output.clone().given_in(Gives::Result).future()),
            OfFuture::Unwrapped => Some(self.unwrapped(output).future()),
            OfFuture::AtOnce => Some(output.clone().given_in(Gives::Option)),
            OfFuture::Made => Some(Ty::Unknown),
        }
    }
}

/// What a receive gives, which is a future where it is to be awaited.
fn received(kind: ChannelKind, how: ReceiveHow, name: &str, args: &[Ty]) -> Ty {
    let message = || args.first().cloned().unwrap_or(Ty::Unknown);
    let given = match gives::received(kind, how, name) {
        Received::Messages => return message().given_in(Gives::Option),
        Received::Message(gives) => message().given_in(gives),
        Received::Tried => message().given_in(Gives::Option).given_in(Gives::Result),
        Received::News => Ty::Tuple(Arc::from([])).given_in(Gives::Result),
        Received::Other => Ty::Unknown,
    };
    if how == ReceiveHow::Await { given.future() } else { given }
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
    match guarded {
        // A guard is none of these: its deref is.
        Some(inner) if gives::same_behind_guard(name) => inner.clone(),
        _ if gives::same_by_custom(name) => receiver,
        _ => Ty::Unknown,
    }
}
