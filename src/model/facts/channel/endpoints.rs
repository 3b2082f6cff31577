//! Which variables hold the endpoints of which channel.
//!
//! An endpoint is followed through renames, clones, `Arc`, block tails and captures; where one goes into a call, a field
//! or an `Option`, its variable has let go of it.

use rustc_hash::FxHashMap;

use crate::model::Crate;
use crate::model::facts::channel::{ChannelData, Half};
use crate::model::library::{self, Side};
use crate::model::source::tables::{BindingId, ExprAt};
use crate::model::values::endpoints::Carry;
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

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
            let mention = ExprAt { file: info.file, id };
            match self.carried(mention, side) {
                (Carry::Let(next), cloned) => found.push((next, cloned)),
                (Carry::Elsewhere, cloned) => found.extend(self.given_back_to(mention).map(|next| (next, cloned))),
                (Carry::Field(..), _) => {}
            }
        }
        found
    }

    /// The variables of a function's only caller that have what the function gives back of a value, by itself or as a part; none
    /// where the call counts as what makes the channel.
    fn given_back_to(&self, at: ExprAt) -> impl Iterator<Item = BindingId> {
        let body = self.body_at(at);
        let given = || {
            let path = self.route(at).returned.into_iter().next()?;
            let call = self.only_caller(body).filter(|call| self.pair_made(*call).is_none())?;
            Some(self.route_part(self.gives_at(call, body)?, path).carriers)
        };
        let carriers = given().unwrap_or_default().into_iter();
        carriers.filter(|carrier| carrier.path.is_empty()).map(|carrier| carrier.binding)
    }

    /// The channels whose receiver a value may be, when variables of this package hold it, with the call by which it came
    /// as an argument.
    pub(in crate::model) fn channels_behind(&self, at: ExprAt) -> Vec<(usize, ExprAt)> {
        let sources = self.sources(at, &|at| self.same_place(at));
        let ends = sources.into_iter().filter_map(|source| {
            let end = self.ends.get(self.index.local(source.at)?)?;
            (end.side == Side::Receiver).then_some((end.channel, source.site))
        });
        ends.collect()
    }

    /// The variable that an expression lends, where no field lies between.
    fn same_place(&self, at: ExprAt) -> Option<ExprAt> {
        let inner = match self.kind(at) {
            ExprKind::Unary { operand: inner, .. } | ExprKind::Ref { operand: inner, .. } => *inner,
            ExprKind::Method(method) if self.place(at).is_some() => method.receiver,
            _ => return None,
        };
        Some(ExprAt { id: inner, ..at })
    }
}
