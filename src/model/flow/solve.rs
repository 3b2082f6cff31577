//! The solver: facts that hold at each point of a body, found by going over its graph until nothing changes.
//!
//! An analysis says what it knows at the start, what a node changes, and how two paths are brought together; it is given
//! what holds before each node. It knows nothing of what the facts mean.

use rustc_hash::FxHashMap;

use crate::model::flow::{Flow, NodeId};

/// What an analysis knows at a point. `join` brings the knowledge of another path in, and may only ever lose certainty;
/// there must be no endless chain of changes.
pub trait Lattice: Clone + PartialEq {
    fn join(&mut self, other: &Self);
}

/// A question about every point of a body.
pub trait Analysis {
    type State: Lattice;

    /// What is known where it begins.
    fn initial(&self, flow: &Flow) -> Self::State;

    /// What a node changes.
    fn step(&self, flow: &Flow, node: NodeId, state: &mut Self::State);

    /// Whether a state says nothing any more, wherever control goes on to, but makes others less sure.
    fn is_over(&self, state: &Self::State) -> bool;
}

/// What holds at each point: before a node, in the direction of the analysis. Nodes that cannot be reached have nothing.
pub struct Solution<S>(Table<S>);

/// States by node: of a large body only of the nodes that have one.
enum Table<S> {
    Whole(Vec<Option<S>>),
    Sparse(FxHashMap<NodeId, S>),
}

/// How many nodes a body has of which no table is kept whole: most values live for a small part of it.
pub(super) const LARGE: usize = 1024;

impl<S> Table<S> {
    fn new(flow: &Flow) -> Table<S> {
        match flow.nodes.len() {
            count if count < LARGE => Table::Whole((0..count).map(|_| None).collect()),
            _ => Table::Sparse(FxHashMap::default()),
        }
    }

    fn state_of(&self, node: NodeId) -> Option<&S> {
        match self {
            Table::Whole(all) => all[node.0 as usize].as_ref(),
            Table::Sparse(some) => some.get(&node),
        }
    }

    fn keep_state(&mut self, node: NodeId, state: S) {
        match self {
            Table::Whole(all) => all[node.0 as usize] = Some(state),
            Table::Sparse(some) => drop(some.insert(node, state)),
        }
    }
}

impl<S> Solution<S> {
    /// What holds when control comes to a node, before it does anything; `None` where it never comes, or nothing holds any
    /// more.
    pub fn at(&self, node: NodeId) -> Option<&S> {
        self.0.state_of(node)
    }

    /// The nodes at which something holds, in the order in which they were built.
    pub fn nodes(&self) -> Vec<NodeId> {
        match &self.0 {
            Table::Whole(all) => {
                (0..).map(NodeId).zip(all).filter(|(_, state)| state.is_some()).map(|(n, _)| n).collect()
            }
            Table::Sparse(some) => {
                let mut nodes: Vec<NodeId> = some.keys().copied().collect();
                nodes.sort_unstable();
                nodes
            }
        }
    }
}

/// Solves an analysis in the direction of control, of what begins behind a node: control may come to that node again, and
/// then it holds there too. Behind it another begins, whatever held before.
pub fn forward_behind<A: Analysis>(flow: &Flow, analysis: &A, from: NodeId) -> Solution<A::State> {
    if flow.nodes.len() < LARGE {
        return solve(flow, analysis, from, |_, _| true);
    }
    let parts = flow.parts();
    let mut left_out: Option<u32> = None;
    let alive = solve(flow, analysis, from, |node, state| {
        let goes_on = !analysis.is_over(state);
        left_out = left_out.max(Some(parts.of(node)).filter(|_| !goes_on));
        goes_on
    });
    // What is over matters only where control can come from there to what is not.
    let last = alive.nodes().into_iter().map(|node| parts.of(node)).min().unwrap_or_default();
    if left_out.is_none_or(|part| part < last) {
        return alive;
    }
    solve(flow, analysis, from, |node, state| !analysis.is_over(state) || parts.of(node) >= last)
}

/// Goes on from each node to those of which `matters` holds.
fn solve<A: Analysis>(
    flow: &Flow,
    analysis: &A,
    from: NodeId,
    mut matters: impl FnMut(NodeId, &A::State) -> bool,
) -> Solution<A::State> {
    let mut states: Table<A::State> = Table::new(flow);
    let entries = &flow.node(from).next;
    let mut todo: Vec<NodeId> = entries.iter().rev().copied().collect();
    for entry in entries {
        states.keep_state(*entry, analysis.initial(flow));
    }
    while let Some(node) = todo.pop() {
        if node == from {
            continue;
        }
        let Some(mut state) = states.state_of(node).cloned() else { continue };
        analysis.step(flow, node, &mut state);
        for &to in flow.node(node).next.iter().filter(|to| matters(**to, &state)) {
            let joined = match states.state_of(to) {
                None => state.clone(),
                Some(known) => {
                    let mut joined = known.clone();
                    joined.join(&state);
                    if joined == *known {
                        continue;
                    }
                    joined
                }
            };
            states.keep_state(to, joined);
            todo.push(to);
        }
    }
    Solution(states)
}
