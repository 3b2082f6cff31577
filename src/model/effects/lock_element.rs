//! Locks that lie in a collection which a field has, by the place from which they are taken: `shards[n]`, an entry of a map.
//!
//! All of a collection are one lock here, as a field is one lock whichever value it is of.

use crate::model::Base;
use crate::model::effects::locking::LockName;
use crate::model::library::{parts, steps};
use crate::model::source::tables::{DefId, ExprAt, Origin, Step};
use crate::syntax::tree::{ExprKind, Name, UnaryOp};

/// How many steps lead from where a lock is taken to the collection that it lies in.
const STEPS: u32 = 16;

impl Base {
    /// The lock that a call takes of what it has from a collection in a field, also by the guard of a lock around that.
    pub(in crate::model) fn lock_of_element(&self, call: ExprAt) -> Option<LockName> {
        self.acquired_by(call)?;
        let (mut at, mut inside) = (self.receiver_of(call)?, false);
        for _ in 0..STEPS {
            if let Some((def, name)) = self.collection_named(at) {
                return inside.then_some(LockName::Element(def, name));
            }
            let (outer, is_part) = self.step_outwards(at)?;
            (at, inside) = (outer, inside || is_part);
        }
        None
    }

    /// The field that has a collection: itself, or what the guard of a lock in it gives.
    fn collection_named(&self, at: ExprAt) -> Option<(DefId, Name)> {
        match self.kind(at) {
            ExprKind::Field { .. } => self.field_of_struct(at),
            _ if self.acquired_by(at).is_some() => match self.lock_name(at)? {
                LockName::Field(def, name) => Some((def, name)),
                _ => None,
            },
            _ => None,
        }
    }

    /// What a value comes from, and whether it is a part of that.
    fn step_outwards(&self, at: ExprAt) -> Option<(ExprAt, bool)> {
        let to = |id, is_part| Some((ExprAt { id, ..at }, is_part));
        match self.kind(at) {
            ExprKind::Ref { operand: inner, .. }
            | ExprKind::Unary { op: UnaryOp::Deref, operand: inner }
            | ExprKind::Try(inner)
            | ExprKind::Await(inner) => to(*inner, false),
            ExprKind::Index { base, .. } => to(*base, true),
            ExprKind::Call { args, .. } if self.clones_argument(at) => to(*args.first()?, false),
            ExprKind::Method(method) => {
                let name = self.text(method.name);
                let ty = self.core_type(&self.type_of(ExprAt { id: method.receiver, ..at }));
                let is_part = ty.path().is_some_and(|path| parts::of_parts(path, name).is_some());
                let same = steps::clones(name) || steps::refers_to_receiver(name);
                (is_part || same).then_some((ExprAt { id: method.receiver, ..at }, is_part))
            }
            ExprKind::Path(_) => {
                let info = self.index.binding(self.index.local(at)?);
                let whole = info.steps.iter().all(|step| matches!(step, Step::Variant(..)));
                match info.origin {
                    Origin::Value(id) if whole => Some((ExprAt { file: info.file, id }, false)),
                    Origin::ItemOf(id) => Some((ExprAt { file: info.file, id }, true)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The call that takes the lock whose guard a function gives, where that is the last that it does.
    pub(in crate::model) fn guard_given(&self, call: ExprAt) -> Option<ExprAt> {
        let body = self.code_of(call)?;
        let mut at = self.tail_of(self.index.body(body).file, self.root_block(body)?)?;
        while self.acquired_by(at).is_none() {
            let unwrapped = self.method_name(at).is_some_and(steps::refers_to_receiver);
            at = match self.kind(at) {
                ExprKind::Await(inner) | ExprKind::Try(inner) => ExprAt { id: *inner, ..at },
                _ => self.receiver_of(at).filter(|_| unwrapped)?,
            };
        }
        Some(at)
    }
}
