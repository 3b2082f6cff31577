//! The receivers of a `watch`: whether the first one is left, and whether others are made later.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::facts::channel::Half;
use crate::model::facts::send::Send;
use crate::model::library::{Side, calls, channels};
use crate::model::source::tables::{BindingId, DefId, ExprAt};
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, Name};

/// What has become of the receiver that came with a sender.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Listener {
    /// There was none, or it is gone once the sender is made, here.
    Gone(Span),
    /// Something has it.
    Kept(Span),
    Unknown,
}

impl Send<'_> {
    /// What has become of the receiver that came with the sender.
    pub fn first_listener(self) -> Listener {
        let krate = self.krate;
        let place = krate.without_refs(self.data.sender);
        let local = krate.index.local(place);
        let values: Vec<ExprAt> = match (local, krate.field_of_struct(place)) {
            (Some(_), _) => vec![place],
            (_, Some((def, name))) => krate.values_of_field(def, name).collect(),
            _ => Vec::new(),
        };
        let each: Vec<Listener> =
            values.into_iter().map(|value| krate.first_receiver_left(value, local.is_some())).collect();
        let kept = each.iter().find(|listener| !matches!(listener, Listener::Gone(_)));
        kept.or(each.first()).copied().unwrap_or(Listener::Unknown)
    }

    /// Whether what it sends is nothing but a sign: `()`.
    pub fn sends_no_value(self) -> bool {
        self.krate.args(self.data.at).first().is_some_and(|id| {
            matches!(self.krate.kind(ExprAt { id: *id, ..self.data.at }), ExprKind::Tuple(parts) if parts.is_empty())
        })
    }

    /// A call that reads the state back by the sender.
    pub fn read_back(self) -> Option<Span> {
        self.called_by_sender(channels::reads_state_back)
    }

    /// A call by which a receiver is made later.
    pub fn listened_later(self) -> Option<Span> {
        self.called_by_sender(calls::makes_receiver)
    }

    /// A call of such a method of the sender, by its field or its variable.
    fn called_by_sender(self, fits: fn(&str) -> bool) -> Option<Span> {
        let krate = self.krate;
        let place = krate.without_refs(self.data.sender);
        let subscribes = |at: ExprAt| {
            let call = krate.parent_expr(at).filter(|call| krate.receiver_of(*call) == Some(at))?;
            krate.method_name(call).is_some_and(fits).then(|| krate.span(call))
        };
        match (krate.index.local(place), krate.field_of_struct(place)) {
            (Some(local), _) => krate.variable(local).mentions().find_map(|mention| subscribes(mention.at)),
            (_, Some((def, name))) => krate.uses_of_field(def, name).find_map(subscribes).or_else(|| {
                let other = |&(owner, field): &(DefId, Name)| (owner, field) != (def, name);
                let others = krate.fields_of_same_channel(place).filter(other);
                others.flat_map(|(def, name)| krate.uses_of_field(def, name)).find_map(subscribes)
            }),
            _ => None,
        }
    }
}

impl Crate {
    /// The fields of structs that have a sender of the channel which a sender belongs to.
    fn fields_of_same_channel(&self, sender: ExprAt) -> impl Iterator<Item = (DefId, Name)> {
        let channels = self.ends_behind(sender, Side::Sender).into_iter().map(|(channel, _)| channel);
        let fields = channels.flat_map(|channel| self.fields_of_senders(channel));
        fields.filter_map(|(literal, name)| Some((self.struct_of_literal(literal)?, name)))
    }

    /// What has become of the receiver that came with the sender which a value is.
    fn first_receiver_left(&self, value: ExprAt, in_variable: bool) -> Listener {
        for source in self.sources(value, &|at| self.same_end(at)) {
            if matches!(self.callee(source.at), Callee::External(path) if channels::makes_lone_sender(&path)) {
                return Listener::Gone(self.span(source.at));
            }
            // `watch::channel(…).0`
            if let ExprKind::Field { base, .. } = self.kind(source.at)
                && let Some(channel) =
                    self.channels.iter().find(|channel| channel.at == ExprAt { id: *base, ..source.at })
            {
                return self.half_left(channel.receiver, in_variable);
            }
            let end = self.index.local(source.at).and_then(|variable| self.ends.get(variable));
            if let Some(end) = end {
                return self.half_left(self.channels[end.channel].receiver, in_variable);
            }
        }
        Listener::Unknown
    }

    fn half_left(&self, half: Half<BindingId>, in_variable: bool) -> Listener {
        match half {
            Half::Dropped(span) => Listener::Gone(span),
            Half::Named(receiver) => {
                let receiver = self.variable(receiver);
                match receiver.mentions().next() {
                    // A name that nobody uses keeps it until its own scope ends.
                    None if !in_variable => Listener::Gone(receiver.span()),
                    _ => Listener::Kept(receiver.span()),
                }
            }
            Half::Elsewhere => Listener::Unknown,
        }
    }
}
