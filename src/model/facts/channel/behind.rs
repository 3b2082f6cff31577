//! Which channels an endpoint may be of, wherever it lies, and which code sends to a channel.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::library::{self, Side};
use crate::model::source::tables::ExprAt;
use crate::syntax::Name;

impl Crate {
    /// The channels that an endpoint may be of, by their places in the package's list; also of one that lies in a field, in an
    /// `Option` or behind a lock. Empty where none is known.
    pub(in crate::model) fn channels_of(&self, end: ExprAt, side: Side) -> Vec<usize> {
        let ends = self.opened_origins(end).into_iter().filter_map(|at| self.ends.get(self.index.local(at)?));
        let mut found: Vec<usize> = ends.filter(|end| end.side == side).map(|end| end.channel).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The calls that send to a channel, as far as their senders are followed.
    pub(in crate::model) fn sends_to(&self, channel: usize) -> Vec<ExprAt> {
        let kind = self.channels[channel].kind;
        let sends = |name: &Name| library::send_method(kind, self.text(*name)).is_some();
        let names = self.calls_by_name.keys().copied().filter(sends);
        let mut calls = self.calls_named(names);
        calls.retain(|&call| {
            let of_kind = matches!(self.callee(call), Callee::Method(ty, _)
                if library::end_of_type(&ty) == Some((kind, Side::Sender)));
            let sender = self.receiver_of(call).filter(|_| of_kind);
            sender.is_some_and(|sender| self.channels_of(sender, Side::Sender).contains(&channel))
        });
        calls
    }
}
