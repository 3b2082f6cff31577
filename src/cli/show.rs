//! What the subcommands print.

use std::io::{self, Write};

use super::tell::{End, complain, line_width, print};
use crate::files::{Selection, SourceFile};
use crate::lint::Lint;
use crate::report::count;
use crate::spelling::one_line;

/// The files that a run would check, a line each; how many more it would read is told aside.
pub fn files(selection: &Selection, quiet: bool) -> End {
    let all: Vec<&SourceFile> = selection.packages.iter().flat_map(|package| &package.files).collect();
    let mut asked: Vec<&str> = all.iter().filter(|file| file.asked).map(|file| file.shown.as_str()).collect();
    asked.sort_unstable();
    let siblings = selection.siblings.iter().map(|package| package.files.len()).sum::<usize>();
    let more = all.len() - asked.len() + siblings;
    let end = print(|out| asked.iter().try_for_each(|path| writeln!(out, "{}", one_line(path))));
    if !quiet {
        let checked = count(asked.len(), "file would be checked", "files would be checked");
        let read = match more {
            0 => String::new(),
            more => format!("; {} would be read to tell what names mean", count(more, "more file", "more files")),
        };
        complain(&format!("{checked}{read}"));
    }
    end
}

/// A line a lint: name, family, level, and what it finds; on a terminal that goes on below itself.
pub fn lints<W: Write>(lints: &[&Lint], out: &mut W) -> io::Result<()> {
    let width = |text: fn(&Lint) -> &str| lints.iter().map(|l| text(l).len()).max().unwrap_or_default();
    let (names, families, levels) = (width(|l| l.name), width(|l| l.family.name()), width(|l| l.level.name()));
    let before = names + families + levels + 3 * GAP;
    let room = line_width().map_or(usize::MAX, |width| width.saturating_sub(before).max(LEAST));
    for lint in lints {
        let (name, family, level) = (lint.name, lint.family.name(), lint.level.name());
        let mut lines = wrapped(lint.finds(), room).into_iter();
        let first = lines.next().unwrap_or_default();
        writeln!(out, "{name:names$}  {family:families$}  {level:levels$}  {first}")?;
        lines.try_for_each(|line| writeln!(out, "{:before$}{line}", ""))?;
    }
    Ok(())
}

/// The columns between two parts of a line.
const GAP: usize = 2;

/// How narrow a column of text may become.
const LEAST: usize = 30;

/// A text in lines of whole words.
fn wrapped(text: &str, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
