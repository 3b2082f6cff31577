//! What has changed between two maps, in sentences that a reviewer understands.
//!
//! Nodes are matched by their ids, and what is left by file, function and name, by name alone, and where one of a kind is
//! left in a function on both sides. So code that has moved is no change.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::words::{count_held, endings, facts_of, label, often, owner_is};
use super::{Across, Channel, Does, Edge, How, Lock, Map, Node, Owner, Place, Task, What};

/// All that has changed from one map to another: what is added first, then what is gone, then what is different.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Difference {
    pub changes: Vec<Change>,
}

/// One change.
#[derive(Clone, PartialEq, Debug)]
pub struct Change {
    pub sort: Sort,
    /// The kind of the node that it is about.
    pub kind: &'static str,
    pub name: String,
    pub sentence: String,
    /// In the new map; of what is gone in the old one.
    pub at: Place,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Sort {
    Added,
    Removed,
    Changed,
}

impl Sort {
    /// How it is written in data.
    pub fn name(self) -> &'static str {
        match self {
            Sort::Added => "added",
            Sort::Removed => "removed",
            Sort::Changed => "changed",
        }
    }
}

/// What has changed from the old map to the new one.
pub fn difference(old: &Map, new: &Map) -> Difference {
    let matched = Matched::of(old, new);
    let mut changes = Vec::new();
    for (n, node) in new.nodes.iter().enumerate() {
        match matched.of_new.get(&n) {
            Some(&before) => {
                let told = changes_of(&old.nodes[before], node).into_iter();
                changes.extend(told.map(|sentence| change(Sort::Changed, node, sentence)));
            }
            None if is_told(node) => changes.push(change(Sort::Added, node, format!("+1 {}", introduced(node)))),
            None => {
                let told = node.findings.iter().map(|lint| format!("{} is now reported by {lint}", label(node)));
                changes.extend(told.map(|sentence| change(Sort::Changed, node, sentence)));
            }
        }
    }
    let is_gone = |n: &usize| !matched.of_old.contains_key(n);
    for node in (0..old.nodes.len()).filter(is_gone).map(|n| &old.nodes[n]) {
        if is_told(node) {
            changes.push(change(Sort::Removed, node, format!("-1 {}", introduced(node))));
            continue;
        }
        let told = node.findings.iter().map(|lint| format!("{} is no longer reported by {lint}", label(node)));
        changes.extend(told.map(|sentence| change(Sort::Changed, node, sentence)));
    }
    changes.extend(edges(old, new, &matched));
    changes.sort_by(|a, b| (a.sort, &a.at, &a.sentence).cmp(&(b.sort, &b.at, &b.sentence)));
    changes.dedup();
    Difference { changes }
}

fn change(sort: Sort, node: &Node, sentence: String) -> Change {
    Change { sort, kind: node.what.name(), name: node.name.clone(), sentence, at: node.at.clone() }
}

/// Whether a node is a change by itself: a function is on the map only for what it does.
fn is_told(node: &Node) -> bool {
    !matches!(node.what, What::Function)
}

/// A node as one who has not seen it is told of it: "endless task `flush` without owner, once".
fn introduced(node: &Node) -> String {
    let mut facts = facts_of(node);
    let What::Task(task) = &node.what else {
        return std::iter::once(label(node)).chain(facts).collect::<Vec<_>>().join(", ");
    };
    let endless = task.ends.iter().any(|end| end.how == How::Never);
    if endless {
        facts.pop();
    }
    let first = if endless { "endless " } else { "" };
    let owner = facts.remove(1);
    let rest: String = facts.iter().map(|fact| format!(", {fact}")).collect();
    let comma = if task.owner == Owner::Detached { "" } else { "," };
    format!("{first}{}{comma} {owner}{rest}", label(node))
}

/// Which nodes of two maps are the same, by their numbers.
struct Matched {
    of_new: HashMap<usize, usize>,
    of_old: HashMap<usize, usize>,
}

impl Matched {
    fn of(old: &Map, new: &Map) -> Matched {
        let mut matched = Matched { of_new: HashMap::new(), of_old: HashMap::new() };
        let text = |parts: &[&str]| parts.join("\u{0}");
        matched.by(old, new, false, |node| Some(node.id.clone()));
        let function = |node: &Node| node.function.clone().unwrap_or_default();
        let kind = |node: &Node| node.what.name();
        let named = |node: &Node| text(&[&node.package, &node.file, kind(node), &function(node), &node.name]);
        matched.by(old, new, false, |node| Some(named(node)));
        matched.by(old, new, true, |node| Some(text(&[&node.package, kind(node), &function(node), &node.name])));
        matched.by(old, new, true, |node| Some(text(&[&node.package, kind(node), &node.name])));
        let only = |node: &Node| text(&[&node.package, &node.file, kind(node), &function(node)]);
        matched.by(old, new, true, |node| node.function.is_some().then(|| only(node)));
        matched
    }

    /// Matches what has none yet and the same key, in the order of the maps; with `alone` only where it is one on each side.
    fn by(&mut self, old: &Map, new: &Map, alone: bool, key: impl Fn(&Node) -> Option<String>) {
        let mut open: BTreeMap<String, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (n, node) in old.nodes.iter().enumerate().filter(|(n, _)| !self.of_old.contains_key(n)) {
            if let Some(key) = key(node) {
                open.entry(key).or_default().0.push(n);
            }
        }
        for (n, node) in new.nodes.iter().enumerate().filter(|(n, _)| !self.of_new.contains_key(n)) {
            if let Some(key) = key(node) {
                open.entry(key).or_default().1.push(n);
            }
        }
        for (before, after) in open.into_values() {
            if alone && (before.len() != 1 || after.len() != 1) {
                continue;
            }
            for (before, after) in before.into_iter().zip(after) {
                self.of_old.insert(before, after);
                self.of_new.insert(after, before);
            }
        }
    }
}

/// What is different of a node, a sentence each.
fn changes_of(old: &Node, new: &Node) -> Vec<String> {
    let mut found = match (&old.what, &new.what) {
        (What::Task(before), What::Task(after)) => changes_of_task(before, after, new),
        (What::Channel(before), What::Channel(after)) => changes_of_channel(before, after, new),
        (What::Lock(before), What::Lock(after)) => changes_of_lock(before, after, new),
        (before, after) if before == after => Vec::new(),
        _ => {
            let facts = |node: &Node| facts_of(node).join(", ");
            vec![format!("{} is now: {} (before: {})", label(new), facts(new), facts(old))]
        }
    };
    let names = |node: &Node| -> BTreeSet<String> { node.findings.iter().cloned().collect() };
    let (before, after) = (names(old), names(new));
    found.extend(after.difference(&before).map(|lint| format!("{} is now reported by {lint}", label(new))));
    found.extend(before.difference(&after).map(|lint| format!("{} is no longer reported by {lint}", label(new))));
    found
}

fn changes_of_task(before: &Task, after: &Task, node: &Node) -> Vec<String> {
    let mut found = Vec::new();
    let ways = |task: &Task| -> Vec<How> { task.ends.iter().map(|end| end.how).collect() };
    if ways(before) != ways(after) {
        let (was, is) = (endings(&before.ends), endings(&after.ends));
        found.push(match after.ends.is_empty() {
            true => format!("how {} ends is now unknown (before: {was})", label(node)),
            false => format!("{} now {is} (before: {was})", label(node)),
        });
    }
    if before.owner != after.owner {
        let was = super::owner(&before.owner);
        found.push(format!("{} {} (before: {was})", label(node), owner_is(&after.owner)));
    }
    if before.often != after.often {
        let (was, is) = (often(before.often), often(after.often));
        found.push(format!("how often {} is started: now {is} (before: {was})", label(node)));
    }
    found
}

fn changes_of_channel(before: &Channel, after: &Channel, node: &Node) -> Vec<String> {
    let said = |channel: &Channel| facts_of(&Node { what: What::Channel(channel.clone()), ..node.clone() });
    let (was, is) = (said(before), said(after));
    let verbs = ["is now of", "is now", "now"];
    let differ = was.iter().zip(&is).zip(verbs).filter(|((was, is), _)| was != is);
    differ.map(|((was, is), verb)| format!("{} {verb} {is} (before: {was})", label(node))).collect()
}

fn changes_of_lock(before: &Lock, after: &Lock, node: &Node) -> Vec<String> {
    let mut found = Vec::new();
    if before.kind != after.kind {
        found.push(format!("{} is now a {} (before: {})", label(node), after.kind, before.kind));
    }
    for (across, one) in [(Across::Await, "an await"), (Across::Blocking, "a call that blocks")] {
        let (was, is) = (count_held(before, across), count_held(after, across));
        match (was, is) {
            (was, is) if was == is => {}
            (_, 0) => found.push(format!("{} is no longer held across {one}", label(node))),
            (0, _) => found.push(format!("{} is now held across {one}", label(node))),
            (was, is) => found.push(format!("{} is now held across {one} {}", label(node), in_places(was, is))),
        }
    }
    found.extend(changes_of_calls(before, after, node));
    found
}

/// What is called now while a lock is held, and what no longer.
fn changes_of_calls(before: &Lock, after: &Lock, node: &Node) -> Vec<String> {
    let places = |lock: &Lock| {
        let mut places: BTreeMap<String, BTreeSet<Place>> = BTreeMap::new();
        for (function, at) in &lock.calls {
            places.entry(function.clone()).or_default().insert(at.clone());
        }
        places
    };
    let (was, is) = (places(before), places(after));
    let functions: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let told = |function: &String| {
        let how_many = |side: &BTreeMap<String, BTreeSet<Place>>| side.get(function).map_or(0, BTreeSet::len);
        let held = format!("called while {} is held", label(node));
        match (how_many(&was), how_many(&is)) {
            (was, is) if was == is => None,
            (0, _) => Some(format!("`{function}` is now {held}")),
            (_, 0) => Some(format!("`{function}` is no longer {held}")),
            (was, is) => Some(format!("`{function}` is now {held} {}", in_places(was, is))),
        }
    };
    functions.into_iter().filter_map(told).collect()
}

/// In how many places something is done now that was done before too.
fn in_places(was: usize, is: usize) -> String {
    let places = if is == 1 { "place" } else { "places" };
    format!("in {is} {places} (before: {was})")
}

/// What an edge is known by on both sides.
type Key = (Does, End, End);

/// A matched node by its number in the new map, or what is known by name alone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Node(usize),
    Function(String, String),
    Unknown(String),
}

/// What is done now between nodes that are on both maps, and what is no longer.
fn edges(old: &Map, new: &Map, matched: &Matched) -> Vec<Change> {
    let before = keyed(old, &|n| matched.of_old.get(&n).copied());
    let after = keyed(new, &|n| matched.of_new.contains_key(&n).then_some(n));
    let mut found = Vec::new();
    for (key, edges) in &after {
        let edge = edges[0];
        match before.get(key) {
            None => found.push(edge_change(new, edge, Now::Done)),
            Some(was) if waits(old, was[0]) != waits(new, edge) => found.push(waiting_change(new, edge)),
            Some(was) => {
                let (was, is) = (count_places(was), count_places(edges));
                // What is started has a node for each place, and a lock that is held while another is taken has the calls
                // made meanwhile.
                let is_told = was != is && !matches!(edge.kind, Does::Starts | Does::HoldsWhile);
                found.extend(is_told.then(|| edge_change(new, edge, Now::InPlaces(was, is))));
            }
        }
    }
    for (_, edges) in before.iter().filter(|(key, _)| !after.contains_key(key)) {
        found.push(edge_change(old, edges[0], Now::Gone));
    }
    found
}

/// The edges between nodes that are on both maps, by kind and the two of them; none of the lists is empty.
fn keyed<'m>(map: &'m Map, number: &dyn Fn(usize) -> Option<usize>) -> BTreeMap<Key, Vec<&'m Edge>> {
    let end = |n: usize| match (&map.nodes[n].what, number(n)) {
        (What::Function, _) => Some(End::Function(map.nodes[n].package.clone(), map.nodes[n].name.clone())),
        (_, Some(number)) => Some(End::Node(number)),
        (_, None) => None,
    };
    let mut found: BTreeMap<Key, Vec<&Edge>> = BTreeMap::new();
    for edge in &map.edges {
        let to = match edge.to {
            Some(to) if matches!(map.nodes[to].what, What::Timer(_)) => None,
            Some(to) => end(to),
            None => Some(End::Unknown(edge.text.clone())),
        };
        if let (Some(from), Some(to)) = (end(edge.from), to) {
            found.entry((edge.kind, from, to)).or_default().push(edge);
        }
    }
    found
}

fn count_places(edges: &[&Edge]) -> usize {
    edges.iter().map(|edge| &edge.at).collect::<BTreeSet<_>>().len()
}

/// Whether one that does something to another may wait for room there, by this edge or one that is like it.
fn waits(map: &Map, edge: &Edge) -> bool {
    let alike = |other: &&Edge| {
        other.kind == edge.kind && other.to == edge.to && (edge.to.is_some() || other.text == edge.text)
    };
    map.edges_of(edge.from).filter(alike).any(|other| other.waits)
}

fn waiting_change(map: &Map, edge: &Edge) -> Change {
    let node = &map.nodes[edge.from];
    let now = if waits(map, edge) { "now" } else { "no longer" };
    let sentence = format!("{} {now} waits for room where it sends into {}", label(node), target(map, edge));
    Change { sort: Sort::Changed, kind: node.what.name(), name: node.name.clone(), sentence, at: edge.at.clone() }
}

fn target(map: &Map, edge: &Edge) -> String {
    edge.to.map_or_else(|| format!("`{}`", edge.text), |to| label(&map.nodes[to]))
}

/// What has become of what one node does to another.
enum Now {
    Done,
    Gone,
    /// In how many places it was done before, and is done now.
    InPlaces(usize, usize),
}

fn edge_change(map: &Map, edge: &Edge, what: Now) -> Change {
    let node = &map.nodes[edge.from];
    let (from, to) = (label(node), target(map, edge));
    let now = if matches!(what, Now::Gone) { "no longer" } else { "now" };
    let does = match edge.kind {
        Does::HoldsWhile => "",
        Does::Starts => "starts",
        Does::Sends => "sends into",
        Does::Receives => "receives from",
        Does::Takes => "takes",
        Does::Cancels => "cancels",
        Does::Wakes => "wakes who waits for",
        Does::Awaits => "waits for",
        Does::Joins => "waits for the end of",
    };
    let sentence = match edge.kind {
        Does::HoldsWhile => format!("{to} is {now} taken while {from} is held"),
        _ => format!("{from} {now} {does} {to}"),
    };
    let sentence = match what {
        Now::InPlaces(was, is) => format!("{sentence} {}", in_places(was, is)),
        Now::Done | Now::Gone => sentence,
    };
    let at = edge.at.clone();
    Change { sort: Sort::Changed, kind: node.what.name(), name: node.name.clone(), sentence, at }
}
