//! How often each lint spoke, most often first, in place of the findings.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::summary::summary;
use super::{Format, Style, json};
use crate::judged::Outcome;

#[derive(Serialize)]
struct Document<'o> {
    version: u32,
    statistics: Vec<Count<'o>>,
    summary: json::Summary<'o>,
}

#[derive(Serialize)]
struct Count<'o> {
    lint: &'o str,
    family: &'o str,
    level: &'o str,
    count: usize,
}

/// Whether a format can show counts.
pub fn counts_in(format: Format) -> bool {
    matches!(format, Format::Human | Format::Short | Format::Json | Format::Jsonl)
}

/// Prints the counts; formats that show only findings print nothing.
pub fn write<W: Write>(outcome: &Outcome, format: Format, style: &Style, out: &mut W) -> io::Result<()> {
    let counts = counts(outcome);
    match format {
        Format::Human => {
            table(&counts, out)?;
            if style.quiet { Ok(()) } else { writeln!(out, "{}", summary(outcome, style)) }
        }
        Format::Short => table(&counts, out),
        Format::Json => {
            let document = Document { version: json::VERSION, statistics: counts, summary: json::summary(outcome) };
            json::document(&document, out)
        }
        Format::Jsonl => counts.iter().try_for_each(|count| json::line(count, out)),
        _ => Ok(()),
    }
}

fn counts(outcome: &Outcome) -> Vec<Count<'_>> {
    let mut counts = BTreeMap::new();
    for finding in &outcome.findings {
        *counts.entry((finding.lint.name, finding.lint.family.name(), finding.level.name())).or_insert(0) += 1;
    }
    let counts = counts.into_iter().map(|((lint, family, level), count)| Count { lint, family, level, count });
    let mut counts: Vec<Count<'_>> = counts.collect();
    counts.sort_by_key(|c| std::cmp::Reverse(c.count));
    counts
}

/// A line a lint and level: `12  warn  timer-reset`.
fn table<W: Write>(counts: &[Count<'_>], out: &mut W) -> io::Result<()> {
    let width = counts.first().map_or(0, |most| most.count.to_string().len());
    counts.iter().try_for_each(|c| writeln!(out, "{:width$}  {}  {}", c.count, c.level, c.lint))
}
