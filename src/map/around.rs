//! The part of a map around one node, and which node a line of a file means.

use super::{Does, Edge, Map, Place, What};

/// A node with those that it has to do with, and the edges between it and them.
#[derive(Debug)]
pub struct Part {
    pub map: Map,
    /// The node that was asked for, a place in its map.
    pub centre: usize,
    /// How many that it has to do with were left out, since they stand in test code.
    pub left_out: usize,
}

/// The edges of a map by the nodes at both of their ends.
pub struct Links<'m> {
    map: &'m Map,
    incoming: Vec<Vec<&'m Edge>>,
}

/// All edges of a kind between a node and another.
#[derive(Debug)]
pub struct Link<'m> {
    pub kind: Does,
    /// Whether the node does it; else it is done to the node.
    pub is_own: bool,
    /// The other one; `None` where it is not known.
    pub other: Option<usize>,
    /// In the order of the source, at least one.
    pub edges: Vec<&'m Edge>,
}

impl Map {
    /// The nodes that a line means: those that stand there, where there are none those that something is done to there, and
    /// where that is unknown those that do it.
    /// Of several that stand in a line, timers and functions are meant only by their column.
    pub fn meant_by(&self, path: &str, line: u32, column: Option<u32>) -> Vec<usize> {
        let is_there =
            |at: &Place| at.path == path && at.line == line && column.is_none_or(|column| at.column == column);
        let mut found: Vec<usize> = (0..self.nodes.len()).filter(|&n| is_there(&self.nodes[n].at)).collect();
        let is_minor = |n: &usize| matches!(self.nodes[*n].what, What::Timer(_) | What::Function);
        if found.len() > 1 && !found.iter().all(is_minor) {
            found.retain(|n| !is_minor(n));
        }
        let there = || self.edges.iter().filter(|edge| edge.at.path == path && edge.at.line == line);
        if found.is_empty() {
            found = there().filter_map(|edge| edge.to).collect();
        }
        if found.is_empty() {
            found = there().map(|edge| edge.from).collect();
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The nodes of a file that stand nearest to a line, one before it and one after it, as far as there are.
    pub fn nearest(&self, path: &str, line: u32) -> Vec<usize> {
        let own = || (0..self.nodes.len()).filter(|&n| self.nodes[n].at.path == path);
        let place = |n: &usize| (self.nodes[*n].at.line, self.nodes[*n].at.column);
        let before = own().filter(|n| place(n).0 <= line).max_by_key(place);
        let after = own().filter(|n| place(n).0 > line).min_by_key(place);
        before.into_iter().chain(after).collect()
    }

    /// The part around a node. Test code is left out of it where neither it is asked for, nor the node stands there itself.
    pub fn around(self, centre: usize, tests: bool) -> Part {
        let tests = tests || self.nodes[centre].in_test;
        let mut kept = vec![false; self.nodes.len()];
        kept[centre] = true;
        for edge in self.edges.iter().filter(|edge| touches(edge, centre)) {
            kept[edge.from] = true;
            edge.to.into_iter().for_each(|to| kept[to] = true);
        }
        let is_left_out = |n: usize| !tests && self.nodes[n].in_test;
        let left_out = (0..kept.len()).filter(|&n| kept[n] && is_left_out(n)).count();
        let kept: Vec<bool> = kept.iter().enumerate().map(|(n, kept)| *kept && !is_left_out(n)).collect();
        let before = kept[..centre].iter().filter(|kept| **kept).count();
        let map = self.keep(&kept, |edge| touches(edge, centre) && (tests || !edge.in_test));
        Part { map, centre: before, left_out }
    }

    /// Its edges, to be asked by nodes.
    pub fn links(&self) -> Links<'_> {
        let mut incoming = vec![Vec::new(); self.nodes.len()];
        for edge in &self.edges {
            if let Some(to) = edge.to {
                incoming[to].push(edge);
            }
        }
        Links { map: self, incoming }
    }
}

impl<'m> Links<'m> {
    /// What has to do with a node, first what is done to it, then what it does.
    pub fn of(&self, node: usize) -> Vec<Link<'m>> {
        let mut links: Vec<Link<'m>> = Vec::new();
        let incoming = self.incoming[node].iter().map(|&edge| (edge, false));
        let own = self.map.edges_of(node).map(|edge| (edge, true));
        for (edge, is_own) in incoming.chain(own) {
            let other = if is_own { edge.to } else { Some(edge.from) };
            let alike = |link: &&mut Link<'_>| {
                let same = (link.kind, link.is_own, link.other) == (edge.kind, is_own, other);
                same && (other.is_some() || link.edges[0].text == edge.text)
            };
            match links.iter_mut().find(alike) {
                Some(link) => link.edges.push(edge),
                None => links.push(Link { kind: edge.kind, is_own, other, edges: vec![edge] }),
            }
        }
        links
    }
}

fn touches(edge: &Edge, node: usize) -> bool {
    edge.from == node || edge.to == Some(node)
}
