//! The strongly connected parts of a body's graph, and which of them control can come to from which.

use rustc_hash::FxHashSet;

use crate::model::flow::solve::LARGE;
use crate::model::flow::{Flow, NodeId};

/// For each node the number of its part: where an edge leads to another part, to one of a lower number.
#[derive(Debug)]
pub struct Parts(Vec<u32>);

impl Parts {
    /// The number of a node's part. From a node control comes only to nodes whose number is as high, or lower.
    pub fn of(&self, node: NodeId) -> u32 {
        self.0[node.0 as usize]
    }

    /// Takes a graph apart, by Tarjan's algorithm without recursion.
    pub(super) fn new(flow: &Flow) -> Parts {
        let mut search = Search {
            flow,
            numbers: vec![NONE; flow.nodes.len()],
            lowest: vec![NONE; flow.nodes.len()],
            parts: vec![NONE; flow.nodes.len()],
            stack: Vec::new(),
            count: 0,
            found: 0,
        };
        flow.ids().for_each(|node| search.from(node));
        Parts(search.parts)
    }
}

impl Flow {
    /// Whether there is any path from one node to another; from a node to itself there always is.
    pub fn leads(&self, from: NodeId, to: NodeId) -> bool {
        if self.nodes.len() < LARGE {
            return self.path(from, to, |_| false);
        }
        // In a large body only what lies between the two is looked at.
        let parts = self.parts();
        let last = parts.of(to);
        let (mut seen, mut stack) = (FxHashSet::default(), vec![from]);
        while let Some(at) = stack.pop() {
            if at == to {
                return true;
            }
            if parts.of(at) >= last && seen.insert(at) {
                stack.extend(self.node(at).next.iter().copied());
            }
        }
        false
    }
}

const NONE: u32 = u32::MAX;

struct Search<'f> {
    flow: &'f Flow,
    /// In which order the nodes were come to.
    numbers: Vec<u32>,
    /// The first node on the stack that each leads back to.
    lowest: Vec<u32>,
    parts: Vec<u32>,
    stack: Vec<NodeId>,
    count: u32,
    found: u32,
}

impl Search<'_> {
    fn from(&mut self, first: NodeId) {
        if self.numbers[first.0 as usize] != NONE {
            return;
        }
        self.enter(first);
        let mut path = vec![(first, 0)];
        while let Some((node, next)) = path.last_mut() {
            let (at, to) = (*node, self.flow.node(*node).next.get(*next).copied());
            *next += 1;
            match to {
                Some(to) if self.numbers[to.0 as usize] == NONE => {
                    self.enter(to);
                    path.push((to, 0));
                }
                Some(to) if self.parts[to.0 as usize] == NONE => self.leads_to(at, self.numbers[to.0 as usize]),
                Some(_) => {}
                None => {
                    path.pop();
                    let lowest = self.lowest[at.0 as usize];
                    if let Some((outer, _)) = path.last() {
                        self.leads_to(*outer, lowest);
                    }
                    if lowest == self.numbers[at.0 as usize] {
                        self.close(at);
                    }
                }
            }
        }
    }

    fn enter(&mut self, node: NodeId) {
        self.numbers[node.0 as usize] = self.count;
        self.lowest[node.0 as usize] = self.count;
        self.count += 1;
        self.stack.push(node);
    }

    fn leads_to(&mut self, node: NodeId, number: u32) {
        let lowest = &mut self.lowest[node.0 as usize];
        *lowest = number.min(*lowest);
    }

    fn close(&mut self, first: NodeId) {
        while let Some(node) = self.stack.pop() {
            self.parts[node.0 as usize] = self.found;
            if node == first {
                break;
            }
        }
        self.found += 1;
    }
}
