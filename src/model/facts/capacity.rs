//! Capacities: how many values a call is told to hold, of a channel that it makes or of a stream's futures.
//!
//! Where a function of the package makes the channel, its own constructor call has the capacity.

use crate::model::facts::channel::Channel;
use crate::model::library::channels::may_have_no_slots;
use crate::model::library::{self, Call, ChannelKind, futures, steps};
use crate::model::source::handles::Expr;
use crate::model::source::tables::ExprAt;
use crate::model::{Crate, handle};
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

/// What is stored of a capacity.
#[derive(Debug)]
pub struct CapacityData {
    pub(in crate::model) at: ExprAt,
    amount: ExprAt,
    of: Holder,
}

/// What holds so many values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holder {
    /// The channel that the call makes.
    Channel(ChannelKind),
    /// A stream that polls so many futures at a time.
    Stream,
}

handle! {
    /// A call that says how many values something holds.
    Capacity, CapacityData, capacities
}

impl<'c> Capacity<'c> {
    /// The call, from its path (or a method's name) to its last parenthesis.
    pub fn span(self) -> Span {
        self.krate.call_span(self.data.at)
    }

    /// The argument that says how many.
    pub fn amount(self) -> Expr<'c> {
        self.krate.expr(self.data.amount)
    }

    /// How many, where the source says it.
    pub fn so_many(self) -> Option<u128> {
        self.krate.integer(self.data.amount)
    }

    /// What holds so many.
    pub fn holder(self) -> Holder {
        self.data.of
    }

    /// Whether a capacity of nothing means that sender and receiver meet: each waits for the other.
    pub fn may_be_nothing(self) -> bool {
        match self.data.of {
            Holder::Channel(kind) => may_have_no_slots(kind) || library::channels::slot_of_sender(kind) > 0,
            Holder::Stream => false,
        }
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.krate.in_test(self.data.at)
    }
}

impl Channel<'_> {
    /// How many values it holds at most while nobody receives, where the source says it; `None` also for a channel without a
    /// limit.
    pub fn slots(self) -> Option<u128> {
        let of_sender = library::channels::slot_of_sender(self.kind()) > 0;
        let own = self.krate.capacities().find(|capacity| capacity.data.at == self.data.at);
        let own = own.filter(|_| !of_sender)?;
        self.krate.integer_at_most(own.data.amount).or_else(|| self.krate.largest_of(own.data.amount))
    }

    /// Whether it has a limit.
    pub fn is_bounded(self) -> bool {
        self.data.bounded
    }
}

impl Crate {
    /// The largest number that a field can have of those that the package puts into it.
    fn largest_of(&self, amount: ExprAt) -> Option<u128> {
        if let ExprKind::Method(method) = self.kind(amount)
            && let (steps::LARGER, [other]) = (self.text(method.name), method.args.as_slice())
        {
            let [one, other] = [method.receiver, *other].map(|id| self.largest_of(ExprAt { id, ..amount }));
            return Some(one?.max(other?));
        }
        let origins = self.origins(amount);
        let numbers: Option<Vec<u128>> = origins.into_iter().map(|source| self.integer_at_most(source.at)).collect();
        numbers?.into_iter().max()
    }
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<CapacityData> {
    if krate.defines_channels() {
        return Vec::new();
    }
    let channels = library::channel_names().into_iter().filter_map(|text| krate.names.find(text));
    let streams = futures::BUFFERING.iter().filter_map(|text| krate.names.find(text));
    let names: Vec<_> = channels.chain(streams).chain(krate.aliases()).collect();
    let mut found = Vec::new();
    for at in krate.calls_named(names) {
        let argument = |n: u8| krate.args(at).get(n as usize).map(|&id| ExprAt { id, ..at });
        match (krate.known_call(at), krate.kind(at)) {
            (Some(Call::Channel { kind, bound: Some(n) }), _) => {
                found.extend(argument(n).map(|amount| CapacityData { at, amount, of: Holder::Channel(kind) }));
            }
            (None, ExprKind::Method(method)) if futures::BUFFERING.contains(&krate.text(method.name)) => {
                let own = krate.body_called(at).is_some() || krate.args(at).len() != 1;
                let amount = argument(0).filter(|_| !own);
                found.extend(amount.map(|amount| CapacityData { at, amount, of: Holder::Stream }));
            }
            _ => {}
        }
    }
    found
}
