//! Awaits that last no longer than plain code runs: of async locks that are only ever held for a moment, or of nothing.

use super::Guard;
use crate::model::Crate;
use crate::model::effects::awaits::Awaits;
use crate::model::library::is_shared_pointer;
use crate::model::source::tables::{DefId, ExprAt};
use crate::model::values::follow::Sink;
use crate::syntax::tree::{ExprKind, Name, UnaryOp};

impl Guard<'_> {
    /// Whether all that is waited for while the guard is held are locks in fields of the package's structs, none of which is
    /// ever held for more than a moment.
    pub fn waits_for_moments(self) -> bool {
        let Ok(life) = self.life() else { return false };
        let waits: Vec<Awaits> = life.points().map(|(node, _)| self.krate.awaits_at(life.body, node)).collect();
        let mut locks = waits.iter().flat_map(|wait| &wait.locks).peekable();
        let is_known = locks.peek().is_some() && waits.iter().all(|wait| !wait.other);
        is_known && locks.all(|&(def, field)| self.krate.held_for_moments(def, field))
    }

    /// Whether whatever is awaited while it is held goes on at once, since none of its code waits: its task is never
    /// suspended.
    pub fn is_never_suspended(self) -> bool {
        let Ok(life) = self.life() else { return false };
        life.points().all(|(node, _)| self.krate.awaits_at(life.body, node) == Awaits::default())
    }

    /// Whether its body waits for nothing as long as it is held, takes no other lock, and gives it to nobody.
    pub fn is_momentary(self) -> bool {
        let krate = self.krate;
        let Ok(life) = self.life() else { return false };
        let copied = |at| matches!(krate.kind(at), ExprKind::Unary { op: UnaryOp::Deref, .. });
        // What borrows from the guard is gone before it.
        let lent = |at| matches!(krate.kind(at), ExprKind::Ref { .. } | ExprKind::Method(_));
        let own = |sink: &Sink| match *sink {
            Sink::Dropped(_) | Sink::OutOfScope(_) => true,
            // What a guard leads to can only be copied out of it.
            Sink::Returned(at) => copied(at),
            Sink::Given(call, n) => krate.argument_for(call, n).is_some_and(|at| copied(at) || lent(at)),
            _ => false,
        };
        let idle = |node| {
            let wait = krate.awaits_at(life.body, node);
            !wait.other && wait.locks.is_empty() && krate.effects_at(life.body, node).is_empty()
        };
        krate.route(self.data.value).sinks.iter().all(own) && life.points().all(|(node, _)| idle(node))
    }
}

impl Crate {
    /// Whether the lock in a field of a struct is only ever held for a moment: everybody who has it takes it there, and
    /// drops the guard before it waits for anything.
    pub(in crate::model) fn held_for_moments(&self, def: DefId, field: Name) -> bool {
        let mut uses = self.uses_of_field(def, field);
        let guarded = |at: ExprAt| {
            let call = self.parent_expr(at).filter(|call| self.receiver_of(*call) == Some(at));
            call.and_then(|call| self.guard_of(call)).is_some_and(Guard::is_momentary)
        };
        let parted = self.taken_from_field(def, field).next().is_some();
        !parted && self.is_own_lock(def, field) && uses.all(guarded)
    }

    /// Whether nobody else has the lock of a field: it is no shared pointer, or is made where each struct is.
    fn is_own_lock(&self, def: DefId, field: Name) -> bool {
        let mut uses = self.field_uses(field).iter().filter(|at| self.field_of_struct(**at) == Some((def, field)));
        let shared = uses.next().is_none_or(|at| self.type_of(*at).path().is_none_or(is_shared_pointer));
        let made_there = |literal: &ExprAt| {
            let ExprKind::Struct { fields, .. } = self.kind(*literal) else { return false };
            let value = fields.iter().find(|(name, _)| *name == field).map(|(_, id)| ExprAt { id: *id, ..*literal });
            value.is_some_and(|value| matches!(self.kind(value), ExprKind::Call { .. }) && !self.clones_argument(value))
        };
        !shared || self.literals_of(def).iter().all(made_there)
    }
}
