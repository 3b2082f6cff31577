//! The map as a tree: package, file, function, and in each what stands there and what it does.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::Shown;
use crate::map::{Does, Edge, Links, Map, Node, Place, What, endings_at, facts_of, label};
use crate::report::{count, printable};

pub fn write<W: Write>(shown: &Shown<'_>, out: &mut W) -> io::Result<()> {
    let tree = Tree { map: shown.map, links: shown.map.links() };
    for package in shown.map.nodes.chunk_by(|a, b| a.package == b.package) {
        let name = &package[0].package;
        writeln!(out, "{}", if name.is_empty() { "no package" } else { printable_name(name) })?;
        let first = tree.number(&package[0]);
        for file in package.chunk_by(|a, b| a.file == b.file) {
            writeln!(out, "  {}", printable(&file[0].at.path))?;
            tree.file(file, first + tree.offset(package, file), out)?;
        }
    }
    writeln!(out, "{}", summary(shown))
}

fn printable_name(name: &str) -> &str {
    if name.contains(char::is_control) { "?" } else { name }
}

/// How much is on the map.
pub fn summary(shown: &Shown<'_>) -> String {
    const KINDS: [(&str, &str); 11] = [
        ("task", "tasks"),
        ("thread", "threads"),
        ("job", "jobs"),
        ("channel", "channels"),
        ("lock", "locks"),
        ("semaphore", "semaphores"),
        ("token", "tokens"),
        ("signal", "signals"),
        ("set", "sets"),
        ("timer", "timers"),
        ("runtime", "runtimes"),
    ];
    let of = |kind: &str| shown.map.nodes.iter().filter(|node| node.what.name() == kind).count();
    let parts = KINDS.iter().map(|(one, more)| (of(one), one, more)).filter(|(n, ..)| *n > 0);
    let parts: Vec<String> = parts.map(|(n, one, more)| count(n, one, more)).collect();
    let all = match shown.map.nodes.len() {
        0 => "nothing is on the map".to_owned(),
        n if parts.is_empty() => count(n, "function", "functions"),
        _ => parts.join(", "),
    };
    match shown.left_out {
        0 => all,
        n => format!("{all}; left out: {} (--tests draws them)", count(n, "node in test code", "nodes in test code")),
    }
}

struct Tree<'m> {
    map: &'m Map,
    links: Links<'m>,
}

impl Tree<'_> {
    /// The place of a node in the map.
    fn number(&self, node: &Node) -> usize {
        self.map.nodes.iter().position(|other| std::ptr::eq(other, node)).unwrap_or_default()
    }

    /// How many nodes of a package come before those of a file.
    fn offset(&self, package: &[Node], file: &[Node]) -> usize {
        package.iter().position(|node| std::ptr::eq(node, &file[0])).unwrap_or_default()
    }

    /// The nodes of a file by the functions that they stand in, in the order of the source.
    fn file<W: Write>(&self, nodes: &[Node], first: usize, out: &mut W) -> io::Result<()> {
        let mut order: Vec<&Option<String>> = Vec::new();
        let mut by: BTreeMap<&Option<String>, Vec<usize>> = BTreeMap::new();
        for (n, node) in nodes.iter().enumerate() {
            if !by.contains_key(&node.function) {
                order.push(&node.function);
            }
            by.entry(&node.function).or_default().push(first + n);
        }
        for function in order {
            let depth = if function.is_some() { 3 } else { 2 };
            let own = by.get(function).map(Vec::as_slice).unwrap_or_default();
            let (acts, others): (Vec<usize>, Vec<usize>) =
                own.iter().partition(|&&n| matches!(self.map.nodes[n].what, What::Function));
            let mut lines = Vec::new();
            for n in acts {
                reported(&self.map.nodes[n], depth, &mut lines)?;
                self.does(n, depth, &mut lines)?;
            }
            for n in others {
                self.node(n, depth, &mut lines)?;
            }
            // Of a function that only waits for time its timers are told.
            if let Some(name) = function.as_ref().filter(|_| !lines.is_empty()) {
                writeln!(out, "    fn {name}")?;
            }
            out.write_all(&lines)?;
        }
        Ok(())
    }

    fn node<W: Write>(&self, number: usize, depth: usize, out: &mut W) -> io::Result<()> {
        let node = &self.map.nodes[number];
        let place = format!("{}:{}", node.at.line, node.at.column);
        writeln!(out, "{:1$}{2}", "", depth * 2, in_a_line(node, &place))?;
        reported(node, depth + 1, out)?;
        self.done_to(number, depth + 1, out)?;
        self.does(number, depth + 1, out)
    }

    /// What a node does, a line for each kind of thing and what it is done to.
    fn does<W: Write>(&self, number: usize, depth: usize, out: &mut W) -> io::Result<()> {
        let mut lines: Vec<Vec<&Edge>> = Vec::new();
        let told = |edge: &&Edge| edge.kind != Does::Awaits || !self.is_timer(edge);
        let alike = |a: &Edge, b: &Edge| a.kind == b.kind && a.to == b.to && (a.to.is_some() || a.text == b.text);
        for edge in self.map.edges_of(number).filter(told) {
            match lines.iter_mut().find(|known| alike(known[0], edge)) {
                Some(known) => known.push(edge),
                None => lines.push(vec![edge]),
            }
        }
        let here = &self.map.nodes[number].at;
        for edges in lines {
            let first = edges[0];
            let places: Vec<&Place> = edges.iter().map(|edge| &edge.at).collect();
            // What is started is started where it stands.
            let place = match first.to {
                Some(to) if first.kind == Does::Starts => near(&self.map.nodes[to].at, here),
                _ => all_near(&places, here),
            };
            writeln!(out, "{:1$}{2} {3} ({place})", "", depth * 2, verb(first.kind), self.target(first))?;
        }
        Ok(())
    }

    fn is_timer(&self, edge: &Edge) -> bool {
        edge.to.is_some_and(|to| matches!(self.map.nodes[to].what, What::Timer(_)))
    }

    fn target(&self, edge: &Edge) -> String {
        match edge.to {
            Some(to) => label(&self.map.nodes[to]),
            None => format!("`{}`, which is unknown", printable(&edge.text)),
        }
    }

    /// Who does something to a node, where that is what it is for.
    fn done_to<W: Write>(&self, number: usize, depth: usize, out: &mut W) -> io::Result<()> {
        let links = self.links.of(number);
        for kind in expected(&self.map.nodes[number].what) {
            let mut who: Vec<String> = Vec::new();
            for other in links.iter().filter(|link| !link.is_own && link.kind == *kind).filter_map(|link| link.other) {
                let name = label(&self.map.nodes[other]);
                if !who.contains(&name) {
                    who.push(name);
                }
            }
            let who = if who.is_empty() { "nobody in sight".to_owned() } else { who.join(", ") };
            writeln!(out, "{:1$}{2}", "", depth * 2, done_by(*kind, &who))?;
        }
        Ok(())
    }
}

/// The lints that report a node, a line each.
pub fn reported<W: Write>(node: &Node, depth: usize, out: &mut W) -> io::Result<()> {
    node.findings.iter().try_for_each(|lint| writeln!(out, "{:1$}reported by {lint}", "", depth * 2))
}

/// What a node is, where it stands, and what is known of it.
pub fn in_a_line(node: &Node, place: &str) -> String {
    let mut facts = facts_of(node);
    if let (What::Task(task), Some(last)) = (&node.what, facts.last_mut()) {
        *last = endings_at(&task.ends, &|at| near(at, &node.at));
    }
    let facts = if facts.is_empty() { String::new() } else { format!(": {}", facts.join(", ")) };
    let tests = if node.in_test { ", test code" } else { "" };
    format!("{} {place}{facts}{tests}", label(node))
}

/// A place seen from another: its line, and its path where that is another one.
fn near(at: &Place, here: &Place) -> String {
    if at.path == here.path { format!("line {}", at.line) } else { format!("{}:{}", printable(&at.path), at.line) }
}

/// How many places of one line are shown.
const PLACES: usize = 6;

/// Several places seen from another, the lines of its own file first said.
pub fn all_near(places: &[&Place], here: &Place) -> String {
    let mut lines: Vec<u32> = places.iter().filter(|at| at.path == here.path).map(|at| at.line).collect();
    lines.dedup();
    let mut others: Vec<String> = places.iter().filter(|at| at.path != here.path).map(|at| near(at, here)).collect();
    others.dedup();
    let more = (lines.len() + others.len()).saturating_sub(PLACES);
    lines.truncate(PLACES);
    others.truncate(PLACES - lines.len());
    let own = match lines.as_slice() {
        [] => None,
        [only] => Some(format!("line {only}")),
        all => Some(format!("lines {}", all.iter().map(u32::to_string).collect::<Vec<_>>().join(", "))),
    };
    let more = (more > 0).then(|| format!("and {more} more"));
    own.into_iter().chain(others).chain(more).collect::<Vec<_>>().join(", ")
}

/// What is done, as it stands before what it is done to.
pub fn verb(kind: Does) -> &'static str {
    match kind {
        Does::Starts => "starts",
        Does::Sends => "sends into",
        Does::Receives => "receives from",
        Does::Takes => "takes",
        Does::HoldsWhile => "is held while taking",
        Does::Cancels => "cancels",
        Does::Wakes => "wakes who waits for",
        Does::Awaits => "waits for",
        Does::Joins => "waits for the end of",
    }
}

/// What somebody is expected to do to a node of this kind.
pub fn expected(what: &What) -> &'static [Does] {
    match what {
        What::Channel(_) => &[Does::Sends, Does::Receives],
        What::Token => &[Does::Cancels, Does::Awaits],
        What::Signal(of) if of.ends_with("Barrier") => &[Does::Awaits],
        What::Signal(_) => &[Does::Wakes, Does::Awaits],
        _ => &[],
    }
}

/// What is done to a node, and who does it.
pub fn done_by(kind: Does, who: &str) -> String {
    match kind {
        Does::Starts => format!("started by {who}"),
        Does::Sends => format!("sent into by {who}"),
        Does::Receives => format!("received from by {who}"),
        Does::Takes => format!("taken by {who}"),
        Does::HoldsWhile => format!("taken while {who} is held"),
        Does::Cancels => format!("cancelled by {who}"),
        Does::Wakes => format!("sent by {who}"),
        Does::Awaits => format!("waited for by {who}"),
        Does::Joins => format!("its end is waited for by {who}"),
    }
}
