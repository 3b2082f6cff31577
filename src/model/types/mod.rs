//! Types, as far as syntax tells them: annotations, constructors, fields, declared returns.
//!
//! References are dropped where they do not matter, awaiting and unwrapping something that is no future and no
//! `Option` leave its type as it is: a wrong guess here would have to be wrong code there. There is no inference from use.

pub mod callee;
pub mod calls;
pub mod parts;
pub mod siblings;
pub mod values;
pub mod written;

use std::sync::Arc;

use crate::model::Base;
use crate::model::library::{self, Inner};
use crate::model::source::tables::{BindingId, BodyId, DefId, ExprAt};
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
    /// The future of an async block.
    Future(BodyId),
    Closure(BodyId),
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

    /// The library path of the type, when it is one.
    pub fn path(&self) -> Option<&str> {
        match self {
            Ty::Ext(path, _) => Some(path),
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
        match ty {
            Ty::Ref(inner) => self.head(inner),
            Ty::Ext(path, args) => match (library::wrapper(path), args.first()) {
                (Some(Inner::Deref), Some(inner)) => self.head(inner),
                _ => ty.clone(),
            },
            Ty::Def(def, args) => match self.alias_target(*def, args) {
                Some(target) => self.head(&target),
                None => ty.clone(),
            },
            _ => ty.clone(),
        }
    }

    /// The type behind everything that wraps it: `Receiver<T>` of `Arc<Mutex<Option<Receiver<T>>>>`.
    pub fn core_type(&self, ty: &Ty) -> Ty {
        match self.head(ty) {
            Ty::Ext(path, args) if library::wrapper(&path).is_some() && !args.is_empty() => self.core_type(&args[0]),
            other => other,
        }
    }

    /// What `?`, `unwrap` or a `Some(x)` pattern takes out.
    pub fn unwrapped(&self, ty: &Ty) -> Ty {
        match ty {
            Ty::Ext(path, args) if library::wrapper(path) == Some(Inner::Some) => {
                args.first().cloned().unwrap_or(Ty::Unknown)
            }
            other => other.clone(),
        }
    }

    /// Whether an expression is a value of a struct of the package, also behind pointers and references.
    pub(in crate::model) fn is_struct(&self, at: ExprAt, def: DefId) -> bool {
        matches!(self.core_type(&self.type_of(at)), Ty::Def(d, _) if d == def)
    }

    /// Whether a value is of a type by this path of the library table.
    pub(in crate::model) fn is_of(&self, at: ExprAt, path: &str) -> bool {
        matches!(self.core_type(&self.type_of(at)), Ty::Ext(p, _) if &*p == path)
    }
}
