//! What a fix changes: as a unified diff of a file, or line by line below a finding.

use std::io::{self, Write};

use similar::{ChangeTag, TextDiff};

use super::trim::shortened;
use super::words::{count, printable};
use crate::judged::Hunk;

/// How many lines are shown around a change.
const AROUND: usize = 3;

/// How many lines of a change are shown below a finding.
const BELOW_A_FINDING: usize = 20;

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
            writeln!(out, "{}", painted(change.tag(), &format!("{}{line}", sign(change.tag())), color))?;
        }
    }
    Ok(())
}

/// The lines that a fix removes and adds, each with `-` or `+` and its number before or after it. The path stands before the
/// lines of a file other than `own`.
pub fn lines(hunks: &[Hunk], own: &str, color: bool) -> Vec<String> {
    let changed = changed(hunks);
    let width = changed.iter().map(|line| line.number.to_string().len()).max().unwrap_or_default();
    let mut lines = Vec::new();
    let mut path = own;
    for line in &changed {
        if line.path != path {
            path = line.path;
            lines.push(format!("{}:", printable(path)));
        }
        let text = shortened(&printable(line.text.trim_end_matches(['\n', '\r'])));
        let text = format!("{:width$} {} {text}", line.number, sign(line.tag));
        lines.push(painted(line.tag, text.trim_end(), color));
    }
    let more = lines.len().saturating_sub(BELOW_A_FINDING);
    // One line more takes no more room than the line that says so.
    if more > 1 {
        lines.truncate(BELOW_A_FINDING);
        lines.push(format!("… and {} more", count(more, "line", "lines")));
    }
    lines
}

/// A line that a fix removes or adds, or one beside it.
struct Changed<'h> {
    path: &'h str,
    tag: ChangeTag,
    /// A removed line's number before the fix; that of any other after it.
    number: usize,
    text: String,
}

fn changed(hunks: &[Hunk]) -> Vec<Changed<'_>> {
    let mut lines = Vec::new();
    // By how much the lines of a file have moved when the hunks before have been made.
    let mut moved = ("", 0);
    for hunk in hunks {
        if moved.0 != hunk.path {
            moved = (&hunk.path, 0);
        }
        let diff = TextDiff::from_lines(&*hunk.before, &*hunk.after);
        let all: Vec<_> = diff.iter_all_changes().collect();
        let is_changed = |at: usize| all.get(at).is_some_and(|change| change.tag() != ChangeTag::Equal);
        for (at, change) in all.iter().enumerate() {
            // A line that stays is shown where it tells what a changed one is beside.
            if !is_changed(at) && !is_changed(at + 1) && !at.checked_sub(1).is_some_and(is_changed) {
                continue;
            }
            let index = match (change.new_index(), change.old_index()) {
                (Some(index), _) => index as isize + moved.1,
                (None, index) => index.unwrap_or_default() as isize,
            };
            let number = (hunk.line as isize + index) as usize;
            lines.push(Changed { path: &hunk.path, tag: change.tag(), number, text: change.value().to_owned() });
        }
        moved.1 += hunk.after.lines().count() as isize - hunk.before.lines().count() as isize;
    }
    lines
}

fn sign(tag: ChangeTag) -> char {
    match tag {
        ChangeTag::Equal => ' ',
        ChangeTag::Delete => '-',
        ChangeTag::Insert => '+',
    }
}

fn painted(tag: ChangeTag, line: &str, color: bool) -> String {
    match tag {
        ChangeTag::Delete if color => format!("\x1b[31m{line}\x1b[0m"),
        ChangeTag::Insert if color => format!("\x1b[32m{line}\x1b[0m"),
        _ => line.to_owned(),
    }
}
