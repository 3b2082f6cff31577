//! What a picture of the map shows: which nodes, what is folded into one, which lines.

use std::collections::{BTreeMap, BTreeSet};

use crate::map::{Does, Map, What, facts_of};

/// A map as it is drawn.
pub struct Picture {
    /// The boxes by what they lie in, in the order of the map: package and file; one that is folded has a box for all.
    pub groups: Vec<Group>,
    pub lines: Vec<Line>,
    /// How many nodes lie in boxes of their own no more.
    pub folded: usize,
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

/// The picture of a map with at most so many boxes; timers are left out of it. What has no room is folded into one box for
/// each file, of very many files into one for each package.
pub fn picture(map: &Map, most: usize) -> Picture {
    let shown: Vec<usize> = (0..map.nodes.len()).filter(|&n| is_drawn(map, n)).collect();
    let mut files: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for &n in &shown {
        files.entry((map.nodes[n].package.as_str(), map.nodes[n].file.as_str())).or_default().push(n);
    }
    let by_package = files.len() > most / 2;
    let packages: BTreeSet<&str> = files.keys().map(|(package, _)| *package).collect();
    let folds = if by_package { packages.len() } else { files.len() };
    let room = if shown.len() <= most { shown.len() } else { most.saturating_sub(folds) };
    let open = first_seen(map, shown, room);
    let mut drawing =
        Drawing { map, ids: BTreeMap::new(), groups: Vec::new(), rest: BTreeMap::new(), folded: 0, boxes: 0 };
    for (key, nodes) in &files {
        drawing.group(*key, nodes, &open, by_package);
    }
    drawing.finish(most)
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
            What::Task(_) | What::Token => 0,
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
    /// The boxes that stand for the rest of a package.
    rest: BTreeMap<String, String>,
    folded: usize,
    boxes: usize,
}

impl Drawing<'_> {
    fn group(&mut self, (package, file): (&str, &str), nodes: &[usize], open: &BTreeSet<usize>, by_package: bool) {
        let title = if package.is_empty() { file.to_owned() } else { format!("{package}: {file}") };
        let (own, rest): (Vec<usize>, Vec<usize>) = nodes.iter().partition(|n| open.contains(n));
        let mut boxes: Vec<Box> = own.iter().map(|&n| self.of_node(n)).collect();
        if !rest.is_empty() {
            boxes.extend(self.fold(if by_package { package } else { &title }, &rest, !own.is_empty()));
        }
        if !boxes.is_empty() {
            self.groups.push(Group { title, boxes });
        }
    }

    /// The box of nodes that have none of their own; `None` where there is one already for what they belong to.
    fn fold(&mut self, whole: &str, nodes: &[usize], more: bool) -> Option<Box> {
        self.folded += nodes.len();
        let known = self.rest.get(whole).cloned();
        let id = known.clone().unwrap_or_else(|| {
            self.boxes += 1;
            format!("g{}", self.boxes)
        });
        self.rest.insert(whole.to_owned(), id.clone());
        for node in nodes {
            self.ids.insert(*node, id.clone());
        }
        let what = if more { "more here" } else { whole };
        let text = vec![what.to_owned(), kinds(self.map, nodes)];
        known.is_none().then_some(Box { id, text, shape: Shape::Folded })
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

    /// Adds the lines, each of a kind once between two boxes, and the boxes of what is not known as long as there is room.
    fn finish(mut self, most: usize) -> Picture {
        let mut counted: BTreeMap<(String, String, Does), usize> = BTreeMap::new();
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
                *counted.entry((from, to, edge.kind)).or_default() += 1;
            }
        }
        let lines = counted.into_iter().map(|((from, to, kind), n)| {
            let text = if n == 1 { kind.name().to_owned() } else { format!("{} ({n} places)", kind.name()) };
            let to_unknown = to.starts_with('u');
            Line { from, to, text, to_unknown }
        });
        let lines = lines.collect();
        if !unknown.is_empty() {
            let boxes = unknown.into_values().collect();
            self.groups.push(Group { title: "unknown".to_owned(), boxes });
        }
        Picture { groups: self.groups, lines, folded: self.folded }
    }
}

fn shape<P>(what: &What<P>) -> Shape {
    match what {
        What::Task(_) => Shape::Task,
        What::Channel(_) => Shape::Channel,
        What::Lock(_) | What::Semaphore => Shape::Lock,
        What::Token => Shape::Token,
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
