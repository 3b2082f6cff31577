//! Awaits: whether a call's future is awaited where it stands, and what the awaits of code wait for.

use crate::model::Crate;
use crate::model::flow::NodeKind;
use crate::model::library::{self, Call};
use crate::model::source::tables::{BodyId, BodyKind, ExprAt};
use crate::syntax::tree::ExprKind;

impl Crate {
    /// Whether a call's future is awaited here, or is a side of a race.
    pub(in crate::model) fn is_awaited(&self, at: ExprAt) -> bool {
        let mut now = at;
        loop {
            if self.select_branch(now).is_some() {
                return true;
            }
            let Some(parent) = self.parent_expr(now) else { return false };
            match self.kind(parent) {
                ExprKind::Await(_) => return true,
                ExprKind::Method(method) if method.receiver == now.id => {
                    let name = self.text(method.name);
                    if !library::same_future(name) && !matches!(name, "map" | "map_err") {
                        return false;
                    }
                }
                ExprKind::Call { .. } if matches!(self.known_call(parent), Some(Call::Sleep(_) | Call::Wrap)) => {}
                _ => return false,
            }
            now = parent;
        }
    }

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
        let Some(name) = self.method_name(inner) else { return false };
        matches!(name, "send" | "send_async" | "feed" | "reserve" | "lock" | "write" | "read")
    }
}
