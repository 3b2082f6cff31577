//! Which place a value is: through references, clones of pointers, renames and what unwraps it.
//!
//! Two values are the same lock, channel or task when their places are equal, not when their text or type is. An element of
//! a collection has no place of its own, since nobody knows which one it is.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::flow::{Place, Root, Step};
use crate::model::library::{self, Inner, steps};
use crate::model::names::Res;
use crate::model::source::tables::{BindingId, DefKind, ExprAt, Origin, Step as Taken};
use crate::model::types::Ty;
use crate::syntax::tree::{ExprKind, UnaryOp};

/// How many renames are followed: a chain of variables that is longer is a circle.
const RENAMES: u32 = 16;

impl Base {
    /// The place that an expression names or refers to; `None` for a value that is made there, or that one of several
    /// places may have.
    pub(in crate::model) fn identity(&self, at: ExprAt) -> Option<Place> {
        self.identity_deep(at, RENAMES)
    }

    fn identity_deep(&self, at: ExprAt, renames: u32) -> Option<Place> {
        let inner = |id| self.identity_deep(ExprAt { id, ..at }, renames);
        match self.kind(at) {
            ExprKind::Path(_) => match self.index.local(at) {
                Some(binding) => Some(self.identity_of(binding, renames)),
                None => self.static_place(at),
            },
            ExprKind::Field { base, name } => {
                let step = self.text(*name).parse().map_or(Step::Field(*name), Step::Tuple);
                Some(inner(*base)?.then(step))
            }
            ExprKind::Ref { operand, .. } | ExprKind::Unary { op: UnaryOp::Deref, operand } => inner(*operand),
            ExprKind::Try(operand) | ExprKind::Await(operand) => inner(*operand),
            ExprKind::Method(method) => {
                let name = self.text(method.name);
                if self.acquired_by(at).is_some() {
                    return Some(inner(method.receiver)?.then(Step::Inside));
                }
                let same = steps::refers_to_receiver(name)
                    || steps::clones(name) && self.is_pointer(&self.type_of(ExprAt { id: method.receiver, ..at }));
                if same { inner(method.receiver) } else { None }
            }
            ExprKind::Call { args, .. } => {
                let [lent] = args.as_slice() else { return None };
                let Callee::External(path) = self.callee(at) else { return None };
                let (owner, name) = path.rsplit_once("::")?;
                let clones = steps::clones(name) && library::wrapper(owner) == Some(Inner::Deref);
                if clones || library::passes_argument(&path) { inner(*lent) } else { None }
            }
            _ => None,
        }
    }

    fn static_place(&self, at: ExprAt) -> Option<Place> {
        match self.res(at) {
            Res::Def(def) if self.index.def(def).kind == DefKind::Static => {
                Some(Place { root: Root::Static(def), path: Box::from([]) })
            }
            Res::External(path) if self.siblings.is_static(&path) => {
                Some(Place { root: Root::Outside(self.names.find(&path)?), path: Box::from([]) })
            }
            _ => None,
        }
    }

    /// The place that a variable stands for: that of what it refers to, where it is given only that, else its own.
    fn identity_of(&self, binding: BindingId, renames: u32) -> Place {
        let info = self.index.binding(binding);
        let own = || Place::local(binding);
        let Origin::Value(value) = info.origin else { return own() };
        if renames == 0 || info.mutable {
            return own();
        }
        let Some(place) = self.identity_deep(ExprAt { file: info.file, id: value }, renames - 1) else { return own() };
        self.part_taken(place, &info.steps)
    }

    /// The part of a place that a pattern takes by these steps.
    pub(in crate::model) fn part_taken(&self, whole: Place, steps: &[Taken]) -> Place {
        steps.iter().fold(whole, |place, step| match *step {
            Taken::Struct(_) => place,
            Taken::Tuple(n) => place.then(Step::Tuple(n)),
            Taken::Field(name) => place.then(Step::Field(name)),
            Taken::Element => place.then(Step::Element),
            Taken::Variant(name, n) => match self.text(name) {
                "Some" | "Ok" => place,
                _ => place.then(Step::Variant(name, n)),
            },
        })
    }

    /// Whether a clone of a value of this type is the same thing.
    fn is_pointer(&self, ty: &Ty) -> bool {
        match ty {
            Ty::Ref(inner) => matches!(**inner, Ty::Ref(_)) || self.is_pointer(inner),
            Ty::Ext(path, _) => library::is_shared_pointer(path) || library::end_of_type(path).is_some(),
            _ => false,
        }
    }
}
