//! The map as a flowchart of Mermaid, which renders in pull requests: no more boxes than a reader takes in.

use std::io::{self, Write};

use super::Shown;
use super::picture::{Box, Shape, picture};
use crate::report::count;

/// How many boxes a chart has at most.
const MOST: usize = 60;

pub fn write<W: Write>(shown: &Shown<'_>, out: &mut W) -> io::Result<()> {
    // The note of what is folded is a box as well.
    let picture = picture(shown, MOST - 1);
    writeln!(out, "flowchart LR")?;
    for (n, group) in picture.groups.iter().enumerate() {
        writeln!(out, "  subgraph s{n}[\"{}\"]", escaped(&group.title))?;
        for one in &group.boxes {
            writeln!(out, "    {}", drawn(one))?;
        }
        writeln!(out, "  end")?;
    }
    for line in &picture.lines {
        let arrow = if line.to_unknown { "-.->" } else { "-->" };
        writeln!(out, "  {} {arrow}|\"{}\"| {}", line.from, escaped(&line.text), line.to)?;
    }
    if picture.folded > 0 {
        let nodes = count(picture.folded, "node is", "nodes are");
        writeln!(out, "  note[\"{nodes} folded into {}; conclint map --format json has each\"]", picture.folded_into)?;
    }
    Ok(())
}

fn drawn(one: &Box) -> String {
    let text = one.text.iter().map(|line| escaped(line)).collect::<Vec<_>>().join("<br/>");
    let (open, close) = match one.shape {
        Shape::Task => ("([", "])"),
        Shape::Channel => ("[/", "/]"),
        Shape::Lock => ("{{", "}}"),
        Shape::Token => ("((", "))"),
        Shape::Plain => ("[", "]"),
        Shape::Folded => ("[[", "]]"),
        Shape::Unknown => (">", "]"),
    };
    format!("{}{open}\"{text}\"{close}", one.id)
}

/// A text as it may stand in quotes: what Mermaid, or the page that it makes, would take for a sign of its own is written
/// by number.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '#' | '<' | '>' | '&' | '`' | '\\' | '|' | ';' | '%' | '{' | '}' => {
                out.push_str(&format!("#{};", c as u32))
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
