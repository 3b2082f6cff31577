//! What a picture of the map shows: which nodes, what is folded into one, which lines.

use std::collections::{BTreeMap, BTreeSet};

use super::Shown;
use super::text::verb;
use crate::map::{Does, Map, What, facts_of};

/// A map as it is drawn.
pub struct Picture {
    /// The boxes by what they lie in, in the order of the map: package and file; one that is folded has a box for all.
    pub groups: Vec<Group>,
    pub lines: Vec<Line>,
    /// How many nodes lie in boxes of their own no more.
    pub folded: usize,
    /// What those boxes are of that they lie in.
    pub folded_into: &'static str,
}

pub struct Group {
    pub title: String,
    pub boxes: Vec<Box>,
}

#[derive(Clone)]
pub struct Box {
    /// Letters and digits.
    pub id: String,
    /// Its kind and name, and what is known of it, a line each.
    pub text: Vec<String>,
    pub shape: Shape,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    Task,
    Channel,
    Lock,
    Token,
    Plain,
    /// All of a file.
    Folded,
    Unknown,
}

pub struct Line {
    pub from: String,
    pub to: String,
    pub text: String,
    pub to_unknown: bool,
}

/// The picture of a map with at most so many boxes; timers are left out of it, but not of the part around a node. What has no room is folded into one box for
/// each file, of very many files into one for each package.
pub fn picture(of: &Shown<'_>, most: usize) -> Picture {
    let map = of.map;
    let shown: Vec<usize> = (0..map.nodes.len()).filter(|&n| of.around.is_some() || is_drawn(map, n)).collect();
    let mut files: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for &n in &shown {
        files.entry((map.nodes[n].package.as_str(), map.nodes[n].file.as_str())).or_default().push(n);
    }
    let by_package = files.len() > most / 2;
    let packages: BTreeSet<&str> = files.keys().map(|(package, _)| *package).collect();
    let folds = if by_package { packages.len() } else { files.len() };
    let room = if shown.len() <= most { shown.len() } else { most.saturating_sub(folds) };
    let open = first_seen(map, shown, room);
    let mut drawing = Drawing { map, ids: BTreeMap::new(), groups: Vec::new(), folded: 0, boxes: 0 };
    let mut rest: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (key, nodes) in &files {
        let left = drawing.group(*key, nodes, &open, by_package);
        rest.entry(key.0).or_default().extend(left);
    }
    for (package, nodes) in rest.into_iter().filter(|(_, nodes)| !nodes.is_empty()) {
        let title = if package.is_empty() { "no package" } else { package };
        let boxes = vec![drawing.fold("other files", &nodes)];
        drawing.groups.push(Group { title: title.to_owned(), boxes });
    }
    drawing.finish(most, if by_package { "packages" } else { "files" })
}

/// Whether a node is in the picture: no timer, and no function that only waits for time.
fn is_drawn(map: &Map, node: usize) -> bool {
    let is_timer = |n: usize| matches!(map.nodes[n].what, What::Timer(_));
    match map.nodes[node].what {
        What::Timer(_) => false,
        What::Function => map.edges_of(node).any(|edge| !edge.to.is_some_and(is_timer)),
        _ => true,
    }
}

/// So many nodes as there is room for: first those that a lint reports, then what is started, sent through and stopped by.
fn first_seen(map: &Map, mut nodes: Vec<usize>, room: usize) -> BTreeSet<usize> {
    let rank = |n: &usize| {
        let kind = match map.nodes[*n].what {
            What::Task(_) | What::Token | What::Signal(_) => 0,
            What::Channel(_) => 1,
            What::Lock(_) | What::Semaphore | What::Set { .. } => 2,
            What::Function | What::Runtime | What::Timer(_) => 3,
        };
        (map.nodes[*n].findings.is_empty(), kind, *n)
    };
    nodes.sort_by_key(rank);
    nodes.into_iter().take(room).collect()
}

struct Drawing<'m> {
    map: &'m Map,
    /// The box of each node.
    ids: BTreeMap<usize, String>,
    groups: Vec<Group>,
    folded: usize,
    boxes: usize,
}

impl Drawing<'_> {
    /// Adds the boxes of a file, and gives the nodes that have none, where they are folded with all of their package.
    fn group(
        &mut self,
        (package, file): (&str, &str),
        nodes: &[usize],
        open: &BTreeSet<usize>,
        by_package: bool,
    ) -> Vec<usize> {
        let title = if package.is_empty() { file.to_owned() } else { format!("{package}: {file}") };
        let (own, rest): (Vec<usize>, Vec<usize>) = nodes.iter().partition(|n| open.contains(n));
        let mut boxes: Vec<Box> = own.iter().map(|&n| self.of_node(n)).collect();
        if !rest.is_empty() && !by_package {
            boxes.push(self.fold(if own.is_empty() { &title } else { "more here" }, &rest));
        }
        if !boxes.is_empty() {
            self.groups.push(Group { title, boxes });
        }
        if by_package { rest } else { Vec::new() }
    }

    /// The box of nodes that have none of their own.
    fn fold(&mut self, what: &str, nodes: &[usize]) -> Box {
        self.folded += nodes.len();
        self.boxes += 1;
        let id = format!("g{}", self.boxes);
        for node in nodes {
            self.ids.insert(*node, id.clone());
        }
        Box { id, text: vec![what.to_owned(), kinds(self.map, nodes)], shape: Shape::Folded }
    }

    fn of_node(&mut self, number: usize) -> Box {
        self.boxes += 1;
        let id = format!("n{}", self.boxes);
        self.ids.insert(number, id.clone());
        let node = &self.map.nodes[number];
        let reported = node.findings.iter().map(|lint| format!("reported by {lint}"));
        let name = format!("{} {}", node.what.name(), node.name);
        let facts = facts_of(node).into_iter().map(|fact| fact.replace('`', ""));
        let text = std::iter::once(name).chain(facts).chain(reported).collect();
        Box { id, text, shape: shape(&node.what) }
    }

    /// Adds the lines, one from a box to another for all that is done, and the boxes of what is not known as long as there is room.
    fn finish(mut self, most: usize, folded_into: &'static str) -> Picture {
        let mut lines: BTreeMap<(String, String), BTreeMap<Does, usize>> = BTreeMap::new();
        let mut unknown: BTreeMap<(String, String), Box> = BTreeMap::new();
        for edge in &self.map.edges {
            let Some(from) = self.ids.get(&edge.from).cloned() else { continue };
            let to = match edge.to {
                Some(to) => self.ids.get(&to).cloned(),
                None if self.boxes < most || unknown.contains_key(&(from.clone(), edge.text.clone())) => {
                    let boxes = &mut self.boxes;
                    let made = unknown.entry((from.clone(), edge.text.clone())).or_insert_with(|| {
                        *boxes += 1;
                        let text = vec![format!("{}?", edge.text)];
                        Box { id: format!("u{boxes}"), text, shape: Shape::Unknown }
                    });
                    Some(made.id.clone())
                }
                None => None,
            };
            if let Some(to) = to.filter(|to| *to != from) {
                *lines.entry((from, to)).or_default().entry(edge.kind).or_default() += 1;
            }
        }
        let lines = lines.into_iter().map(|((from, to), done)| {
            let to_unknown = to.starts_with('u');
            Line { from, to, text: words(&done), to_unknown }
        });
        let lines = lines.collect();
        if !unknown.is_empty() {
            let boxes = unknown.into_values().collect();
            self.groups.push(Group { title: "unknown".to_owned(), boxes });
        }
        Picture { groups: self.groups, lines, folded: self.folded, folded_into }
    }
}

/// What is done between two boxes, and in how many places: "starts, takes (2 places)".
fn words(done: &BTreeMap<Does, usize>) -> String {
    let word = |(kind, n): (&Does, &usize)| match n {
        1 => verb(*kind).to_owned(),
        n => format!("{} ({n} places)", verb(*kind)),
    };
    done.iter().map(word).collect::<Vec<_>>().join(", ")
}

fn shape<P>(what: &What<P>) -> Shape {
    match what {
        What::Task(_) => Shape::Task,
        What::Channel(_) => Shape::Channel,
        What::Lock(_) | What::Semaphore => Shape::Lock,
        What::Token | What::Signal(_) => Shape::Token,
        What::Set { .. } | What::Runtime | What::Function | What::Timer(_) => Shape::Plain,
    }
}

/// How many of each kind some nodes are.
fn kinds(map: &Map, nodes: &[usize]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for &n in nodes {
        *counts.entry(map.nodes[n].what.name()).or_default() += 1;
    }
    let parts: Vec<String> =
        counts.into_iter().map(|(kind, n)| format!("{n} {kind}{}", if n == 1 { "" } else { "s" })).collect();
    parts.join(", ")
}
