//! One JSON document, version 2, or its findings a line each. Keys are only ever added within a version.

use std::io::{self, Write};

use serde::Serialize;

use super::words;
use crate::judged::{self, Judged, Outcome};
use crate::lint::{Level, Lint, Safety};

/// The version of the document.
pub const VERSION: u32 = 2;

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
    /// Where the tasks start that run some of the places.
    tasks: Vec<Task<'o>>,
    help: Option<String>,
    fix: Option<Fix<'o>>,
    fingerprint: &'o str,
    /// Whether it stands in test code.
    in_test: bool,
    /// Where the lint's page can be read.
    url: String,
}

#[derive(Serialize)]
struct Label<'o> {
    path: &'o str,
    start: Position,
    end: Position,
    text: &'o str,
    /// Which of the finding's tasks runs it, counted from 1; 0 for code outside of them.
    task: u32,
}

#[derive(Serialize)]
struct Task<'o> {
    path: &'o str,
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Fix<'o> {
    title: &'o str,
    safety: &'o str,
    edits: Vec<Edit<'o>>,
}

#[derive(Serialize)]
struct Edit<'o> {
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
pub struct Summary<'o> {
    deny: usize,
    warn: usize,
    files: usize,
    files_read: usize,
    packages: usize,
    partly_read: Vec<Partly<'o>>,
    /// How many findings stand in test code.
    in_tests: usize,
    /// How many findings `--fix` fixes, and how many more `--fix=all` does.
    fixable: usize,
    fixable_unsafe: usize,
    /// How many findings a baseline suppresses.
    suppressed: usize,
    /// How many findings were left out because nothing has changed where they stand.
    unchanged: usize,
    /// How many entries of the baseline are no longer found.
    unused_in_baseline: usize,
    failures: &'o [String],
}

#[derive(Serialize)]
struct Partly<'o> {
    path: &'o str,
    line: u32,
    message: &'o str,
}

pub fn write<W: Write>(outcome: &Outcome, out: &mut W) -> io::Result<()> {
    let findings = outcome.findings.iter().map(finding).collect();
    document(&Document { version: VERSION, findings, summary: summary(outcome) }, out)
}

/// The lints, in the order of the list.
pub fn write_lints<W: Write>(lints: &[&'static Lint], out: &mut W) -> io::Result<()> {
    let entry = |lint: &'static Lint| Entry {
        lint: lint.name,
        family: lint.family.name(),
        level: lint.level.name(),
        finds: lint.finds(),
        silent_when: lint.silences().collect(),
        same_as: lint.same_as,
        url: lint.url(),
    };
    document(&List { version: VERSION, lints: lints.iter().map(|lint| entry(lint)).collect() }, out)
}

#[derive(Serialize)]
struct List {
    version: u32,
    lints: Vec<Entry>,
}

/// A lint, as its page and the list of lints have it.
#[derive(Serialize)]
struct Entry {
    lint: &'static str,
    family: &'static str,
    level: &'static str,
    /// The first sentence of the page.
    finds: &'static str,
    silent_when: Vec<&'static str>,
    /// The lints of rustc and clippy that mean the same.
    same_as: &'static [&'static str],
    url: String,
}

/// The findings alone, a line each.
pub fn write_lines<W: Write>(outcome: &Outcome, out: &mut W) -> io::Result<()> {
    outcome.findings.iter().try_for_each(|judged| line(&finding(judged), out))
}

/// Something as a document that people can read too.
pub fn document<W: Write>(what: &impl Serialize, out: &mut W) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, what)?;
    writeln!(out)
}

/// Something as one line.
pub fn line<W: Write>(what: &impl Serialize, out: &mut W) -> io::Result<()> {
    serde_json::to_writer(&mut *out, what)?;
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
        tasks: judged.tasks.iter().map(task).collect(),
        help: judged.help.as_ref().map(words::help),
        fix: judged.fix.as_ref().map(fix),
        fingerprint: &judged.fingerprint,
        in_test: judged.in_test,
        url: judged.lint.url(),
    }
}

fn label(place: &judged::Place) -> Label<'_> {
    let judged::Place { path, start, end, text, task } = place;
    Label { path, start: position(*start), end: position(*end), text, task: *task }
}

fn task(place: &judged::Place) -> Task<'_> {
    Task { path: &place.path, start: position(place.start), end: position(place.end) }
}

fn fix(fix: &judged::Fix) -> Fix<'_> {
    Fix { title: &fix.title, safety: words::safety(fix.safety), edits: fix.patches.iter().map(edit).collect() }
}

fn edit(patch: &judged::Patch) -> Edit<'_> {
    let judged::Patch { path, start, end, text } = patch;
    Edit { path, start: position(*start), end: position(*end), text }
}

fn position(at: judged::Position) -> Position {
    Position { line: at.line, column: at.column, offset: at.offset }
}

/// How much was found in how much.
pub fn summary(outcome: &Outcome) -> Summary<'_> {
    let partly = outcome.summary.partly.iter();
    Summary {
        deny: outcome.count(Level::Deny),
        warn: outcome.count(Level::Warn),
        files: outcome.summary.files,
        files_read: outcome.summary.read,
        packages: outcome.summary.packages,
        partly_read: partly.map(|p| Partly { path: &p.path, line: p.line, message: &p.message }).collect(),
        in_tests: outcome.in_tests(),
        fixable: outcome.fixable(Safety::Safe),
        fixable_unsafe: outcome.fixable(Safety::Risky),
        unchanged: outcome.summary.untouched.unwrap_or_default(),
        suppressed: outcome.summary.held_back.as_ref().map_or(0, |held| held.held),
        unused_in_baseline: outcome.summary.held_back.as_ref().map_or(0, |held| held.gone),
        failures: &outcome.failures,
    }
}
