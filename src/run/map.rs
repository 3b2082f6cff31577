//! The map of a run: each package's, with places for spans, marks by which nodes are known again, and the findings on them.

use std::collections::HashMap;

use super::package::Known;
use super::place::Sources;
use crate::fingerprint::{Mark, joined};
use crate::judged::Outcome;
use crate::map::{Edge, Map, Node, Place};
use crate::model::context::task::Tasks;
use crate::syntax::{FileId, Span};

/// The map of a package as it outlives the package, and the stretches of code that are each node's.
pub struct Drawing {
    map: Map,
    spots: Vec<Vec<Spot>>,
    /// The code that each node runs.
    code: Vec<Vec<Spot>>,
}

/// A stretch of a file, in bytes.
struct Spot {
    path: String,
    start: u32,
    end: u32,
}

/// The map of a package, of the files that were asked for and what has to do with them.
pub fn draw(known: &Known<'_>, tasks: &Tasks<'_>) -> Drawing {
    let whole = known.krate.concurrency_map(tasks);
    let asked = |span: Span| known.package().file(span.file.0).is_some_and(|file| file.asked);
    let map = ordered(about(whole, asked));
    let sources = Sources(&known.sources);
    let spot = |span: Span| Spot { path: sources.path(span), start: span.start, end: span.end };
    let mut spots: Vec<Vec<Spot>> = map.nodes.iter().map(|node| vec![spot(node.at)]).collect();
    for edge in &map.edges {
        if let Some(to) = edge.to {
            spots[to].push(spot(edge.at));
        }
    }
    let code = map.nodes.iter().map(|node| node.code.iter().copied().map(spot).collect()).collect();
    let package = known.package().info.name.clone().unwrap_or_default();
    let ids = marks(&map, known, &sources);
    let place = |span: Span| sources.shown(span);
    let named = |(node, id): (Node<Span>, String)| Node { id, package: package.clone(), ..node.with_places(&place) };
    let nodes = map.nodes.into_iter().zip(ids).map(named).collect();
    let edges = map.edges.into_iter().map(|edge| edge.with_places(&place)).collect();
    Drawing { map: Map { nodes, edges }, spots, code }
}

/// The map of a package by itself, and which of its nodes begin on a line of a file that was asked for, of those that are
/// told alone.
pub fn at_line(known: &Known<'_>, tasks: &Tasks<'_>, line: u32) -> (Map, Vec<usize>) {
    let Drawing { map, .. } = draw(known, tasks);
    let asked: Vec<&str> = known.asked().map(|source| &*source.path).collect();
    let is_told = |node: &Node| {
        let begins = node.at.line == line && asked.contains(&&*node.at.path);
        begins && node.what.is_told_alone()
    };
    let here = |(number, node): (usize, &Node)| is_told(node).then_some(number);
    let here = map.nodes.iter().enumerate().filter_map(here).collect();
    (map, here)
}

/// The part of a map that is about the files that were asked for: their nodes, and those that these have to do with.
fn about(map: Map<Span>, asked: impl Fn(Span) -> bool) -> Map<Span> {
    let own: Vec<bool> = map.nodes.iter().map(|node| asked(node.at)).collect();
    let touches = |edge: &Edge<Span>| own[edge.from] || edge.to.is_some_and(|to| own[to]);
    let mut kept = own.clone();
    for edge in map.edges.iter().filter(|edge| touches(edge)) {
        kept[edge.from] = true;
        edge.to.into_iter().for_each(|to| kept[to] = true);
    }
    map.keep(&kept, |edge| own[edge.from] || edge.to.is_some_and(|to| own[to]))
}

/// The map with its nodes in the order of the source, and its edges by what does it and place.
fn ordered(map: Map<Span>) -> Map<Span> {
    let mut order: Vec<usize> = (0..map.nodes.len()).collect();
    order.sort_by_key(|&n| (map.nodes[n].at, map.nodes[n].what.name(), n));
    let mut numbers = vec![0; order.len()];
    order.iter().enumerate().for_each(|(new, &old)| numbers[old] = new);
    let mut nodes: Vec<(usize, Node<Span>)> = numbers.iter().copied().zip(map.nodes).collect();
    nodes.sort_by_key(|(number, _)| *number);
    let moved = |edge: Edge<Span>| Edge { from: numbers[edge.from], to: edge.to.map(|to| numbers[to]), ..edge };
    let mut edges: Vec<Edge<Span>> = map.edges.into_iter().map(moved).collect();
    edges.sort_by(|a, b| {
        let key = |edge: &Edge<Span>| (edge.from, edge.kind, edge.at, edge.to);
        key(a).cmp(&key(b)).then_with(|| a.text.cmp(&b.text))
    });
    edges.dedup();
    Map { nodes: nodes.into_iter().map(|(_, node)| node).collect(), edges }
}

/// The mark of each node. The rank among equal marks counts the nodes of one file.
fn marks(map: &Map<Span>, known: &Known<'_>, sources: &Sources<'_>) -> Vec<String> {
    let package = known.package().info.name.as_deref().unwrap_or_default();
    let mut ranks: HashMap<(FileId, Mark), u32> = HashMap::new();
    let mark = |node: &Node<Span>| {
        let file = node.at.file;
        let text = &sources.get(file).text;
        let function = node.function.as_deref().unwrap_or_default();
        let mark = Mark::within(node.what.name(), &node.file, function, text, node.at.start as usize);
        let rank = ranks.entry((file, mark)).or_default();
        *rank += 1;
        joined(package, &mark.ranked(*rank - 1))
    };
    map.nodes.iter().map(mark).collect()
}

/// The maps of the packages of a run, in their order.
pub struct Drawings(pub(super) Vec<Drawing>);

impl Drawings {
    /// The map of them all, with the lints on each node that report something there.
    pub fn join(self, outcome: &Outcome) -> Map {
        merge(self.0, outcome)
    }
}

fn merge(drawings: Vec<Drawing>, outcome: &Outcome) -> Map {
    let mut all = Map::default();
    let (mut spots_of, mut code_of) = (Spots::new(), Spots::new());
    for Drawing { map, spots, code } in drawings {
        let before = all.nodes.len();
        put_by_file(&mut spots_of, spots, before);
        put_by_file(&mut code_of, code, before);
        all.append(map);
    }
    all.join_packages();
    for finding in &outcome.findings {
        let (start, end) = (finding.place.start.offset, finding.place.end.offset);
        let spots = spots_of.get(&finding.place.path).into_iter().flatten();
        let mut on: Vec<usize> =
            spots.filter(|(_, spot)| spot.start < end && start < spot.end).map(|(node, _)| *node).collect();
        if on.is_empty() {
            let code = code_of.get(&finding.place.path).map(Vec::as_slice).unwrap_or_default();
            on = who_runs(code, start, end);
        }
        for node in on {
            all.nodes[node].findings.push(finding.lint.name.to_owned());
        }
    }
    for node in &mut all.nodes {
        node.findings.sort();
        node.findings.dedup();
    }
    all
}

/// Stretches of code by their files, each with the node that it is of.
type Spots = HashMap<String, Vec<(usize, Spot)>>;

/// Adds the stretches of a package, whose nodes are numbered from `first` on.
fn put_by_file(all: &mut Spots, of_nodes: Vec<Vec<Spot>>, first: usize) {
    for (n, spot) in of_nodes.into_iter().enumerate().flat_map(|(n, spots)| spots.into_iter().map(move |s| (n, s))) {
        all.entry(spot.path.clone()).or_default().push((first + n, spot));
    }
}

/// The nodes that run a piece of code, by the smallest stretch that holds it.
fn who_runs(code: &[(usize, Spot)], start: u32, end: u32) -> Vec<usize> {
    let around = || code.iter().filter(|(_, spot)| spot.start <= start && end <= spot.end);
    let length = |spot: &Spot| spot.end - spot.start;
    let smallest = around().map(|(_, spot)| length(spot)).min();
    around().filter(|(_, spot)| Some(length(spot)) == smallest).map(|(node, _)| *node).collect()
}

impl Sources<'_> {
    /// A place as the map has it.
    pub(super) fn shown(&self, span: Span) -> Place {
        let (line, column) = self.get(span.file).line_column(span.start);
        Place { path: self.path(span), line, column }
    }
}
