//! What code leaves half done when its future is dropped: it has changed something that others see, and would change more.

use crate::model::Base;
use crate::model::callee::{Callee, DEPTH};
use crate::model::flow::{NodeId, NodeKind};
use crate::model::library::{futures, types};
use crate::model::source::tables::{BodyId, ExprAt};
use crate::syntax::tree::ExprKind;

impl Base {
    /// Two awaits of a body, one after the other, that each change something outside of it, by themselves or in what they
    /// run; the same one twice where it is in a loop.
    pub(in crate::model) fn half_done(&self, code: BodyId) -> Option<(ExprAt, ExprAt)> {
        self.half_done_in(code, DEPTH)
    }

    /// The call of a body by which all that it has changed is taken back when it is dropped.
    pub(in crate::model) fn taken_back_by(&self, code: BodyId) -> Option<ExprAt> {
        self.find_in_body(code, &|at| self.method_name(at).is_some_and(futures::begins_transaction))
    }

    fn half_done_in(&self, code: BodyId, depth: u32) -> Option<(ExprAt, ExprAt)> {
        let flow = self.flow(code);
        let changes: Vec<(NodeId, ExprAt)> =
            flow.ids().filter_map(|node| Some((node, self.changed_at(code, node, depth)?))).collect();
        let behind = |node: NodeId| {
            let next = &flow.node(node).next;
            let reached: Vec<Vec<bool>> = next.iter().map(|&start| flow.reachable(start, |_| true)).collect();
            move |other: NodeId| reached.iter().any(|from| from[other.0 as usize])
        };
        let two = changes.iter().find_map(|&(node, first)| {
            let comes = behind(node);
            changes.iter().find(|(other, _)| comes(*other)).map(|(_, second)| (first, *second))
        });
        // One await may be enough, where what it runs does both.
        two.or_else(|| {
            let inner = depth.checked_sub(1)?;
            flow.ids().find_map(|node| self.half_done_in(self.runs_at(code, node)?.1, inner))
        })
    }

    /// The await of a node that changes something outside of its body.
    fn changed_at(&self, body: BodyId, node: NodeId, depth: u32) -> Option<ExprAt> {
        if let Some((call, code)) = self.runs_at(body, node) {
            let inner = depth.checked_sub(1)?;
            return self.flow(code).ids().find_map(|node| self.changed_at(code, node, inner)).map(|_| call);
        }
        let file = self.index.body(body).file;
        let NodeKind::Await(id) = self.flow(body).node(node).kind else { return None };
        let ExprKind::Await(inner) = self.kind(ExprAt { file, id }) else { return None };
        let call = ExprAt { file, id: *inner };
        let name = self.expr(call).callee_name()?;
        let changes = futures::changes_what_others_see(name, self.args(call).len());
        (changes && !matches!(self.callee(call), Callee::Def(_)) && !self.writes_to_memory(call)).then_some(call)
    }

    /// Whether what a call writes to is a buffer of this process.
    fn writes_to_memory(&self, call: ExprAt) -> bool {
        let on = self.receiver_of(call).map(|on| self.core_type(&self.type_of(on)));
        on.is_some_and(|ty| ty.path().is_some_and(types::stays_in_memory))
    }
}
