//! One node as text: what it is, and a line for each that it has to do with. So `--around`, `why` and hover tell it.

use std::io::{self, Write};

use super::Shown;
use super::text::{all_near, done_by, expected, in_a_line, reported, verb};
use crate::map::{Link, Links, Map, Node, Place, label};
use crate::report::{count, printable};

/// The part of a map around one node: all of the node, and a line for each of the others.
pub fn write<W: Write>(shown: &Shown<'_>, node: usize, out: &mut W) -> io::Result<()> {
    let map = shown.map;
    whole(&map.links(), map, node, &place(&map.nodes[node]), out)?;
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

/// What each of some nodes of one file is and does: a line of its own first, the others indented below it.
pub fn node_texts(map: &Map, nodes: &[usize]) -> Vec<String> {
    let links = map.links();
    let text = |&node: &usize| {
        let Place { line, column, .. } = map.nodes[node].at;
        let mut text = Vec::new();
        // Nothing fails that is written into memory.
        let _ = whole(&links, map, node, &format!("{line}:{column}"), &mut text);
        String::from_utf8_lossy(&text).trim_end().to_owned()
    };
    nodes.iter().map(text).collect()
}

/// All of a node that stands at a place.
fn whole<W: Write>(links: &Links<'_>, map: &Map, node: usize, place: &str, out: &mut W) -> io::Result<()> {
    let centre = &map.nodes[node];
    writeln!(out, "{}", in_a_line(centre, place))?;
    if let Some(function) = centre.function.as_ref().filter(|function| **function != centre.name) {
        writeln!(out, "  in fn {function}")?;
    }
    reported(centre, 1, out)?;
    let links = links.of(node);
    for link in &links {
        writeln!(out, "  {}", told(link, map, &centre.at))?;
    }
    for kind in expected(&centre.what).iter().filter(|kind| !links.iter().any(|l| !l.is_own && l.kind == **kind)) {
        writeln!(out, "  {}", done_by(*kind, "nobody in sight"))?;
    }
    Ok(())
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
