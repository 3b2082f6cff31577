//! The same lock of two values of one type: of `self` and of what a method is given.

use crate::model::facts::guard::Guard;
use crate::model::flow::{Place, Root, Step};
use crate::model::library::calls;
use crate::model::library::locks::{How, LockKind};
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::tables::Origin;
use crate::model::values::live::Held;

impl<'c> Guard<'c> {
    /// The guard that is held while this one is taken, of the same lock of the other operand: of `self`, where this one is of a
    /// parameter of the same type, or the other way round.
    pub fn held_of_other_operand(self) -> Option<Guard<'c>> {
        let krate = self.krate;
        let (one, path) = self.operand()?;
        let body = krate.body_at(self.data.at);
        let node = self.guard_expr().first_point()?.node;
        let mut others = krate.guards_of_body(body).filter(|other| other.data.at != self.data.at);
        others.find(|other| {
            let Some((variable, steps)) = other.operand() else { return false };
            let types = [one, variable].map(|variable| krate.head(&krate.type_of_binding(variable.id)));
            variable != one
                && steps == path
                && (variable.is_self() || one.is_self())
                && types[0] == types[1]
                && krate.held_at(*other, node).is_some_and(|held| held != Held::No)
        })
    }

    /// The `self` or parameter of whose fields the lock is one, and the fields.
    fn operand(self) -> Option<(Variable<'c>, &'c [Step])> {
        if !matches!(self.lock_kind(), LockKind::Mutex | LockKind::RwLock) || !self.waits_for_lock() {
            return None;
        }
        let Some(Place { root: Root::Local(binding), path }) = &self.data.lock else { return None };
        let variable = self.krate.variable(*binding);
        let info = self.krate.index.binding(*binding);
        let is_operand = info.steps.is_empty() && matches!(info.origin, Origin::SelfParam | Origin::Param(_));
        (is_operand && !path.is_empty()).then_some((variable, path))
    }

    /// Whether taking it waits for whoever has the lock, as long as that takes.
    fn waits_for_lock(self) -> bool {
        matches!(self.data.how, How::Blocks | How::Awaits) && !self.data.row.lock.reentrant
    }

    /// The place in its function that looks whether two values are one: `ptr::eq`, `Arc::ptr_eq`, or an `if` that compares a
    /// part of one operand with one of the other.
    pub fn told_apart_from(self, other: Guard<'c>) -> Option<Expr<'c>> {
        let (one, two) = (self.operand()?.0, other.operand()?.0);
        let here = self.guard_expr();
        let by_pointer = here.calls_of_function().find(|call| {
            call.callee_name().is_some_and(calls::compares_pointers)
                && call.args().chain(call.called_on()).any(|arg| arg.is_made_with(|part| part.local() == Some(one)))
        });
        by_pointer.or_else(|| {
            let mentions =
                |part: Expr<'c>, variable| part.first_anywhere(|inner| inner.local() == Some(variable)).is_some();
            let mut found = None;
            here.each_of_body(|part| {
                let head = part.goes_by().filter(|head| !head.holds(here) && !head.holds(other.guard_expr()));
                let compares = head.is_some_and(|head| mentions(head, one) && mentions(head, two));
                found = found.or_else(|| head.filter(|_| compares));
                true
            });
            found
        })
    }
}
