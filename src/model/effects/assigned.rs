//! Fields that code gives another value, by their names: it assigns them, lends them as mutable, or takes out what is in
//! them, itself or in the functions of the package that it calls.

use std::collections::BTreeSet;

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::effects::solver::{self, Solver};
use crate::model::library;
use crate::model::source::tables::{BodyId, ExprAt};
use crate::syntax::Name;
use crate::syntax::tree::ExprKind;

/// The names of the fields that code gives another value.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Assigned {
    names: BTreeSet<Name>,
    /// Whether it gives one away behind a reference, so that it may be any.
    any: bool,
}

impl Assigned {
    /// Whether one of the fields that lead to a place may get another value.
    pub(in crate::model) fn may_be(&self, fields: &[Name]) -> bool {
        self.any || fields.iter().any(|field| self.names.contains(field))
    }

    fn add(&mut self, other: Assigned) {
        self.names.extend(other.names);
        self.any |= other.any;
    }
}

impl Base {
    /// The fields that the code of a body gives another value.
    pub(in crate::model) fn assigned_fields(&self, body: BodyId) -> Assigned {
        solver::solve(self, &self.assigned_fields, &assigned, body)
    }

    fn fields_of_place(&self, at: ExprAt) -> BTreeSet<Name> {
        self.place(at).into_iter().flat_map(|place| place.fields).collect()
    }
}

fn assigned(solver: &mut Solver<'_, Assigned>, body: BodyId) -> Assigned {
    let base = solver.base;
    let mut all = Assigned::default();
    let Some(block) = base.root_block(body) else { return Assigned { any: true, ..all } };
    base.each_in_block(base.index.body(body).file, block, &mut |here| {
        match base.kind(here) {
            ExprKind::Assign { left, .. } => {
                let left = ExprAt { id: *left, ..here };
                all.any |= matches!(base.kind(left), ExprKind::Unary { .. });
                all.names.extend(base.fields_of_place(left));
            }
            ExprKind::Ref { mutable: true, operand } => {
                all.names.extend(base.fields_of_place(ExprAt { id: *operand, ..here }));
            }
            ExprKind::Call { .. } | ExprKind::Method(_) => match (base.callee(here), base.receiver_of(here)) {
                (Callee::Def(def), _) => {
                    all.add(base.index.def(def).body.map(|inner| solver.ask(inner)).unwrap_or_default())
                }
                (_, Some(receiver)) if base.method_name(here).is_some_and(library::steps::puts_another) => {
                    all.names.extend(base.fields_of_place(receiver));
                }
                _ => {}
            },
            _ => {}
        }
        !all.any
    });
    all
}
