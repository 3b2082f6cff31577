//! What a fix changes, as a unified diff.

use std::io::{self, Write};

use similar::{ChangeTag, TextDiff};

use super::words::printable;

/// How many lines are shown around a change.
const AROUND: usize = 3;

/// Prints the difference of two texts of the file at `path`. In colour it is for reading; without, a tool can apply it.
pub fn write<W: Write>(path: &str, before: &str, after: &str, color: bool, out: &mut W) -> io::Result<()> {
    let diff = TextDiff::from_lines(before, after);
    let mut unified = diff.unified_diff();
    let unified = unified.context_radius(AROUND).header(path, path);
    if !color {
        return write!(out, "{unified}");
    }
    writeln!(out, "\x1b[1m--- {path}\n+++ {path}\x1b[0m")?;
    for hunk in unified.iter_hunks() {
        writeln!(out, "\x1b[36m{}\x1b[0m", hunk.header())?;
        for change in hunk.iter_changes() {
            let line = printable(change.value().trim_end_matches(['\n', '\r']));
            match change.tag() {
                ChangeTag::Equal => writeln!(out, " {line}")?,
                ChangeTag::Delete => writeln!(out, "\x1b[31m-{line}\x1b[0m")?,
                ChangeTag::Insert => writeln!(out, "\x1b[32m+{line}\x1b[0m")?,
            }
        }
    }
    Ok(())
}
