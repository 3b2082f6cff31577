//! What has changed on the map: for a terminal, for a pull request, for programs.

use std::io::{self, Write};

use serde::Serialize;

use super::MapFormat;
use crate::map::{Change, Difference, Sort};
use crate::report::json::document;
use crate::report::{count, printable};

/// The version of the document.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'d> {
    version: u32,
    changes: Vec<ChangeOut<'d>>,
}

#[derive(Serialize)]
struct ChangeOut<'d> {
    change: &'static str,
    /// The kind and name of the node that it is about.
    kind: &'d str,
    name: &'d str,
    sentence: &'d str,
    path: &'d str,
    line: u32,
    column: u32,
}

/// Whether a change has this shape: a picture has none.
pub fn diffs_in(format: MapFormat) -> bool {
    matches!(format, MapFormat::Text | MapFormat::Markdown | MapFormat::Json)
}

/// Prints what has changed since what the user named.
pub fn write_map_diff<W: Write>(diff: &Difference, since: &str, format: MapFormat, out: &mut W) -> io::Result<()> {
    match format {
        MapFormat::Json => json(diff, out),
        MapFormat::Markdown => markdown(diff, since, out),
        MapFormat::Text | MapFormat::Mermaid | MapFormat::Dot | MapFormat::Html | MapFormat::Svg => {
            text(diff, since, out)
        }
    }
}

fn text<W: Write>(diff: &Difference, since: &str, out: &mut W) -> io::Result<()> {
    for sort in diff.changes.chunk_by(|a, b| a.sort == b.sort) {
        writeln!(out, "{}", sort[0].sort.name())?;
        for one in sort {
            writeln!(out, "  {} ({})", printable(&one.sentence), place(one))?;
        }
    }
    writeln!(out, "{}", summary(diff, &printable(since)))
}

fn place(change: &Change) -> String {
    format!("{}:{}", printable(&change.at.path), change.at.line)
}

fn summary(diff: &Difference, since: &str) -> String {
    if diff.changes.is_empty() {
        return format!("nothing on the map has changed since {since}");
    }
    let of = |sort: Sort| diff.changes.iter().filter(|change| change.sort == sort).count();
    let changed = count(of(Sort::Changed), "change", "changes");
    format!("{} added, {} removed, {changed} since {since}", of(Sort::Added), of(Sort::Removed))
}

fn markdown<W: Write>(diff: &Difference, since: &str, out: &mut W) -> io::Result<()> {
    writeln!(out, "### Concurrency map\n")?;
    for sort in diff.changes.chunk_by(|a, b| a.sort == b.sort) {
        let head = match sort[0].sort {
            Sort::Added => "Added",
            Sort::Removed => "Removed",
            Sort::Changed => "Changed",
        };
        writeln!(out, "**{head}**\n")?;
        for one in sort {
            writeln!(out, "- {} (`{}`)", marked(&one.sentence), place(one).replace('`', "'"))?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{}", marked(&summary(diff, since)))
}

/// A sentence as it may stand in Markdown: outside of code nothing in it is a sign.
fn marked(sentence: &str) -> String {
    let line = sentence.replace(char::is_control, " ");
    let mut out = String::with_capacity(line.len());
    let pieces: Vec<&str> = line.split('`').collect();
    // With an odd number of marks the code in it holds one, and no stretch can be told to be code.
    let has_code = pieces.len() % 2 == 1;
    for (n, piece) in pieces.iter().enumerate() {
        if n > 0 {
            out.push_str(if has_code { "`" } else { "\\`" });
        }
        for c in piece.chars() {
            if !(has_code && n % 2 == 1) && "\\*_<>[]#|&~".contains(c) {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

fn json<W: Write>(diff: &Difference, out: &mut W) -> io::Result<()> {
    document(&Document { version: VERSION, changes: diff.changes.iter().map(change).collect() }, out)
}

fn change(change: &Change) -> ChangeOut<'_> {
    ChangeOut {
        change: change.sort.name(),
        kind: change.kind,
        name: &change.name,
        sentence: &change.sentence,
        path: &change.at.path,
        line: change.at.line,
        column: change.at.column,
    }
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn signs_outside_of_code_are_escaped() {
        assert_eq!(marked("task `a_b<c>` is *new* in x_y"), "task `a_b<c>` is \\*new\\* in x\\_y");
        assert_eq!(marked("one ` alone_"), "one \\` alone\\_");
    }
}
