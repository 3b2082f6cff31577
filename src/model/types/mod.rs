//! Types, as far as syntax tells them: annotations, constructors, fields, declared returns.
//!
//! References are dropped where they do not matter, awaiting and unwrapping something that is no future and no
//! `Option` leave its type as it is: a wrong guess here would have to be wrong code there. From use only the items of a collection are known (`by_use.rs`).
//! A guard is a type of its own and is used like what it guards.

pub mod by_use;
pub mod callee;
pub mod calls;
pub mod guards;
pub mod methods;
pub mod parts;
pub mod siblings;
pub mod threads;
pub mod values;
pub mod written;

use std::sync::Arc;

use crate::model::Base;
use crate::model::library::locks::{Gives, GuardRow};
use crate::model::library::{self, Inner};
use crate::model::source::tables::{Binding, BindingId, BodyId, DefId, ExprAt, Origin, Step};
use crate::syntax::tree::Name;

/// What is known of a type.
#[derive(Clone, PartialEq, Debug)]
pub enum Ty {
    Unknown,
    /// A type or trait of the package, with its arguments.
    Def(DefId, Arc<[Ty]>),
    /// A type of a library, by its path in the library table's spelling.
    Ext(Arc<str>, Arc<[Ty]>),
    Ref(Arc<Ty>),
    Tuple(Arc<[Ty]>),
    /// An array, slice or `vec![]`.
    Seq(Arc<Ty>),
    /// A type parameter.
    Param(Name),
    /// `impl A + B` or `dyn A + B`: the traits.
    Bounds(Arc<[Ty]>),
    /// Something to be awaited.
    Future {
        /// The async block that it is, where it is one.
        body: Option<BodyId>,
        /// What awaiting it gives.
        output: Arc<Ty>,
    },
    /// What keeps a lock held, a permit taken or a span entered.
    Guard(Arc<Guard>),
    Closure(BodyId),
}

/// A guard, as far as its type tells.
#[derive(Clone, PartialEq, Debug)]
pub struct Guard {
    /// Its type: of which sort of lock it is, and whom it excludes.
    pub row: &'static GuardRow,
    /// What it is used like: what it guards, or itself where its own methods are all it has.
    pub inner: Ty,
}

/// How deep types are followed: chains of aliases, fields and calls deeper than this are unknown.
const DEPTH: u32 = 100;

impl Ty {
    fn ext(path: &str, args: Vec<Ty>) -> Ty {
        Ty::Ext(Arc::from(path), Arc::from(args))
    }

    fn shared_path(&self) -> Option<Arc<str>> {
        match self {
            Ty::Ext(path, _) => Some(path.clone()),
            _ => None,
        }
    }

    /// A future that gives this.
    pub(in crate::model) fn future(self) -> Ty {
        Ty::Future { body: None, output: Arc::new(self) }
    }

    /// This, as a method gives it that may fail.
    fn given_in(self, gives: Gives) -> Ty {
        match gives {
            Gives::Plain => self,
            Gives::Option => Ty::ext("std::option::Option", vec![self]),
            Gives::Result => Ty::ext("std::result::Result", vec![self]),
        }
    }

    /// The library path of the type, when it is one; of a guard, that of what it is used like.
    pub fn path(&self) -> Option<&str> {
        match self {
            Ty::Ext(path, _) => Some(path),
            Ty::Guard(guard) => guard.inner.path(),
            _ => None,
        }
    }
}

impl Base {
    /// The type of an expression.
    pub fn type_of(&self, at: ExprAt) -> Ty {
        self.typed(at, DEPTH)
    }

    /// The type of a local variable.
    pub fn type_of_binding(&self, id: BindingId) -> Ty {
        self.binding_type(id, DEPTH)
    }

    /// The type behind references, smart pointers and guards: what methods are called on.
    pub fn head(&self, ty: &Ty) -> Ty {
        self.head_behind(ty, DEPTH)
    }

    /// The same through so many aliases, which may go round.
    fn head_behind(&self, ty: &Ty, aliases: u32) -> Ty {
        match ty {
            Ty::Ref(inner) => self.head_behind(inner, aliases),
            Ty::Guard(guard) => self.head_behind(&guard.inner, aliases),
            Ty::Ext(path, args) => match (library::wrapper(path), args.first()) {
                (Some(Inner::Deref), Some(inner)) => self.head_behind(inner, aliases),
                _ => ty.clone(),
            },
            Ty::Def(def, args) if aliases > 0 => match self.alias_target(*def, args) {
                Some(target) => self.head_behind(&target, aliases - 1),
                None => ty.clone(),
            },
            _ => ty.clone(),
        }
    }

    /// The type behind everything that wraps it: `Receiver<T>` of `Arc<Mutex<Option<Receiver<T>>>>`.
    pub fn core_type(&self, ty: &Ty) -> Ty {
        match self.head(ty) {
            Ty::Ext(path, args) => match args.get(library::inner_place(&path)) {
                Some(inner) if library::wrapper(&path).is_some() => self.core_type(inner),
                _ => Ty::Ext(path, args),
            },
            other => other,
        }
    }

    /// What `?`, `unwrap` or a `Some(x)` pattern takes out.
    pub fn unwrapped(&self, ty: &Ty) -> Ty {
        match ty {
            Ty::Ext(path, args) if library::wrapper(path) == Some(Inner::Some) => {
                args.first().cloned().unwrap_or(Ty::Unknown)
            }
            // `type Result<T> = std::result::Result<T, Error>`, which most crates have.
            Ty::Def(def, args) => match self.alias_target(*def, args) {
                Some(Ty::Ext(path, args)) if library::wrapper(&path) == Some(Inner::Some) => {
                    args.first().cloned().unwrap_or(Ty::Unknown)
                }
                _ => ty.clone(),
            },
            other => other.clone(),
        }
    }

    /// What awaiting a value of this type gives.
    pub fn awaited(&self, ty: &Ty) -> Ty {
        self.future_output(ty).unwrap_or_else(|| ty.clone())
    }

    /// Whether a value of this type is a future or a guard, or has one in an `Option` or `Result`.
    pub(in crate::model) fn waits_or_guards(&self, ty: &Ty) -> bool {
        match ty {
            Ty::Ref(inner) => self.waits_or_guards(inner),
            Ty::Ext(path, args) if matches!(library::wrapper(path), Some(Inner::Some | Inner::Deref)) => {
                args.first().is_some_and(|inner| self.waits_or_guards(inner))
            }
            Ty::Def(..) => self.guard(ty).is_some() || matches!(self.head(ty), Ty::Future { .. }),
            _ => matches!(ty, Ty::Future { .. } | Ty::Guard(_)),
        }
    }

    /// Whether an expression is a value of a struct of the package, also behind pointers and references.
    pub(in crate::model) fn is_struct(&self, at: ExprAt, def: DefId) -> bool {
        matches!(self.core_type(&self.type_of(at)), Ty::Def(d, _) if d == def)
    }

    /// The variables that a pattern binds to a field of a struct, or may: where it is not known what is taken apart, the
    /// name of the field counts.
    pub(in crate::model) fn taken_from_field(&self, def: DefId, field: Name) -> impl Iterator<Item = BindingId> {
        let taken = move |info: &Binding| match info.origin {
            Origin::Value(value) if info.steps.contains(&Step::Field(field)) => {
                self.is_struct(ExprAt { file: info.file, id: value }, def)
            }
            _ => info.steps.contains(&Step::Field(field)),
        };
        let numbered = self.index.bindings.iter().enumerate().filter(move |(_, info)| taken(info));
        numbered.map(|(n, _)| BindingId(n as u32))
    }

    /// Whether a value is of a type by this path of the library table.
    pub(in crate::model) fn is_of(&self, at: ExprAt, path: &str) -> bool {
        matches!(self.core_type(&self.type_of(at)), Ty::Ext(p, _) if &*p == path)
    }
}
