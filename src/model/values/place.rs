//! Places: a variable and the fields that lead from it to a value.

use crate::model::Base;
use crate::model::library::{self, calls};
use crate::model::names::Res;
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BindingId, DefKind, ExprAt};
use crate::syntax::tree::{ExprKind, Name};

/// A variable and the fields that lead from it to a value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::model) struct Place {
    pub root: BindingId,
    pub fields: Vec<Name>,
}

impl<'c> Expr<'c> {
    /// The last name of the place that it is or that it is a handle of: of a field, variable or static.
    pub fn place_name(self) -> Option<&'c str> {
        self.base.place_name(self.at)
    }

    /// Whether it and another expression name a place in common: the same variable or field, or a part of one.
    pub fn shares_place(self, other: Expr<'c>) -> bool {
        let places = self.base.places_below(other.at);
        self.base.places_below(self.at).iter().any(|own| places.iter().any(|place| own.overlaps(place)))
    }
}

impl Place {
    /// Whether one is the other, or a part of it.
    fn overlaps(&self, other: &Place) -> bool {
        self.root == other.root && self.fields.iter().zip(&other.fields).all(|(own, other)| own == other)
    }
}

impl Base {
    /// The places that an expression names, each as a whole: `self.queue` and no `self`.
    fn places_below(&self, at: ExprAt) -> Vec<Place> {
        let mut found = Vec::new();
        self.each_below(at, &mut |here| {
            let place = match self.kind(here) {
                ExprKind::Path(_) | ExprKind::Field { .. } => self.place(here),
                _ => None,
            };
            let goes_on = place.is_none();
            found.extend(place);
            goes_on
        });
        found
    }

    fn place_name(&self, at: ExprAt) -> Option<&str> {
        match self.kind(at) {
            ExprKind::Field { name, .. } => Some(self.text(*name)),
            ExprKind::Path(path) => path.segments.last().map(|s| self.text(s.name)),
            ExprKind::Ref { operand, .. } | ExprKind::Unary { operand, .. } => {
                self.place_name(ExprAt { id: *operand, ..at })
            }
            ExprKind::Method(method) if calls::names_same(self.text(method.name)) => {
                self.place_name(ExprAt { id: method.receiver, ..at })
            }
            _ => None,
        }
    }

    /// The variable and fields of a place: `self.queue.rx` of `self.queue.rx.as_mut()`.
    pub(in crate::model) fn place(&self, at: ExprAt) -> Option<Place> {
        match self.kind(at) {
            ExprKind::Path(_) => Some(Place { root: self.index.local(at)?, fields: Vec::new() }),
            ExprKind::Field { base, name } => {
                let mut place = self.place(ExprAt { id: *base, ..at })?;
                place.fields.push(*name);
                Some(place)
            }
            ExprKind::Unary { operand: inner, .. } | ExprKind::Ref { operand: inner, .. } => {
                self.place(ExprAt { id: *inner, ..at })
            }
            ExprKind::Method(method) if library::gives::same_place(self.text(method.name)) => {
                self.place(ExprAt { id: method.receiver, ..at })
            }
            _ => None,
        }
    }

    /// Whether a value is a static of the package, or lies in one.
    pub(in crate::model) fn is_static(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::Path(_) => {
                matches!(self.res(at), Res::Def(def) if self.index.def(def).kind == DefKind::Static)
            }
            ExprKind::Field { base: inner, .. }
            | ExprKind::Ref { operand: inner, .. }
            | ExprKind::Try(inner)
            | ExprKind::Await(inner) => self.is_static(ExprAt { id: *inner, ..at }),
            ExprKind::Method(method) => self.is_static(ExprAt { id: method.receiver, ..at }),
            _ => false,
        }
    }
}
