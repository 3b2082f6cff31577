//! From which channel a call receives, by the type of what it is called on.

use crate::model::Base;
use crate::model::library::{self, ChannelKind, ReceiveHow, Side};
use crate::model::source::handles::Expr;
use crate::model::source::tables::ExprAt;
use crate::model::types::Ty;
use crate::syntax::tree::ExprKind;

impl Expr<'_> {
    /// Whether a value is what is received from a channel, by the call itself or when that is awaited.
    pub fn is_received(self) -> bool {
        match self.base.kind(self.at) {
            ExprKind::Await(inner) | ExprKind::Try(inner) => {
                self.base.expr(ExprAt { id: *inner, ..self.at }).is_received()
            }
            _ => self.base.receive_kind(self.at).is_some(),
        }
    }
}

impl Base {
    /// The kind of channel that a method call receives from, and how; by the type of what it is called on.
    pub(in crate::model) fn receive_kind(&self, at: ExprAt) -> Option<(ChannelKind, ReceiveHow)> {
        let name = self.method_name(at)?;
        let receiver = self.receiver_of(at)?;
        let kind = self.receiver_kind(receiver)?;
        let how = match library::receive_method(kind, name)? {
            ReceiveHow::Await if self.blocks_by_type(receiver, name) => ReceiveHow::Block,
            how => how,
        };
        Some((kind, how))
    }

    /// The kind of channel whose receiver a value is, behind whatever wraps it.
    pub(in crate::model) fn receiver_kind(&self, at: ExprAt) -> Option<ChannelKind> {
        let Ty::Ext(path, _) = self.core_type(&self.type_of(at)) else { return None };
        let (kind, side) = library::end_of_type(&path)?;
        (side == Side::Receiver).then_some(kind)
    }

    /// Whether it is the handle of a task, or the receiver of a channel that gives one value: awaiting it waits for others.
    pub(in crate::model) fn is_one_answer(&self, at: ExprAt) -> bool {
        self.receiver_kind(at).is_some_and(ChannelKind::gives_once) || self.is_of(at, library::TASK_HANDLE)
    }

    fn blocks_by_type(&self, at: ExprAt, method: &str) -> bool {
        matches!(self.core_type(&self.type_of(at)), Ty::Ext(path, _) if library::blocking_face(&path, method))
    }
}
