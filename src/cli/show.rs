//! What the subcommands print.

use std::io::{self, Write};

use super::args::FileLine;
use crate::judged::Place;
use crate::lint::Lint;
use crate::run::{Reason, Said};

/// A line a lint: name, family, level, and what it finds.
pub fn lints<W: Write>(lints: &[&Lint], out: &mut W) -> io::Result<()> {
    let width = |text: fn(&Lint) -> &str| lints.iter().map(|l| text(l).len()).max().unwrap_or_default();
    let (names, families, levels) = (width(|l| l.name), width(|l| l.family.name()), width(|l| l.level.name()));
    for lint in lints {
        let (name, family, level) = (lint.name, lint.family.name(), lint.level.name());
        writeln!(out, "{name:names$}  {family:families$}  {level:levels$}  {}", first_sentence(lint.page))?;
    }
    Ok(())
}

/// The first line of a page below its heading.
fn first_sentence(page: &str) -> &str {
    page.lines().find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or_default()
}

/// For each fact what each lint said of it. That it is not a lint's case is told only where nothing else is.
pub fn reasons<W: Write>(reasons: &[Reason], asked: &FileLine, out: &mut W) -> io::Result<()> {
    if reasons.is_empty() {
        return writeln!(out, "{}:{}: no fact that a lint is about", asked.file.display(), asked.line);
    }
    for group in reasons.chunk_by(|a, b| a.place == b.place && a.fact == b.fact) {
        let Place { path, start, text, .. } = &group[0].place;
        writeln!(out, "{path}:{}:{}: {} `{text}`", start.line, start.column, group[0].fact)?;
        let is_told = |r: &&Reason| !matches!(r.said, Said::NotMine);
        let any_told = group.iter().any(|r| is_told(&r));
        for reason in group.iter().filter(|r| !any_told || is_told(r)) {
            writeln!(out, "    {}: {}", reason.lint.name, said(reason))?;
        }
    }
    Ok(())
}

fn said(reason: &Reason) -> String {
    let at = |place: &Place| {
        if place.path == reason.place.path {
            format!("line {}", place.start.line)
        } else {
            format!("{}:{}", place.path, place.start.line)
        }
    };
    match &reason.said {
        Said::Speaks(message) => format!("speaks: {message}"),
        Said::Allowed(message, place) => format!("speaks, and is allowed at {}: {message}", at(place)),
        Said::NotMine => "silent: not its case".to_owned(),
        Said::Unknown(question, place) => format!("unknown: {question}, {}", at(place)),
        Said::Excused(why, place) => format!("silent: {why}, {}", at(place)),
    }
}
