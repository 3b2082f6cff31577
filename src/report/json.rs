//! One JSON document, version 1. Keys are only ever added.

use std::io::{self, Write};

use serde::Serialize;

use crate::judged::{self, Judged, Outcome};
use crate::lint::{self, Level};

#[derive(Serialize)]
struct Document<'o> {
    version: u32,
    findings: Vec<Finding<'o>>,
    summary: Summary<'o>,
}

#[derive(Serialize)]
struct Finding<'o> {
    lint: &'o str,
    family: &'o str,
    level: &'o str,
    path: &'o str,
    start: Position,
    end: Position,
    message: &'o str,
    /// The finding's own place first where it has a text, then the evidence in order.
    labels: Vec<Label<'o>>,
    help: Option<String>,
    fingerprint: &'o str,
}

#[derive(Serialize)]
struct Label<'o> {
    path: &'o str,
    start: Position,
    end: Position,
    text: &'o str,
}

/// Line and column count from 1, the offset from 0 and in bytes.
#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
    offset: u32,
}

#[derive(Serialize)]
struct Summary<'o> {
    deny: usize,
    warn: usize,
    files: usize,
    files_read: usize,
    packages: usize,
    partly_read: Vec<Partly<'o>>,
    failures: &'o [String],
}

#[derive(Serialize)]
struct Partly<'o> {
    path: &'o str,
    line: u32,
    message: &'o str,
}

pub fn write<W: Write>(outcome: &Outcome, out: &mut W) -> io::Result<()> {
    let document =
        Document { version: 1, findings: outcome.findings.iter().map(finding).collect(), summary: summary(outcome) };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn finding(judged: &Judged) -> Finding<'_> {
    let own = Some(&judged.place).filter(|p| !p.text.is_empty());
    Finding {
        lint: judged.lint.name,
        family: judged.lint.family.name(),
        level: judged.level.name(),
        path: &judged.place.path,
        start: position(judged.place.start),
        end: position(judged.place.end),
        message: &judged.message,
        labels: own.into_iter().chain(&judged.evidence).map(label).collect(),
        help: judged.help.as_ref().map(help),
        fingerprint: &judged.fingerprint,
    }
}

fn label(place: &judged::Place) -> Label<'_> {
    Label { path: &place.path, start: position(place.start), end: position(place.end), text: &place.text }
}

/// The sentence, and below it the code.
fn help(help: &lint::Help) -> String {
    let parts = [Some(help.text.as_str()), help.code.as_deref()];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

fn position(at: judged::Position) -> Position {
    Position { line: at.line, column: at.column, offset: at.offset }
}

fn summary(outcome: &Outcome) -> Summary<'_> {
    let partly = outcome.summary.partly.iter();
    Summary {
        deny: outcome.count(Level::Deny),
        warn: outcome.count(Level::Warn),
        files: outcome.summary.files,
        files_read: outcome.summary.read,
        packages: outcome.summary.packages,
        partly_read: partly.map(|p| Partly { path: &p.path, line: p.line, message: &p.message }).collect(),
        failures: &outcome.failures,
    }
}
