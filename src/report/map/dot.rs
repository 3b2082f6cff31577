//! The map as a graph for Graphviz, whole.

use std::io::{self, Write};

use super::Shown;
use super::picture::{Box, Shape, picture};

pub fn write<W: Write>(shown: &Shown<'_>, out: &mut W) -> io::Result<()> {
    let picture = picture(shown, usize::MAX);
    writeln!(out, "digraph map {{")?;
    writeln!(out, "  rankdir=LR;")?;
    writeln!(out, "  node [fontname=\"sans-serif\"];")?;
    for (n, group) in picture.groups.iter().enumerate() {
        writeln!(out, "  subgraph cluster_{n} {{")?;
        writeln!(out, "    label={};", quoted(&group.title))?;
        for one in &group.boxes {
            writeln!(out, "    {} [{}, label={}];", one.id, look(one), quoted(&one.text.join("\n")))?;
        }
        writeln!(out, "  }}")?;
    }
    for line in &picture.lines {
        let style = if line.to_unknown { ", style=dashed" } else { "" };
        writeln!(out, "  {} -> {} [label={}{style}];", line.from, line.to, quoted(&line.text))?;
    }
    writeln!(out, "}}")
}

fn look(one: &Box) -> &'static str {
    match one.shape {
        Shape::Task => "shape=box, style=rounded",
        Shape::Channel => "shape=parallelogram",
        Shape::Lock => "shape=hexagon",
        Shape::Token => "shape=circle",
        Shape::Plain | Shape::Folded => "shape=box",
        Shape::Unknown => "shape=box, style=dashed",
    }
}

/// A text as a string of Graphviz.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
