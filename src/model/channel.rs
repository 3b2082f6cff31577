//! Channels: the pair that a constructor makes, and where its ends go.

use rustc_hash::FxHashMap;

use super::dictionary::{Call, ChannelKind};
use super::index::{BindingId, ExprAt};
use super::{Crate, handle};
use crate::syntax::Span;

/// What is stored of a channel.
#[derive(Debug)]
pub struct ChannelData {
    pub(in crate::model) at: ExprAt,
    pub(in crate::model) kind: ChannelKind,
}

/// Which channel each variable that holds an end belongs to.
#[derive(Default, Debug)]
pub struct Ends {
    pub(in crate::model) of: FxHashMap<BindingId, usize>,
}

handle! {
    /// A pair of ends that one constructor call makes.
    Channel, ChannelData, channels
}

impl Channel<'_> {
    /// The constructor call.
    pub fn span(self) -> Span {
        self.krate.span(self.data.at)
    }

    pub fn kind(self) -> ChannelKind {
        self.data.kind
    }
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<ChannelData> {
    let mut found = Vec::new();
    for (at, call) in krate.known_calls() {
        if let Call::Channel { kind, .. } = call {
            found.push(ChannelData { at, kind });
        }
    }
    found
}

pub(in crate::model) fn follow(_krate: &Crate) -> Ends {
    Ends::default()
}
