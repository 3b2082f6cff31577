//! Which function a call means.
//!
//! A method is found by the type of its receiver, and the type of a call is what its function gives: the two ask each
//! other, so they are one layer.

use std::sync::Arc;

use crate::model::Base;
use crate::model::library::locks::{self, Acquire, GuardUse};
use crate::model::library::{self, Call, Unit};
use crate::model::names::Res;
use crate::model::source::handles::Expr;
use crate::model::source::memo::cells;
use crate::model::source::tables::{DefId, DefKind, ExprAt};
use crate::model::types::Ty;
use crate::syntax::tree::{ExprKind, Name};

/// What a call calls.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Callee {
    /// A function of the package.
    Def(DefId),
    /// A function of a library, by its path in the library table's spelling, or one that the project speaks of.
    External(Arc<str>),
    /// A method of a library's type: the type's path, the method.
    Method(Arc<str>, Name),
    /// A method or associated function of a type that is not known.
    Unnamed(Name),
    Unknown,
}

impl<'c> Expr<'c> {
    /// The path of the library's function that it calls.
    pub fn library_function(self) -> Option<Arc<str>> {
        match self.base.callee(self.at) {
            Callee::External(path) => Some(path),
            _ => None,
        }
    }

    /// Whether it calls a function or method of the package.
    pub fn calls_own_function(self) -> bool {
        matches!(self.base.callee(self.at), Callee::Def(_))
    }

    /// Whether what it calls is known by nothing but its name: no body, no type.
    pub fn is_known_by_name(self) -> bool {
        match self.base.callee(self.at) {
            Callee::Unnamed(_) => true,
            Callee::Def(def) => self.base.index.def(def).body.is_none(),
            _ => false,
        }
    }

    /// Whether its value is of a library's type, itself or by a reference.
    pub fn is_of_type(self, path: &str) -> bool {
        let mut ty = &self.base.type_of(self.at);
        while let Ty::Ref(inner) = ty {
            ty = inner;
        }
        matches!(ty, Ty::Ext(own, _) if **own == *path)
    }

    /// Whether it is a child process whose wait blocks the thread.
    pub fn is_child_of_threads(self) -> bool {
        self.base.is_of(self.at, library::CHILD_OF_THREADS)
    }

    /// Whether it is a child process whose wait is awaited.
    pub fn is_child_of_tasks(self) -> bool {
        self.base.is_of(self.at, library::CHILD_OF_TASKS)
    }

    /// Whether it is a file, or what buffers what is written to one.
    pub fn is_file(self) -> bool {
        let ty = self.base.core_type(&self.base.type_of(self.at));
        ty.path().is_some_and(library::is_file)
    }

    /// Whether it is the handle of a thread, by its type or by what made it.
    pub fn is_thread_handle(self) -> bool {
        let made = self.base.made_from(self.at);
        let by_call = matches!(self.base.known_call(made), Some(Call::Spawn(row)) if row.unit == Unit::Thread);
        by_call || self.base.is_of(self.at, library::THREAD_HANDLE)
    }
}

impl Base {
    /// What a call or method call calls.
    pub(in crate::model) fn callee(&self, at: ExprAt) -> Callee {
        let count = self.tree(at.file).exprs.len();
        let of_file = self.callees[at.file.0 as usize].get_or_init(|| cells(count));
        let cell = &of_file[at.id.0 as usize];
        if let Some(known) = cell.get() {
            return Callee::clone(known);
        }
        let found = Box::new(self.callee_fresh(at));
        Callee::clone(cell.get_or_init(|| found))
    }

    fn callee_fresh(&self, at: ExprAt) -> Callee {
        match self.callee_written(at) {
            Callee::Def(def) => match self.declared_path(def) {
                Some(path) => Callee::External(path.clone()),
                None => Callee::Def(def),
            },
            other => other,
        }
    }

    /// What a call calls, before the project's rows are asked.
    pub(in crate::model) fn callee_written(&self, at: ExprAt) -> Callee {
        match self.kind(at) {
            ExprKind::Call { callee, .. } => self.called_path(ExprAt { id: *callee, ..at }),
            ExprKind::Method(method) => {
                let receiver = self.type_of(ExprAt { id: method.receiver, ..at });
                if let Some((guard, _)) = self.guard_method(&receiver, self.text(method.name)) {
                    return Callee::Method(Arc::from(guard.row.path), method.name);
                }
                if let Some(def) = self.method_def(&receiver, method.name, self.scope_at(at)) {
                    let meant = self.agreeing(at, def, Some(method.args.len() + 1));
                    return meant.map_or(Callee::Unnamed(method.name), Callee::Def);
                }
                match self.external_owner(&receiver, method.name, self.scope_at(at)) {
                    Some(path) => Callee::Method(path, method.name),
                    None => Callee::Unnamed(method.name),
                }
            }
            _ => Callee::Unknown,
        }
    }

    fn called_path(&self, path: ExprAt) -> Callee {
        if self.index.local(path).is_some() {
            return Callee::Unknown;
        }
        match self.res(path) {
            Res::Def(def) if matches!(self.index.def(def).kind, DefKind::Fn) => Callee::Def(def),
            Res::External(path) => Callee::External(path),
            Res::Assoc(base, name) => match *base {
                Res::Param(param) => {
                    let found = self.method_of_param(self.scope_at(path), param, name);
                    found.map_or(Callee::Unnamed(name), Callee::Def)
                }
                _ => Callee::Unnamed(name),
            },
            Res::Unknown | Res::SelfType(_) => match self.kind(path) {
                ExprKind::Path(p) => p.segments.last().map_or(Callee::Unknown, |s| Callee::Unnamed(s.name)),
                _ => Callee::Unknown,
            },
            _ => Callee::Unknown,
        }
    }

    /// The path of the sibling's function that a call calls.
    pub(in crate::model) fn sibling_called(&self, at: ExprAt) -> Option<Arc<str>> {
        if self.siblings.know_nothing() {
            return None;
        }
        match self.callee(at) {
            Callee::External(path) => self.siblings.function(&path).map(|_| path.clone()),
            Callee::Method(ty, name) => self.siblings.method_path(&ty, self.text(name)).map(Arc::from),
            _ => None,
        }
    }

    /// What a call does, when the library table knows it.
    pub(in crate::model) fn known_call(&self, at: ExprAt) -> Option<Call> {
        match self.callee(at) {
            Callee::External(path) => self.function(&path),
            Callee::Method(ty, name) => self.method(&ty, self.text(name)),
            _ => None,
        }
    }

    /// How a call takes a lock or a permit, when the library table knows it.
    pub fn acquired_by(&self, at: ExprAt) -> Option<Acquire> {
        let acquire = match self.callee(at) {
            Callee::External(path) => locks::acquire_by_path(&path),
            Callee::Method(ty, name) => locks::acquire(&ty, self.text(name)),
            _ => None,
        };
        // One that gives a future, or runs a closure, is another lock than those that are known; and what only tries may be
        // one of these (learnt from AppFlowy).
        acquire.filter(|acquire| {
            !acquire.guard.is_by_name()
                || acquire.how == locks::How::Blocks && self.args(at).is_empty() && !self.is_awaited_at_once(at)
        })
    }

    fn is_awaited_at_once(&self, at: ExprAt) -> bool {
        self.parent_expr(at).is_some_and(|outer| matches!(self.kind(outer), ExprKind::Await(_)))
    }

    /// What a call does with the guard that is its receiver, or its first argument: `permit.forget()`,
    /// `MutexGuard::map(guard, f)`.
    pub fn guard_use(&self, at: ExprAt) -> Option<GuardUse> {
        match self.callee(at) {
            Callee::External(path) => {
                let (ty, name) = path.rsplit_once("::")?;
                locks::guard_function(locks::guard(ty)?, name)
            }
            Callee::Method(ty, name) => locks::guard_method(locks::guard(&ty)?, self.text(name)),
            _ => None,
        }
    }
}
