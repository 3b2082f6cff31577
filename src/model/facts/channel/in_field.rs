//! Receivers that go into a field of a struct, and who waits by that field.

use crate::model::facts::channel::Channel;
use crate::model::facts::receive::Receive;
use crate::model::source::handles::Variable;
use crate::model::values::cases::Continuation;

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
        if krate.literals_of(def).len() != 1 || krate.gives_field_up(def, field) {
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
