//! Which variables hold the endpoints of which channel.
//!
//! An endpoint is followed through renames, clones, `Arc`, block tails and captures; where one goes into a call, a field
//! or an `Option`, its variable has let go of it.

use rustc_hash::FxHashMap;

use crate::model::Crate;
use crate::model::facts::channel::{ChannelData, Half};
use crate::model::library::{self, Side};
use crate::model::source::tables::{BindingId, ExprAt, Origin};
use crate::model::values::endpoints::Carry;
use crate::syntax::Span;

/// A variable that holds an end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct End {
    /// The place of the channel in the package's list.
    pub channel: usize,
    pub side: Side,
    /// Whether it holds a clone, not the half that the constructor gave.
    pub cloned: bool,
}

/// Which channel each variable that holds an end belongs to.
#[derive(Default, Debug)]
pub struct Ends {
    of: FxHashMap<BindingId, End>,
    /// For each channel its variables, in the order in which they were found.
    lists: FxHashMap<usize, Vec<BindingId>>,
}

impl Ends {
    pub fn get(&self, binding: BindingId) -> Option<End> {
        self.of.get(&binding).copied()
    }

    /// The variables that hold one side of a channel.
    pub fn holding(&self, channel: usize, side: Side) -> impl Iterator<Item = BindingId> + '_ {
        self.lists.get(&channel).into_iter().flatten().copied().filter(move |b| self.of[b].side == side)
    }

    fn add(&mut self, binding: BindingId, end: End) -> bool {
        if self.of.contains_key(&binding) {
            return false;
        }
        self.of.insert(binding, end);
        self.lists.entry(end.channel).or_default().push(binding);
        true
    }
}

/// Finds the variables of every channel.
pub(in crate::model) fn follow(krate: &Crate, channels: &[ChannelData]) -> Ends {
    let mut ends = Ends::default();
    for (n, channel) in channels.iter().enumerate() {
        for (half, side) in [(channel.sender, Side::Sender), (channel.receiver, Side::Receiver)] {
            let Half::Named(binding) = half else { continue };
            let mut todo = vec![(binding, End { channel: n, side, cloned: false })];
            while let Some((binding, end)) = todo.pop() {
                if !ends.add(binding, end) {
                    continue;
                }
                for (next, cloned) in krate.heirs(binding, side) {
                    todo.push((next, End { cloned: end.cloned || cloned, ..end }));
                }
            }
        }
    }
    ends
}

impl Crate {
    /// A call that closes a channel through one of its ends.
    pub(in crate::model) fn closed_by_hand(&self, channel: usize) -> Option<Span> {
        let held = |side| self.ends.holding(channel, side);
        for binding in held(Side::Receiver).chain(held(Side::Sender)) {
            let info = self.index.binding(binding);
            for &id in &info.uses {
                let parent = self.parent_expr(ExprAt { file: info.file, id });
                if let Some(call) = parent.filter(|p| {
                    self.receiver_of(*p).is_some_and(|r| r.id == id)
                        && self.method_name(*p).is_some_and(library::closes)
                }) {
                    return Some(self.span(call));
                }
            }
        }
        None
    }

    /// Variables that get an end from this one, and whether as a clone.
    fn heirs(&self, binding: BindingId, side: Side) -> Vec<(BindingId, bool)> {
        let info = self.index.binding(binding);
        let mut found = Vec::new();
        for &id in &info.uses {
            if let (Carry::Let(next), cloned) = self.carried(ExprAt { file: info.file, id }, side) {
                found.push((next, cloned));
            }
        }
        found
    }

    /// The channel whose receiver a value is, when a variable of this package holds it: by variable or parameter.
    pub(in crate::model) fn channels_behind(&self, at: ExprAt) -> Vec<(usize, ExprAt)> {
        let mut found = Vec::new();
        self.channels_behind_deep(at, at, 3, &mut found);
        found
    }

    fn channels_behind_deep(&self, at: ExprAt, site: ExprAt, depth: u32, found: &mut Vec<(usize, ExprAt)>) {
        let Some(place) = self.place(at).filter(|p| p.fields.is_empty()) else { return };
        if let Some(end) = self.ends.get(place.root) {
            if end.side == Side::Receiver {
                found.push((end.channel, site));
            }
            return;
        }
        let info = self.index.binding(place.root);
        match info.origin {
            Origin::Value(value) if info.steps.is_empty() && depth > 0 => {
                let value = ExprAt { file: info.file, id: value };
                self.channels_behind_deep(value, site, depth - 1, found);
            }
            Origin::Param(n) if info.steps.is_empty() && depth > 0 => {
                for call in self.callers_of_body(info.body) {
                    if let Some(arg) = self.argument_for(call, n) {
                        self.channels_behind_deep(arg, call, depth - 1, found);
                    }
                }
            }
            _ => {}
        }
    }
}
