//! Receives: where something is taken from a channel or stream, and what happens when it has closed.

use super::dictionary::{self, ChannelKind, ReceiveHow, Side};
use super::index::ExprAt;
use super::types::Ty;
use super::{Crate, handle};
use crate::syntax::Span;

/// What is stored of a receive.
#[derive(Debug)]
pub struct ReceiveData {
    pub(in crate::model) at: ExprAt,
    pub(in crate::model) kind: ChannelKind,
    pub(in crate::model) how: ReceiveHow,
}

handle! {
    /// One receive from a channel.
    Receive, ReceiveData, receives
}

impl Receive<'_> {
    /// The receiving call.
    pub fn span(self) -> Span {
        self.krate.span(self.data.at)
    }
}

impl Crate {
    /// The kind of channel that a method call receives from, and how; by the type of what it is called on.
    pub(in crate::model) fn receive_kind(&self, at: ExprAt) -> Option<(ChannelKind, ReceiveHow)> {
        let name = self.method_name(at)?;
        let receiver = self.receiver_of(at)?;
        let Ty::Ext(path, _) = self.core_type(&self.type_of(receiver)) else { return None };
        let (kind, side) = dictionary::end_of_type(&path)?;
        let how = dictionary::receive_method(kind, name)?;
        (side == Side::Receiver).then_some((kind, how))
    }
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<ReceiveData> {
    let mut found = Vec::new();
    for at in krate.calls() {
        if let Some((kind, how)) = krate.receive_kind(at) {
            found.push(ReceiveData { at, kind, how });
        }
    }
    found
}
