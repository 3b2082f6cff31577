//! Channels on the map, and who sends into them and receives from them.

use crate::map::{Capacity, Channel as Drawn, Closes, Does, What};
use crate::model::Crate;
use crate::model::facts::Channel;
use crate::model::facts::channel::Half;
use crate::model::library::{self, ChannelKind, Side, calls};
use crate::model::map::Draw;
use crate::model::source::handles::Variable;
use crate::model::source::tables::ExprAt;
use crate::model::types::Ty;
use crate::syntax::Span;

impl Draw<'_> {
    pub(super) fn draw_channels(&mut self) {
        let krate = self.krate;
        for channel in krate.channels() {
            let name = channel.name_on_map();
            let node = self.draw_node(channel.data.at, channel.span(), name, What::Channel(channel.on_map()));
            self.made.insert(channel.data.at, node);
            self.channels.push(node);
        }
        for send in krate.sends() {
            let to = self.channels_behind(send.data.sender, Side::Sender);
            let call = (send.data.at, send.span());
            self.draw_given(Does::Sends, call, send.data.sender, &to, send.may_wait_for_room());
        }
        for receive in krate.receives().filter(|receive| receive.from_channel()) {
            let to = self.channels_behind(receive.data.source, Side::Receiver);
            self.draw_given(Does::Receives, (receive.data.at, receive.span()), receive.data.source, &to, false);
        }
    }

    /// The nodes of the channels of which a value may be an end.
    pub(super) fn channels_behind(&self, at: ExprAt, side: Side) -> Vec<usize> {
        let mut found = self.krate.ends_on_map(at, side);
        if found.is_empty() {
            let given = self.krate.given_to_closure(at).into_iter();
            found = given.flat_map(|given| self.krate.ends_on_map(given, side)).collect();
            found.sort_unstable();
            found.dedup();
        }
        found.into_iter().map(|number| self.channels[number]).collect()
    }
}

impl Channel<'_> {
    /// The names of its two halves.
    pub(super) fn name_on_map(self) -> String {
        let name = |half: Half<Variable<'_>>| match half {
            Half::Named(variable) => variable.name().to_owned(),
            Half::Dropped(_) => "_".to_owned(),
            Half::Elsewhere => "?".to_owned(),
        };
        match (self.sender(), self.receiver()) {
            (Half::Elsewhere, Half::Elsewhere) => match self.krate.let_name(self.data.at) {
                Some(whole) => self.krate.text(self.krate.index.binding(whole).name).to_owned(),
                None => self.kind().name().rsplit("::").next().into_iter().collect(),
            },
            (sender, receiver) => format!("{}/{}", name(sender), name(receiver)),
        }
    }

    fn on_map(self) -> Drawn<Span> {
        let own = self.krate.capacities().find(|capacity| capacity.data.at == self.data.at);
        let capacity = match (self.kind().is_queue(), self.is_bounded()) {
            (false, _) => Capacity::One,
            (true, false) => Capacity::Unbounded,
            (true, true) => Capacity::Bounded(own.map(|capacity| self.krate.place_text(capacity.amount().at))),
        };
        let halves = [self.sender(), self.receiver()];
        let dropped = halves.iter().find_map(|half| match half {
            Half::Dropped(at) => Some(*at),
            _ => None,
        });
        let closes = match (self.closed_by_call(), dropped) {
            (Some(at), _) => Closes::ByHand(at),
            (None, Some(at)) if !self.kind().subscribes() => Closes::AtOnce(at),
            (None, _) if halves.iter().any(|half| matches!(half, Half::Elsewhere)) => Closes::Unknown,
            (None, _) => Closes::WithSenders,
        };
        let names = |all: &mut dyn Iterator<Item = Variable<'_>>| {
            let mut names: Vec<String> = all.map(|variable| variable.name().to_owned()).collect();
            names.sort();
            names.dedup();
            names
        };
        Drawn {
            kind: self.kind().name().to_owned(),
            capacity,
            closes,
            senders: names(&mut self.senders()),
            receivers: names(&mut self.receivers()),
        }
    }
}

impl Crate {
    /// The channels of which a value may be an end, by their places in the package's list; also of a receiver that a sender
    /// has made.
    fn ends_on_map(&self, at: ExprAt, side: Side) -> Vec<usize> {
        let mut found: Vec<usize> = self.ends_behind(at, side).into_iter().map(|(number, _)| number).collect();
        if found.is_empty() {
            found = self.channels_of(at, side);
        }
        if found.is_empty() {
            found = self.ends_made_of_others(at, side);
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The channel and side that a value is an end of, as its type says.
    pub(super) fn end_on_map(&self, at: ExprAt) -> Option<(ChannelKind, Side)> {
        match self.core_type(&self.type_of(at)) {
            Ty::Ext(path, _) => library::end_of_type(&path),
            _ => None,
        }
    }

    /// The same of an end that a method of another end has made: a receiver of a sender, one for tasks of one for threads.
    fn ends_made_of_others(&self, at: ExprAt, side: Side) -> Vec<usize> {
        let side_of = |at: ExprAt| self.end_on_map(at).map(|(_, side)| side);
        let mut found = Vec::new();
        for made in self.opened_origins(at) {
            let (Some(name), Some(of)) = (self.method_name(made), self.receiver_of(made)) else { continue };
            match side_of(of) {
                Some(Side::Sender) if side == Side::Receiver && calls::makes_receiver(name) => {
                    found.extend(self.channels_of(of, Side::Sender));
                }
                Some(same) if same == side => found.extend(self.channels_of(of, side)),
                _ => {}
            }
        }
        found
    }
}
