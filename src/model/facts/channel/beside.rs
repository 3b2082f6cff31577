//! The sender that stands beside a receiver: in a pair that nobody took apart, in the struct that a pattern took the
//! receiver out of, in what a function gave together with the receiver, or in a task that took clones of both.

use crate::model::Crate;
use crate::model::facts::channel::Channel;
use crate::model::facts::receive::Receive;
use crate::model::flow::points::Point;
use crate::model::library::{Side, steps};
use crate::model::source::handles::Variable;
use crate::model::source::tables::{BindingId, DefId, ExprAt, Origin, Step};
use crate::model::types::Ty;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, Name};

/// A sender that is a part of what its receiver was, or is, a part of.
pub struct Beside<'c> {
    pub channel: Channel<'c>,
    /// The variable of the pair, or of the struct.
    pub owner: Variable<'c>,
    /// The field of it that is the sender.
    pub field: &'c str,
    /// Where the receiver gets its name.
    pub bound: Span,
    /// Where the sender leaves its owner, in the order of the source.
    pub leaves: Vec<Span>,
}

impl<'c> Receive<'c> {
    /// The sender that stands beside this receive's receiver.
    pub fn sender_beside(self) -> Option<Beside<'c>> {
        let place = self.krate.place(self.data.source)?;
        match *place.fields {
            [half] => self.krate.other_half(place.root, half),
            [] => self.krate.left_behind(place.root),
            _ => None,
        }
    }
}

impl<'c> Receive<'c> {
    /// The sender in what came along with this receive's receiver out of the function that made both.
    pub fn sender_come_along(self) -> Option<Beside<'c>> {
        let place = self.krate.place(self.data.source).filter(|place| place.fields.is_empty())?;
        self.krate.came_along_with(place.root)
    }
}

impl<'c> Channel<'c> {
    /// The receives of tasks that take along clones of both halves of this pair, which lies in a field of a struct as it
    /// was made; and for each the variable that brings the sender.
    pub fn cloned_out_of_field(self) -> impl Iterator<Item = (Receive<'c>, Variable<'c>)> {
        let krate = self.krate;
        let field = krate.field_of_literal(self.data.at);
        krate.receives().filter_map(move |receive| {
            let (field, source) = (field?, krate.index.local(receive.data.source)?);
            let captured = krate.captures.get(&krate.body_at(receive.data.at))?;
            let mut brought = captured.iter().map(|(variable, _)| *variable);
            let sender = brought.find(|variable| krate.is_cloned_half(*variable, field, "0"))?;
            krate.is_cloned_half(source, field, "1").then(|| (receive, krate.variable(sender)))
        })
    }
}

impl<'c> Variable<'c> {
    /// The name by which code still has at a point what this variable brought: its own, or one that a `let` gave it.
    pub fn name_at(self, point: Point<'_>) -> Option<Variable<'c>> {
        let base = self.base;
        let info = base.index.binding(self.id);
        let renamed = info.uses.iter().filter_map(|&id| base.let_name(ExprAt { file: info.file, id }));
        let mut names = std::iter::once(self).chain(renamed.map(|id| Variable { id, ..self }));
        names.find(|name| name.may_hold_at(point))
    }
}

impl Crate {
    /// Whether a variable is a clone of one half of the pair in a field: `ui.channels.0.clone()`.
    fn is_cloned_half(&self, variable: BindingId, (def, field): (DefId, Name), half: &str) -> bool {
        let info = self.index.binding(variable);
        let Origin::Value(value) = info.origin else { return false };
        let clone = ExprAt { file: info.file, id: value };
        let part = |at: ExprAt| match self.kind(at) {
            ExprKind::Field { base, name } => Some((ExprAt { id: *base, ..at }, *name)),
            _ => None,
        };
        let cloned = self.receiver_of(clone).filter(|_| self.method_name(clone).is_some_and(steps::clones));
        let Some((pair, own)) = cloned.and_then(part) else { return false };
        let of_field = part(pair).is_some_and(|(owner, name)| name == field && self.is_struct(owner, def));
        info.steps.is_empty() && self.text(own) == half && of_field
    }

    /// The sender of a pair that nobody took apart: `let pair = channel(); for item in pair.1`.
    fn other_half(&self, pair: BindingId, half: Name) -> Option<Beside<'_>> {
        let info = self.index.binding(pair);
        let Origin::Value(value) = info.origin else { return None };
        let value = ExprAt { file: info.file, id: value };
        let data = self.channels.iter().find(|channel| channel.at == value)?;
        if self.text(half) != "1" || !info.steps.is_empty() || !data.kind.is_queue() {
            return None;
        }
        let leaves = |at: ExprAt| match self.kind(at) {
            ExprKind::Field { name, .. } => (*name != half && self.consumed(at)).then(|| self.span(at)),
            _ => None,
        };
        let fields = info.uses.iter().filter_map(|&id| self.parent_expr(ExprAt { file: info.file, id }));
        Some(Beside {
            channel: Channel { krate: self, data },
            owner: self.variable(pair),
            field: "0",
            bound: info.span,
            leaves: fields.filter_map(leaves).collect(),
        })
    }

    /// The sender field that a pattern left in a struct when it took the receiver out: `let Server { mut rx, .. } = server`.
    fn left_behind(&self, receiver: BindingId) -> Option<Beside<'_>> {
        let info = self.index.binding(receiver);
        let Origin::Value(value) = info.origin else { return None };
        let value = ExprAt { file: info.file, id: value };
        let (owner, field) = match (&*info.steps, self.kind(value)) {
            ([Step::Struct(_), Step::Field(field)], ExprKind::Path(_)) => (value, *field),
            ([], ExprKind::Field { base, name }) => (ExprAt { id: *base, ..value }, *name),
            _ => return None,
        };
        let variable = self.index.local(owner).filter(|v| self.owns(*v))?;
        let holder = self.holders.iter().find(|h| h.receiver == field && self.is_struct(owner, h.def))?;
        Some(Beside {
            channel: Channel { krate: self, data: &self.channels[holder.channel] },
            owner: self.variable(variable),
            field: self.text(holder.sender),
            bound: self.span(value),
            leaves: self.taken_out(variable, holder.sender),
        })
    }

    /// The sender in a struct that a function of the package gave together with a receiver of the same channel, which both
    /// are parts of what it gives: `let (board, rx) = Board::new()`.
    pub(in crate::model) fn came_along_with(&self, receiver: BindingId) -> Option<Beside<'_>> {
        let info = self.index.binding(receiver);
        let (Origin::Value(value), [Step::Tuple(n)]) = (info.origin, &*info.steps) else { return None };
        let mut call = ExprAt { file: info.file, id: value };
        while let ExprKind::Await(inner) | ExprKind::Try(inner) = self.kind(call) {
            call.id = *inner;
        }
        let body = self.body_called(call)?;
        let tail = self.tail_of(self.index.body(body).file, self.root_block(body)?)?;
        let ExprKind::Tuple(parts) = self.kind(tail) else { return None };
        let part = |n: usize| parts.get(n).map(|&id| ExprAt { id, ..tail });
        let end = self.ends.get(self.index.local(part(*n as usize)?)?).filter(|end| end.side == Side::Receiver)?;
        let data = &self.channels[end.channel];
        let fields = self.fields_of_senders(end.channel);
        let has_field = |at: ExprAt| fields.iter().find(|(literal, _)| *literal == self.made_from(at)).copied();
        let (m, (literal, field)) = (0..parts.len()).find_map(|m| Some((m as u32, has_field(part(m)?)?)))?;
        let def = self.struct_of_literal(literal)?;
        let (owner, _) = self
            .index
            .bindings_in(info.file)
            .find(|(_, other)| other.origin == info.origin && matches!(*other.steps, [Step::Tuple(own)] if own == m))?;
        let alone = self.body_at(data.at) == body && self.body_at(literal) == body;
        (alone && !self.gives_field_up(def, field)).then(|| Beside {
            channel: Channel { krate: self, data },
            owner: self.variable(owner),
            field: self.text(field),
            bound: self.index.binding(owner).span,
            leaves: self.taken_out(owner, field),
        })
    }

    /// Whether a variable owns its value, not a reference to it.
    fn owns(&self, binding: BindingId) -> bool {
        let info = self.index.binding(binding);
        !info.by_ref && !matches!(self.type_of_binding(binding), Ty::Ref(_))
    }

    /// Where a field leaves the variable that holds its struct: moved out, or bound by a pattern.
    fn taken_out(&self, variable: BindingId, field: Name) -> Vec<Span> {
        let info = self.index.binding(variable);
        let mut found = Vec::new();
        for &id in &info.uses {
            if let Some(parent) = self.parent_expr(ExprAt { file: info.file, id })
                && matches!(self.kind(parent), ExprKind::Field { name, .. } if *name == field)
                && self.consumed(parent)
            {
                found.push(self.span(parent));
            }
            let bound = self.index.bindings_in(info.file).filter(|(_, other)| {
                other.origin == Origin::Value(id)
                    && matches!(*other.steps, [Step::Struct(_), Step::Field(name)] if name == field)
            });
            found.extend(bound.map(|(_, other)| other.span));
        }
        found
    }
}
