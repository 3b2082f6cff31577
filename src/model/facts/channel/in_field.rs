//! Receivers that go into a field of a struct, and who waits by that field.

use crate::model::Crate;
use crate::model::facts::channel::Channel;
use crate::model::facts::receive::Receive;
use crate::model::source::handles::Variable;
use crate::model::source::tables::{DefId, ExprAt};
use crate::model::values::cases::Continuation;
use crate::syntax::tree::{ExprKind, Name};

/// A wait by the field that a receiver went into.
#[derive(Clone, Copy)]
pub struct InField<'c> {
    /// The variable that the receiver had before.
    pub receiver: Variable<'c>,
    pub receive: Receive<'c>,
}

impl<'c> Channel<'c> {
    /// A wait by the field that its receiver goes into and nowhere else, where that field never gets another one.
    pub fn waited_for_by_field(self) -> Option<InField<'c>> {
        let krate = self.krate;
        // What a trait asks for may have to be there before there is a channel: a default.
        let maker = krate.def_of(krate.body_at(self.data.at))?;
        if krate.index.def(maker).owner.is_some_and(|owner| krate.is_of_trait(owner)) {
            return None;
        }
        let mut receivers = self.receivers();
        let receiver = receivers.next().filter(|_| receivers.next().is_none())?;
        let mut mentions = receiver.mentions();
        let mention = mentions.next().filter(|_| mentions.next().is_none())?;
        let (literal, field) = krate.carried_into_field(mention.at)?;
        let def = krate.struct_of_literal(literal)?;
        let is_only_one = krate.literals_of(def).len() == 1 && !krate.gives_field_up(def, field);
        if !is_only_one || !krate.gives_back(literal) || krate.is_lent(def, field) {
            return None;
        }
        let waits = |receive: &Receive<'c>| {
            let disabled = matches!(receive.when_closed(), Continuation::Disabled { .. });
            let by_field = krate.fields_behind(receive.data.source).contains(&(def, field));
            by_field && receive.waits() && !receive.in_test() && !disabled
        };
        krate.receives().find(waits).map(|receive| InField { receiver, receive })
    }
}

impl Crate {
    /// Whether a literal of a struct is what its function gives at its end: whatever else the function has is gone then.
    fn gives_back(&self, literal: ExprAt) -> bool {
        let body = self.body_at(literal);
        let (file, Some(block)) = (self.index.body(body).file, self.root_block(body)) else { return false };
        self.tail_of(file, block).map(|tail| self.inside_wrapper(tail)) == Some(literal)
    }

    /// Whether a call is lent a field, and can put something else into it.
    fn is_lent(&self, def: DefId, field: Name) -> bool {
        self.field_uses(field).iter().any(|&place| {
            let by = self.parent_expr(place).filter(|outer| matches!(self.kind(*outer), ExprKind::Ref { .. }));
            let given = by.and_then(|by| self.parent_expr(by).filter(|call| self.args(*call).contains(&by.id)));
            given.is_some() && self.field_of_struct(place) == Some((def, field))
        })
    }
}
