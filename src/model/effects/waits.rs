//! What the awaits of code wait for.

use crate::model::Base;
use crate::model::flow::NodeKind;
use crate::model::library;
use crate::model::source::tables::{BodyId, BodyKind, ExprAt};
use crate::syntax::tree::ExprKind;

impl Base {
    /// Whether code waits for something other than room in a channel: for a peer, a timer, another task.
    pub(in crate::model) fn waits_itself(&self, body: BodyId) -> bool {
        let info = self.index.body(body);
        // A thread waits by blocking, which syntax does not show.
        if !info.is_async && !matches!(info.kind, BodyKind::Async(_)) {
            return true;
        }
        let flow = self.flow(body);
        let mut any = false;
        for node in &flow.nodes {
            if let NodeKind::Await(id) = node.kind {
                any |= !self.only_sends(ExprAt { file: info.file, id });
            }
        }
        any
    }

    /// Whether an await waits only for room in a channel.
    fn only_sends(&self, at: ExprAt) -> bool {
        let ExprKind::Await(inner) = self.kind(at) else { return false };
        let inner = ExprAt { id: *inner, ..at };
        self.method_name(inner).is_some_and(library::futures::waits_for_room)
    }
}
