//! Paths: from here, to there, stopped by that; the shape of half of all questions about a body.

use crate::model::flow::{Flow, NodeId};

/// Paths through a body from some of its nodes.
pub struct Paths<'f> {
    flow: &'f Flow,
    from: Vec<NodeId>,
    within: Option<u32>,
}

/// Paths that end at certain nodes.
pub struct PathsTo<'f, T> {
    paths: Paths<'f>,
    to: T,
}

impl Flow {
    /// The paths that begin behind a node; the node itself is not asked what stops it.
    pub fn paths(&self, from: NodeId) -> Paths<'_> {
        Paths { flow: self, from: vec![from], within: None }
    }

    /// The paths that begin behind any of these nodes.
    pub fn paths_from(&self, from: Vec<NodeId>) -> Paths<'_> {
        Paths { flow: self, from, within: None }
    }
}

impl<'f> Paths<'f> {
    /// Only the paths that stay in a loop, by its place in [`Flow::loops`].
    pub fn within(self, a_loop: u32) -> Paths<'f> {
        Paths { within: Some(a_loop), ..self }
    }

    /// Only the paths that lead to a node of which `to` holds.
    pub fn reaching<T: Fn(NodeId) -> bool>(self, to: T) -> PathsTo<'f, T> {
        PathsTo { paths: self, to }
    }
}

impl<T: Fn(NodeId) -> bool> PathsTo<'_, T> {
    /// The first node that such a path leads to without passing one of which `stops` holds; `None` where every path is
    /// stopped. A node that is wanted is found even if it would stop a path that goes on.
    pub fn without(&self, stops: impl Fn(NodeId) -> bool) -> Option<NodeId> {
        let Paths { flow, from, within } = &self.paths;
        let stays = |node: NodeId| within.is_none_or(|a_loop| flow.inside(node, a_loop));
        let mut seen = vec![false; flow.nodes.len()];
        let mut stack: Vec<NodeId> = from.iter().rev().flat_map(|n| flow.node(*n).next.iter().rev().copied()).collect();
        while let Some(node) = stack.pop() {
            if std::mem::replace(&mut seen[node.0 as usize], true) || !stays(node) {
                continue;
            }
            if (self.to)(node) {
                return Some(node);
            }
            if !stops(node) {
                stack.extend(flow.node(node).next.iter().rev().copied());
            }
        }
        None
    }
}
