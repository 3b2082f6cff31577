//! Which nodes of a graph code stands for, and where paths from a node lead.

use crate::model::Base;
use crate::model::flow::{self, Flow, NodeId, NodeKind};
use crate::model::source::tables::{BodyId, ExprAt};

impl Base {
    /// The flow graph of a body, built when it is first asked for.
    pub(in crate::model) fn flow(&self, body: BodyId) -> &Flow {
        self.flows[body.0 as usize].get_or_init(|| flow::build(self, body))
    }

    /// The nodes of a body at which an expression or something below it is evaluated.
    pub(in crate::model) fn nodes_under(&self, at: ExprAt) -> Vec<NodeId> {
        let flow = self.flow(self.body_at(at));
        let mut nodes = Vec::new();
        self.each_below(at, &mut |here| {
            nodes.extend(flow.node_of(here.id));
            true
        });
        nodes
    }

    /// Whether the next iteration of a loop follows this node and nothing leaves the loop.
    pub(in crate::model) fn stays_in(&self, a_loop: ExprAt, from: NodeId) -> bool {
        let flow = self.flow(self.body_at(a_loop));
        let Some(t) = flow.loop_of(a_loop.id) else { return false };
        let rest = flow.rest_of_iteration(from, t);
        let leaves = rest.iter().any(|&n| {
            n != flow.loops[t as usize].head
                && (matches!(flow.node(n).kind, NodeKind::Diverge(_) | NodeKind::Stuck(_))
                    || flow.node(n).next.iter().any(|&next| !flow.inside(next, t)))
        });
        !leaves && flow.continues(from, t)
    }

    /// The node of a body at which code of it, or of a closure or block written in it, stands.
    pub(in crate::model) fn node_in(&self, at: ExprAt, body: BodyId) -> Option<NodeId> {
        let mut now = at;
        while self.body_at(now) != body {
            now = self.body_expr(self.body_at(now))?;
        }
        let flow = self.flow(body);
        flow.node_of(now.id)
            .or_else(|| self.nodes_under(now).into_iter().next())
            .or_else(|| self.ancestors(now).take_while(|a| self.body_at(*a) == body).find_map(|a| flow.node_of(a.id)))
    }

    /// Whether every one of these nodes leads to a panic at once.
    pub(in crate::model) fn diverges(&self, body: BodyId, nodes: &[crate::model::flow::NodeId]) -> bool {
        let flow = self.flow(body);
        !nodes.is_empty()
            && nodes.iter().all(|&n| {
                let seen = flow.reachable(n, |_| true);
                !seen[flow.end.0 as usize]
                    && (0..flow.nodes.len()).any(|i| seen[i] && matches!(flow.nodes[i].kind, NodeKind::Diverge(_)))
                    && flow.loops.iter().all(|t| !seen[t.head.0 as usize])
            })
    }
}
