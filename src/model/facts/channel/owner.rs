//! Owners: structs behind shared pointers that have a sender of a channel from which a task receives that holds the pointer.
//!
//! The sender is followed into the one literal of the struct, and the pointer is told by its type.

use crate::model::Crate;
use crate::model::context::runs::Runs;
use crate::model::facts::channel::Channel;
use crate::model::facts::receive::Receive;
use crate::model::library::{Side, is_shared_pointer};
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::tables::{BindingId, DefId, ExprAt};
use crate::model::types::Ty;
use crate::model::values::endpoints::Carry;
use crate::syntax::Span;
use crate::syntax::tree::Name;

/// A shared pointer that a task takes along, to a struct that has a sender.
#[derive(Clone, Copy)]
pub struct Owner<'c> {
    /// The variable of the pointer.
    pub pointer: Variable<'c>,
    /// The mention by which the task takes it along.
    pub mention: Expr<'c>,
    /// The field that has the sender.
    pub field: &'c str,
    /// Where the struct is made with the sender in it.
    pub literal: Expr<'c>,
}

impl<'c> Channel<'c> {
    /// The receives from it by whatever name its receiver goes to them.
    pub fn receives_anywhere(self) -> impl Iterator<Item = Receive<'c>> {
        let (krate, number) = (self.krate, self.number());
        krate
            .receives()
            .filter(move |r| krate.channels_behind(r.data.source).iter().any(|(channel, _)| *channel == number))
    }

    /// The shared pointer that the task of a receive takes along, to what has a sender of this channel and never gives it
    /// up.
    pub fn owner_taken_along(self, receive: Receive<'c>) -> Option<Owner<'c>> {
        let krate = self.krate;
        let fields = krate.fields_of_senders(self.number());
        let captured = krate.captures.get(&krate.body_at(receive.data.at))?;
        captured.iter().find_map(|&(pointer, mention)| {
            let (literal, field) = fields.iter().copied().find(|(literal, field)| {
                krate.struct_of_literal(*literal).is_some_and(|def| {
                    let one = krate.literals_of(def).len() == 1;
                    one && krate.points_to(pointer, def) && !krate.gives_field_up(def, *field)
                })
            })?;
            let (pointer, mention, literal) = (krate.variable(pointer), krate.expr(mention), krate.expr(literal));
            Some(Owner { pointer, mention, field: krate.text(field), literal })
        })
    }

    /// Whether the code that makes it runs once in a process, as far as its callers tell.
    pub fn is_made_once(self) -> Option<Span> {
        let often = self.krate.how_often(self.data.at);
        matches!(often.runs, Runs::AtMost(1)).then(|| self.span())
    }
}

impl Crate {
    /// The fields that senders of a channel go into as they are: what lies in an `Option` or a lock is there to be taken out.
    pub(in crate::model) fn fields_of_senders(&self, channel: usize) -> Vec<(ExprAt, Name)> {
        let senders = self.ends.holding(channel, Side::Sender).map(|sender| self.index.binding(sender));
        let mentions = senders.flat_map(|info| info.uses.iter().map(|&id| ExprAt { file: info.file, id }));
        let fields = mentions.filter_map(|at| match self.carried(at, Side::Sender) {
            (Carry::Field(literal, field), _) => Some((literal, field)),
            _ => None,
        });
        fields.collect()
    }

    /// Whether a variable is a shared pointer to a value of a struct.
    fn points_to(&self, variable: BindingId, def: DefId) -> bool {
        let mut ty = self.type_of_binding(variable);
        while let Ty::Ref(inner) = ty {
            ty = (*inner).clone();
        }
        let Ty::Ext(path, args) = ty else { return false };
        is_shared_pointer(&path)
            && args.first().is_some_and(|inner| matches!(self.core_type(inner), Ty::Def(own, _) if own == def))
    }
}
