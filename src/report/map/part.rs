//! The part of a map around one node as text: all of the node, and a line for each that it has to do with.

use std::io::{self, Write};

use super::Shown;
use super::text::{all_near, in_a_line, verb};
use crate::map::{Does, Link, Map, Node, Place, What, label};
use crate::report::{count, printable};

pub fn write<W: Write>(shown: &Shown<'_>, node: usize, out: &mut W) -> io::Result<()> {
    let map = shown.map;
    let centre = &map.nodes[node];
    writeln!(out, "{}", in_a_line(centre, &place(centre)))?;
    if let Some(function) = centre.function.as_ref().filter(|function| **function != centre.name) {
        writeln!(out, "  in fn {function}")?;
    }
    for lint in &centre.findings {
        writeln!(out, "  reported by {lint}")?;
    }
    let links = map.links(node);
    for link in &links {
        writeln!(out, "  {}", told(link, map, &centre.at))?;
    }
    for kind in expected(&centre.what).iter().filter(|kind| !links.iter().any(|l| !l.is_own && l.kind == **kind)) {
        writeln!(out, "  {}", done_by(*kind, "nobody in sight"))?;
    }
    let others: Vec<&Node> = map.nodes.iter().enumerate().filter(|(n, _)| *n != node).map(|(_, other)| other).collect();
    if !others.is_empty() {
        writeln!(out)?;
    }
    for other in others {
        writeln!(out, "{}", in_a_line(other, &place(other)))?;
    }
    match shown.left_out {
        0 => Ok(()),
        n => writeln!(out, "left out: {} (--tests draws them)", count(n, "node in test code", "nodes in test code")),
    }
}

/// What somebody is expected to do to a node of this kind.
fn expected(what: &What) -> &'static [Does] {
    match what {
        What::Channel(_) => &[Does::Sends, Does::Receives],
        What::Token => &[Does::Cancels, Does::Awaits],
        What::Signal(of) if of.ends_with("Barrier") => &[Does::Awaits],
        What::Signal(_) => &[Does::Wakes, Does::Awaits],
        _ => &[],
    }
}

fn place(node: &Node) -> String {
    format!("{}:{}:{}", printable(&node.at.path), node.at.line, node.at.column)
}

/// What one of the two does to the other, and where.
fn told(link: &Link<'_>, map: &Map, here: &Place) -> String {
    let other = match link.other {
        Some(other) => label(&map.nodes[other]),
        None => format!("`{}`, which is unknown", printable(&link.edges[0].text)),
    };
    let places: Vec<&Place> = link.edges.iter().map(|edge| &edge.at).collect();
    let done = if link.is_own { format!("{} {other}", verb(link.kind)) } else { done_by(link.kind, &other) };
    format!("{done} ({})", all_near(&places, here))
}

/// What is done to a node, and who does it.
fn done_by(kind: Does, who: &str) -> String {
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
