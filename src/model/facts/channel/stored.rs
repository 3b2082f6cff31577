//! Receivers that a function puts into the struct that it gives back, and the waits of that struct's own code.

use crate::model::Crate;
use crate::model::effects::sources::Source;
use crate::model::facts::channel::Channel;
use crate::model::facts::channel::returned::Returned;
use crate::model::facts::receive::Receive;
use crate::model::library::Side;
use crate::model::source::tables::{BodyId, ExprAt};
use crate::model::values::cases::Continuation;
use crate::syntax::tree::ExprKind;

impl<'c> Channel<'c> {
    /// A wait for the receiver by the field of the struct that the function gives back, where nothing else is ever put into
    /// that field.
    pub fn waited_for_by_field(self) -> Option<Returned<'c>> {
        let krate = self.krate;
        let body = krate.body_at(self.data.at);
        // What a trait asks for may have to be there without anybody using it: `Default`.
        let owner = krate.def_of(body).and_then(|def| krate.index.def(def).owner);
        if owner.is_some_and(|owner| krate.is_of_trait(owner)) {
            return None;
        }
        let waits = |receive: Receive<'c>| {
            let disabled = matches!(receive.when_closed(), Continuation::Disabled { .. });
            if !receive.waits() || receive.in_test() || disabled {
                return None;
            }
            let value = krate.only_value_of_field(receive.data.source)?;
            let receiver = self.receivers().find(|own| own.mentions().any(|mention| mention.at == value))?;
            let only =
                matches!(krate.ends_behind(value, Side::Receiver).as_slice(), [(one, _)] if *one == self.number());
            (only && krate.gives_struct_of(body, value)).then_some(Returned { receiver, receive })
        };
        krate.receives().find_map(waits)
    }
}

impl Crate {
    /// What the only literal of a struct puts into a field, where nothing is assigned to the field and no call is lent it to
    /// put something else in its place.
    fn only_value_of_field(&self, field: ExprAt) -> Option<ExprAt> {
        let field = self.without_refs(field);
        let (def, name) = self.field_of_struct(field)?;
        let made = self.made_for_field(Source { at: field, site: field });
        let [only] = made.as_slice() else { return None };
        let lent = self.field_uses(name).iter().any(|&place| {
            let by = self.parent_expr(place).filter(|outer| matches!(self.kind(*outer), ExprKind::Ref { .. }));
            let given = by.and_then(|by| self.parent_expr(by).filter(|call| self.args(*call).contains(&by.id)));
            given.is_some() && self.field_of_struct(place) == Some((def, name))
        });
        (!lent).then_some(only.at)
    }

    /// Whether a value is a field of the struct that its function gives at its end.
    fn gives_struct_of(&self, body: BodyId, value: ExprAt) -> bool {
        let (file, Some(block)) = (self.index.body(body).file, self.root_block(body)) else { return false };
        let given = self.tail_of(file, block).map(|tail| self.inside_wrapper(tail));
        self.parent_expr(value).is_some_and(|literal| Some(literal) == given)
    }
}
