//! Types of guards: what the methods of locks and of guards give, and which written type hides a guard.

use std::sync::Arc;

use crate::model::Base;
use crate::model::library::locks::{self, Acquire, Gives, GuardUse, How};
use crate::model::library::{self, Locking};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{DefId, Root};
use crate::model::types::{DEPTH, Guard, Ty};

impl Expr<'_> {
    /// Whether its value keeps a lock held.
    pub fn is_guard_of_lock(self) -> bool {
        self.base.guard(&self.base.type_of(self.at)).is_some()
    }
}

impl Base {
    /// The guard that a value of this type is. One that is lent, or in an `Option`, is not taken for one.
    pub fn guard(&self, ty: &Ty) -> Option<Arc<Guard>> {
        self.guard_behind(ty, DEPTH)
    }

    /// The same through so many aliases, which may go round.
    fn guard_behind(&self, ty: &Ty, aliases: u32) -> Option<Arc<Guard>> {
        match ty {
            Ty::Guard(guard) => Some(guard.clone()),
            Ty::Def(def, args) if aliases > 0 => self.guard_behind(&self.alias_target(*def, args)?, aliases - 1),
            _ => None,
        }
    }

    /// What a method call on a guard, lent or not, does with it, where the method is the guard's own.
    pub(in crate::model) fn guard_method(&self, receiver: &Ty, name: &str) -> Option<(Arc<Guard>, GuardUse)> {
        let guard = match receiver {
            Ty::Ref(lent) => self.guard(lent)?,
            other => self.guard(other)?,
        };
        // An `unwrap` may be that of what is guarded.
        if guard.row.is_by_name()
            && matches!(&guard.inner, Ty::Ext(path, _) if library::wrapper(path) == Some(library::Inner::Some))
        {
            return None;
        }
        locks::guard_method(guard.row, name).map(|how| (guard, how))
    }

    /// What a guard's own method or associated function gives that does so with it.
    pub(super) fn guard_after(&self, guard: &Guard, how: GuardUse) -> Ty {
        match how {
            GuardUse::Becomes { guard: row, gives, how } => {
                // A mapped guard guards a part of what the first one did, which the closure names.
                let inner = match guard.row.derefs && row.derefs && row.path.contains("Mapped") {
                    true => Ty::Unknown,
                    false => self.guarded_inside(guard),
                };
                let ty = guard_type(row, inner).given_in(gives);
                if how == How::Awaits { ty.future() } else { ty }
            }
            GuardUse::Splits => Ty::Guard(Arc::new(guard.clone())).given_in(Gives::Option),
            GuardUse::Releases | GuardUse::Pauses | GuardUse::Forgets | GuardUse::Merges => Ty::Unknown,
        }
    }

    /// What a guard guards, also where it is not used like that.
    fn guarded_inside(&self, guard: &Guard) -> Ty {
        match &guard.inner {
            Ty::Ext(path, args) if !guard.row.derefs && **path == *guard.row.path => {
                args.get(guard.row.lock.inner).cloned().unwrap_or(Ty::Unknown)
            }
            inner => inner.clone(),
        }
    }

    /// What a method of a lock or condition variable gives.
    pub(super) fn lock_method_type(
        &self,
        path: &str,
        args: &[Ty],
        name: &str,
        arg: impl Fn() -> Option<Ty>,
    ) -> Option<Ty> {
        if let Some(wait) = locks::condvar_wait(path, name).filter(|wait| wait.takes) {
            let guard = arg().unwrap_or(Ty::Unknown);
            let given = if wait.timed { Ty::Tuple(Arc::from([guard, Ty::Unknown])) } else { guard };
            return Some(match wait.how {
                How::Awaits => given.future(),
                _ if path.contains("::nonpoison::") => given,
                _ => given.given_in(Gives::Result),
            });
        }
        locks::acquire(path, name).map(|acquire| acquired(&acquire, args))
    }

    /// What a call of an associated function of a lock, guard or condition variable gives.
    pub(super) fn lock_call_type(&self, path: &str, args: &[Ty]) -> Option<Ty> {
        let (owner, name) = path.rsplit_once("::")?;
        let first = args.first()?;
        if let Some(row) = locks::guard(owner) {
            let how = locks::guard_function(row, name)?;
            return Some(match self.guard(first) {
                Some(guard) => self.guard_after(&guard, how),
                None => self.guard_after(&Guard { row, inner: Ty::Unknown }, how),
            });
        }
        let inner = match self.head(first) {
            Ty::Ext(_, inner) => inner,
            _ => Arc::from([]),
        };
        self.lock_method_type(owner, &inner, name, || args.get(1).cloned())
    }

    /// The guard of a function of which the project says that it takes a lock. What it declares to give is what the
    /// guard is used like.
    pub(super) fn declared_guard(&self, locking: Locking, given: Ty, is_async: bool) -> Ty {
        let row = match locking {
            Locking::Blocking => &locks::DECLARED_BLOCKING,
            Locking::Async => &locks::DECLARED_ASYNC,
        };
        let given = match given {
            Ty::Future { output, .. } => (*output).clone(),
            other => other,
        };
        let guard = |inner: &Ty| match inner {
            Ty::Guard(_) => inner.clone(),
            other => Ty::Guard(Arc::new(Guard { row, inner: other.clone() })),
        };
        let ty = match &given {
            Ty::Ext(path, args) if library::wrapper(path) == Some(library::Inner::Some) => {
                Ty::Ext(path.clone(), args.iter().take(1).map(guard).chain(args.iter().skip(1).cloned()).collect())
            }
            other => guard(other),
        };
        if is_async || locking == Locking::Async { ty.future() } else { ty }
    }

    /// The guard that a function gives which declares only `impl Deref`, or an `impl Iterator` over what keeps a map locked.
    pub(super) fn guard_behind_bounds(&self, def: DefId, declared: &Ty, depth: u32) -> Option<Ty> {
        let Ty::Bounds(bounds) = declared else { return None };
        let hides = |path: &str| library::derefs(path) || library::iterates(path);
        if !bounds.iter().any(|bound| bound.path().is_some_and(hides)) {
            return None;
        }
        let body = self.index.body(self.index.def(def).body?);
        let Root::Block(block) = body.root else { return None };
        let given = self.typed(self.tail_of(body.file, block)?, depth);
        self.guard(&given).map(Ty::Guard)
    }

    /// The guard that a `for` over a value of this type gives for each item.
    pub(super) fn guard_of_items(&self, ty: &Ty) -> Option<Ty> {
        let Ty::Ext(path, args) = self.head(ty) else { return None };
        let row = locks::guard_of_items(&path)?;
        Some(guard_type(row, args.get(row.lock.inner).cloned().unwrap_or(Ty::Unknown)))
    }
}

/// What a call gives that takes a lock with these type arguments.
fn acquired(acquire: &Acquire, args: &[Ty]) -> Ty {
    let row = acquire.guard;
    let guard = if row.derefs {
        guard_type(row, args.get(row.lock.inner).cloned().unwrap_or(Ty::Unknown))
    } else {
        Ty::Guard(Arc::new(Guard { row, inner: Ty::Ext(Arc::from(row.path), Arc::from(args)) }))
    };
    let given = guard.given_in(acquire.gives);
    if acquire.how == How::Awaits { given.future() } else { given }
}

/// A guard of this type over what it guards.
fn guard_type(row: &'static locks::GuardRow, guarded: Ty) -> Ty {
    let inner = if row.derefs {
        guarded
    } else {
        let mut args = vec![Ty::Unknown; row.lock.inner];
        args.push(guarded);
        Ty::Ext(Arc::from(row.path), Arc::from(args))
    };
    Ty::Guard(Arc::new(Guard { row, inner }))
}
