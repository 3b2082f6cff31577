//! Holders: structs that keep both halves of one channel.
//!
//! The halves are followed from the constructor into one struct literal, never by the types of the fields: two crossed
//! channels of one payload look the same.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::facts::channel::endpoints::Ends;
use crate::model::facts::channel::{Channel, ChannelData};
use crate::model::facts::receive::{Receive, ReceiveData};
use crate::model::library::{self, Call, Side, calls};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BodyKind, Def, DefId, ExprAt, Origin, Step, TypeAt};
use crate::model::types::Ty;
use crate::model::values::endpoints::Carry;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, ItemKind, Name};

/// A struct that gets both halves of one pair in one literal.
#[derive(Clone, Copy, Debug)]
pub struct HolderData {
    pub channel: usize,
    pub def: DefId,
    pub literal: ExprAt,
    /// The field that has the sender, itself or in a struct of its own.
    pub sender: Name,
    pub receiver: Name,
    /// Whether the sender lies in a struct of its own.
    pub nested: bool,
}

/// Finds the structs that hold both halves of a channel.
pub(in crate::model) fn collect(krate: &Crate, channels: &[ChannelData], ends: &Ends) -> Vec<HolderData> {
    let mut found = Vec::new();
    for (channel, data) in channels.iter().enumerate() {
        if !data.kind.is_queue() || data.kind.subscribes() {
            continue;
        }
        let receivers = krate.fields_given(ends, channel, Side::Receiver);
        let own = krate.fields_given(ends, channel, Side::Sender).into_iter().map(|given| (given, false));
        let inside = krate.fields_given_inside(ends, channel).into_iter().map(|given| (given, true));
        for ((literal, sender), nested) in own.chain(inside) {
            let Some(&(_, receiver)) = receivers.iter().find(|(l, _)| *l == literal) else { continue };
            if let Some(def) = krate.struct_of_literal(literal) {
                found.push(HolderData { channel, def, literal, sender, receiver, nested });
            }
        }
    }
    found
}

/// A struct that gets both halves of one channel in one literal.
#[derive(Clone, Copy)]
pub struct Holder<'c> {
    pub(in crate::model) krate: &'c Crate,
    pub(in crate::model) data: &'c HolderData,
}

impl<'c> Channel<'c> {
    /// The structs that get both halves of it.
    pub fn holders(self) -> impl Iterator<Item = Holder<'c>> {
        let (krate, number) = (self.krate, self.number());
        let own = krate.holders.iter().filter(move |holder| holder.channel == number);
        own.map(move |data| Holder { krate, data })
    }
}

impl<'c> Holder<'c> {
    /// The name of the struct.
    pub fn name(self) -> &'c str {
        self.krate.text(self.krate.index.def(self.data.def).name)
    }

    /// The literal that both halves go into.
    pub fn literal(self) -> Expr<'c> {
        self.krate.expr(self.data.literal)
    }

    /// The name of the field that has the sender.
    pub fn sender(self) -> &'c str {
        self.krate.text(self.data.sender)
    }

    /// Whether that field is the sender, and no struct that has it.
    pub fn is_sender(self) -> bool {
        !self.data.nested
    }

    /// Where that field is declared.
    pub fn sender_field(self) -> Span {
        let info = self.krate.index.def(self.data.def);
        let declared = match &self.krate.tree(info.file).items[info.item.0 as usize].kind {
            ItemKind::Struct { fields, .. } => fields.fields.iter().find(|field| field.0 == self.data.sender),
            _ => None,
        };
        declared.map_or(info.span, |field| field.2)
    }

    /// The receives from the struct's receiver, by whatever name it goes there.
    pub fn receives(self) -> impl Iterator<Item = Receive<'c>> {
        self.krate.receives().filter(move |receive| self.gives_receiver(receive.data))
    }

    /// Whether a receive takes from the struct's receiver.
    pub(in crate::model) fn gives_receiver(self, receive: &ReceiveData) -> bool {
        self.krate.fields_behind(receive.source).contains(&(self.data.def, self.data.receiver))
    }

    /// A call that closes the channel through one of the fields.
    pub fn closed_by_call(self) -> Option<Span> {
        let krate = self.krate;
        let mut uses = [self.data.sender, self.data.receiver].into_iter().flat_map(|field| self.uses_of(field));
        uses.find(|&at| krate.called_on(at).is_some_and(library::closes)).map(|at| krate.span(at))
    }

    /// Where one of the halves leaves its field: emptied, replaced, moved out, bound by a pattern.
    pub fn moved_out(self) -> Option<Span> {
        let krate = self.krate;
        let (sender, receiver) = (self.data.sender, self.data.receiver);
        let sent = self.uses_of(sender).find(|&at| krate.leaves_field(at));
        let received = || self.uses_of(receiver).find(|&at| krate.leaves_field(at) && !krate.only_received(at));
        sent.or_else(received).map(|at| krate.span(at)).or_else(|| self.taken_by_pattern())
    }

    /// Where the struct is a value of the process's own, which never comes to an end: made once, or a static.
    pub fn lives_forever(self) -> Option<Span> {
        let krate = self.krate;
        let literal = self.data.literal;
        let once = krate.ancestors(literal).any(|a| {
            matches!(krate.kind(a), ExprKind::Call { .. } | ExprKind::Method(_))
                && matches!(krate.known_call(a), Some(Call::Once | Call::Forget))
        });
        if once || krate.index.body(krate.outermost(krate.body_at(literal))).kind == BodyKind::Init {
            return Some(krate.span(literal));
        }
        krate.static_of(self.data.def)
    }

    /// The mentions of a field of the struct.
    fn uses_of(self, field: Name) -> impl Iterator<Item = ExprAt> {
        let krate = self.krate;
        krate.field_uses(field).iter().copied().filter(move |&at| match krate.kind(at) {
            ExprKind::Field { base, .. } => krate.is_struct(ExprAt { id: *base, ..at }, self.data.def),
            _ => false,
        })
    }

    fn taken_by_pattern(self) -> Option<Span> {
        self.krate.bound_by_pattern(self.data.def, &[self.data.sender, self.data.receiver])
    }
}

impl Crate {
    /// The fields of struct literals that the ends of one side go into.
    fn fields_given(&self, ends: &Ends, channel: usize, side: Side) -> Vec<(ExprAt, Name)> {
        let mut found = Vec::new();
        for binding in ends.holding(channel, side) {
            let info = self.index.binding(binding);
            let mentions = info.uses.iter().map(|&id| ExprAt { file: info.file, id });
            found.extend(mentions.filter_map(|at| self.carried_into_field(at)));
        }
        found
    }

    /// The fields of struct literals that get a struct which has a sender and keeps it.
    fn fields_given_inside(&self, ends: &Ends, channel: usize) -> Vec<(ExprAt, Name)> {
        let mut found = Vec::new();
        for binding in ends.holding(channel, Side::Sender) {
            let info = self.index.binding(binding);
            for &id in &info.uses {
                let (Carry::Field(literal, field), _) = self.carried(ExprAt { file: info.file, id }, Side::Sender)
                else {
                    continue;
                };
                if self.struct_of_literal(literal).is_some_and(|def| !self.gives_field_up(def, field)) {
                    found.extend(self.fields_of_literal(literal));
                }
            }
        }
        found
    }

    /// The fields of struct literals that get the value of another literal, by its variable or as it is.
    fn fields_of_literal(&self, literal: ExprAt) -> Vec<(ExprAt, Name)> {
        match self.carried(literal, Side::Receiver) {
            (Carry::Field(outer, field), _) => vec![(outer, field)],
            (Carry::Let(variable), _) => {
                let mentions = self.variable(variable).mentions();
                mentions.filter_map(|mention| self.carried_into_field(mention.at)).collect()
            }
            (Carry::Elsewhere, _) => Vec::new(),
        }
    }

    /// Whether the sender in a field of a struct ever leaves it.
    pub(in crate::model) fn gives_field_up(&self, def: DefId, field: Name) -> bool {
        let own = |at: &ExprAt| match self.kind(*at) {
            ExprKind::Field { base, .. } => self.is_struct(ExprAt { id: *base, ..*at }, def),
            _ => false,
        };
        let leaves = self.field_uses(field).iter().filter(|at| own(at)).any(|&at| self.leaves_field(at));
        leaves || self.bound_by_pattern(def, &[field]).is_some()
    }

    /// The variable that a pattern binds one of these fields to.
    fn bound_by_pattern(&self, def: DefId, fields: &[Name]) -> Option<Span> {
        let either = |step: &Step| fields.iter().any(|name| *step == Step::Field(*name));
        let taken = self.index.bindings.iter().find(|info| match info.origin {
            Origin::Value(value) => {
                info.steps.iter().any(either) && self.is_struct(ExprAt { file: info.file, id: value }, def)
            }
            _ => false,
        });
        taken.map(|info| info.span)
    }

    /// The method that is called on a value.
    pub(in crate::model) fn called_on(&self, at: ExprAt) -> Option<&str> {
        self.parent_expr(at).filter(|parent| self.receiver_of(*parent) == Some(at)).and_then(|p| self.method_name(p))
    }

    /// Whether a field is emptied, replaced or moved out here.
    fn leaves_field(&self, at: ExprAt) -> bool {
        if self.called_on(at).is_some_and(calls::empties_place) {
            return true;
        }
        match self.parent_expr(at).map(|p| (p, self.kind(p))) {
            Some((_, ExprKind::Assign { left, .. })) => *left == at.id,
            Some((p, ExprKind::Ref { mutable: true, .. })) => self.parent_expr(p).is_some_and(
                |call| matches!(self.callee(call), Callee::External(path) if path.starts_with("std::mem::")),
            ),
            _ => self.consumed(at),
        }
    }

    /// `for x in self.rx`: the receiver is moved, and only into its own drain.
    fn only_received(&self, at: ExprAt) -> bool {
        self.parent_expr(at).is_some_and(|p| matches!(self.kind(p), ExprKind::For { .. }))
    }

    /// A static of the package that has a value of this struct.
    fn static_of(&self, def: DefId) -> Option<Span> {
        let of_struct = |info: &&Def| match self.tree(info.file).items[info.item.0 as usize].kind {
            ItemKind::Static { ty, .. } => {
                let written = self.written(TypeAt { file: info.file, id: ty, scope: info.scope });
                matches!(self.core_type(&written), Ty::Def(d, _) if d == def)
            }
            _ => false,
        };
        self.index.defs.iter().find(of_struct).map(|info| info.span)
    }
}
