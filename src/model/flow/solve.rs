//! The solver: facts that hold at each point of a body, found by going over its graph until nothing changes.
//!
//! An analysis says what it knows at the start, what a node changes, and how two paths are brought together; it is given
//! what holds before each node. It knows nothing of what the facts mean.

use crate::model::flow::{Flow, NodeId};

/// What an analysis knows at a point. `join` brings the knowledge of another path in, and may only ever lose certainty;
/// there must be no endless chain of changes.
pub trait Lattice: Clone + PartialEq {
    fn join(&mut self, other: &Self);
}

/// A question about every point of a body.
pub trait Analysis {
    type State: Lattice;

    /// What is known where the body begins; for a backward analysis, where it ends.
    fn initial(&self, flow: &Flow) -> Self::State;

    /// What a node changes.
    fn step(&self, flow: &Flow, node: NodeId, state: &mut Self::State);

    /// What is known in addition on the way from one node to the next.
    fn edge(&self, _flow: &Flow, _from: NodeId, _to: NodeId, _state: &mut Self::State) {}
}

/// What holds at each point: before a node, in the direction of the analysis. Nodes that cannot be reached have nothing.
pub struct Solution<S>(Vec<Option<S>>);

impl<S> Solution<S> {
    /// What holds when control comes to a node, before it does anything; `None` where it never comes.
    pub fn at(&self, node: NodeId) -> Option<&S> {
        self.0[node.0 as usize].as_ref()
    }
}

/// Solves an analysis in the direction of control.
pub fn forward<A: Analysis>(flow: &Flow, analysis: &A) -> Solution<A::State> {
    solve(flow, analysis, &[flow.start], None, |node| &flow.node(node).next)
}

/// The same of what begins behind a node: control may come to that node again, and then it holds there too. Behind it
/// another begins, whatever held before.
pub fn forward_behind<A: Analysis>(flow: &Flow, analysis: &A, from: NodeId) -> Solution<A::State> {
    solve(flow, analysis, &flow.node(from).next, Some(from), |node| &flow.node(node).next)
}

/// Solves an analysis against the direction of control, from everywhere the body ends: what holds *after* each node.
pub fn backward<A: Analysis>(flow: &Flow, analysis: &A) -> Solution<A::State> {
    let before = predecessors(flow);
    let ends: Vec<NodeId> = flow.ids().filter(|&id| flow.node(id).next.is_empty()).collect();
    solve(flow, analysis, &ends, None, |node| &before[node.0 as usize])
}

/// The nodes before each node.
pub fn predecessors(flow: &Flow) -> Vec<Vec<NodeId>> {
    let mut before = vec![Vec::new(); flow.nodes.len()];
    for id in flow.ids() {
        for next in &flow.node(id).next {
            before[next.0 as usize].push(id);
        }
    }
    before
}

fn solve<'f, A: Analysis>(
    flow: &Flow,
    analysis: &A,
    entries: &[NodeId],
    starts_over: Option<NodeId>,
    next: impl Fn(NodeId) -> &'f [NodeId],
) -> Solution<A::State> {
    let mut states: Vec<Option<A::State>> = vec![None; flow.nodes.len()];
    let mut todo: Vec<NodeId> = entries.iter().rev().copied().collect();
    for entry in entries {
        states[entry.0 as usize] = Some(analysis.initial(flow));
    }
    while let Some(node) = todo.pop() {
        if starts_over == Some(node) {
            continue;
        }
        let Some(mut state) = states[node.0 as usize].clone() else { continue };
        analysis.step(flow, node, &mut state);
        for &to in next(node) {
            let mut state = state.clone();
            analysis.edge(flow, node, to, &mut state);
            let known = &mut states[to.0 as usize];
            let joined = match known {
                None => state,
                Some(known) => {
                    let mut joined = known.clone();
                    joined.join(&state);
                    if joined == *known {
                        continue;
                    }
                    joined
                }
            };
            *known = Some(joined);
            todo.push(to);
        }
    }
    Solution(states)
}
