//! The concurrency map as text: a tree for people, data for programs, pictures for pull requests.

mod diff;
mod dot;
mod html;
mod json;
mod kept;
mod mermaid;
mod part;
mod picture;
mod svg;
mod text;

use std::io::{self, Write};

use crate::map::Map;

pub use diff::{diffs_in, write_map_diff};
pub use kept::read_map;
pub use part::node_texts;

/// The shapes in which a map can be printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum MapFormat {
    /// A tree by package, file and function.
    #[default]
    Text,
    /// One document.
    Json,
    /// A flowchart that renders in pull requests.
    Mermaid,
    /// A graph for Graphviz.
    Dot,
    /// A page that draws it, and can be searched.
    Html,
    /// A picture of one node and what it has to do with.
    Svg,
    /// A list of what has changed, for a pull request.
    Markdown,
}

impl MapFormat {
    /// Every format, in the order of the help.
    pub const ALL: [MapFormat; 7] = [
        MapFormat::Text,
        MapFormat::Json,
        MapFormat::Mermaid,
        MapFormat::Dot,
        MapFormat::Html,
        MapFormat::Svg,
        MapFormat::Markdown,
    ];

    /// The format's name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            MapFormat::Text => "text",
            MapFormat::Json => "json",
            MapFormat::Mermaid => "mermaid",
            MapFormat::Dot => "dot",
            MapFormat::Html => "html",
            MapFormat::Svg => "svg",
            MapFormat::Markdown => "markdown",
        }
    }
}

/// A map and what a reader must know of it beside.
pub struct Shown<'m> {
    /// The nodes and edges.
    pub map: &'m Map,
    /// How many nodes in test code were left out.
    pub left_out: usize,
    /// The node that was asked for, where the map is the part around one.
    pub around: Option<usize>,
}

/// Prints a map. Only a change has a shape in Markdown, and only a part one in SVG.
pub fn write_map<W: Write>(shown: &Shown<'_>, format: MapFormat, out: &mut W) -> io::Result<()> {
    match format {
        MapFormat::Text | MapFormat::Markdown => match shown.around {
            Some(node) => part::write(shown, node, out),
            None => text::write(shown, out),
        },
        MapFormat::Json => json::write(shown, out),
        MapFormat::Mermaid => mermaid::write(shown, out),
        MapFormat::Dot => dot::write(shown, out),
        MapFormat::Html => html::write(shown, out),
        MapFormat::Svg => shown.around.map_or(Ok(()), |node| svg::write(shown.map, node, out)),
    }
}
