//! What the awaits of code wait for.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::flow::{NodeId, NodeKind};
use crate::model::library::{self, calls};
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

    /// Whether all that a future waits for is what others send again and again, and it does nothing before but get at that:
    /// to await it is a receive by another name, and no attempt at anything.
    pub(in crate::model) fn only_listens(&self, body: BodyId) -> bool {
        let flow = self.flow(body);
        let at = |id| ExprAt { file: self.index.body(body).file, id };
        let reached = flow.reachable(flow.start, |_| true);
        let awaits = |node: NodeId| matches!(flow.node(node).kind, NodeKind::Await(_));
        let mut any = false;
        for node in flow.ids().filter(|node| reached[node.0 as usize]) {
            let harmless = match flow.node(node).kind {
                NodeKind::Await(id) => {
                    any = true;
                    self.listens(at(id))
                }
                NodeKind::Eval(id) => {
                    let behind = flow.reachable(node, |_| true);
                    let before = flow.ids().any(|other| awaits(other) && behind[other.0 as usize]);
                    !before || self.is_got_at(at(id))
                }
                _ => true,
            };
            if !harmless {
                return false;
            }
        }
        any
    }

    /// Whether an await is of a library's source that gives again and again.
    fn listens(&self, at: ExprAt) -> bool {
        let ExprKind::Await(inner) = self.kind(at) else { return false };
        let inner = ExprAt { id: *inner, ..at };
        self.method_name(inner).is_some_and(library::gives_again) && !matches!(self.callee(inner), Callee::Def(_))
    }

    /// Whether an expression only gets at what is then waited for: it subscribes, asks for the next item, or reads.
    fn is_got_at(&self, at: ExprAt) -> bool {
        let named = |name: &str| library::gives_again(name) || calls::makes_receiver(name);
        self.method_name(at).is_some_and(named) || self.reading(at).clean()
    }

    /// Whether an await waits only for room in a channel.
    fn only_sends(&self, at: ExprAt) -> bool {
        let ExprKind::Await(inner) = self.kind(at) else { return false };
        let inner = ExprAt { id: *inner, ..at };
        self.method_name(inner).is_some_and(library::futures::waits_for_room)
    }
}
