//! Workflow commands of GitHub's runner, which shows them beside the code, and the job's summary in Markdown.
//!
//! GitHub shows ten annotations of a kind for a step and drops the others without a word.
//! So the worst come first, what goes beyond stands in the log as plain lines, and a notice says how many these are.

use std::io::{self, Write};

use super::ground::Ground;
use super::summary::{found, summary};
use super::{Style, short, words};
use crate::judged::{Judged, Outcome};
use crate::lint::Level;

/// How many annotations of one kind GitHub shows for a step.
const SHOWN: usize = 10;

/// How long a job's summary may be, in bytes; GitHub refuses all of one that is longer than a mebibyte.
const SUMMARY: usize = 1000 << 10;

pub fn write<W: Write>(outcome: &Outcome, style: &Style, out: &mut W) -> io::Result<()> {
    let mut cut: Vec<&Judged> = Vec::new();
    for kind in ["error", "warning"] {
        let of_kind: Vec<&Judged> = outcome.findings.iter().filter(|f| kind_of(f) == kind).collect();
        let (shown, rest) = of_kind.split_at(of_kind.len().min(SHOWN));
        for finding in shown {
            annotation(finding, &style.ground, out)?;
        }
        cut.extend(rest);
    }
    if !cut.is_empty() {
        let many = words::count(cut.len(), "finding is", "findings are");
        let text = format!("{many} not shown beside the code, since GitHub shows {SHOWN} of a kind; the log names all");
        writeln!(out, "::notice title=conclint::{}", text_of_command(&text))?;
    }
    if !outcome.summary.partly.is_empty() {
        let files: Vec<String> = outcome.summary.partly.iter().map(|p| format!("{}:{}", p.path, p.line)).collect();
        let text = format!("only partly readable:\n{}", files.join("\n"));
        writeln!(out, "::notice title=conclint::{}", text_of_command(&text))?;
    }
    for finding in cut {
        short::line(finding, finding.level.name(), None, out)?;
    }
    if !style.quiet {
        writeln!(out, "{}", summary(outcome, style))?;
    }
    Ok(())
}

fn kind_of(finding: &Judged) -> &'static str {
    if finding.level == Level::Deny { "error" } else { "warning" }
}

fn annotation<W: Write>(finding: &Judged, ground: &Ground, out: &mut W) -> io::Result<()> {
    let (start, end) = (finding.place.start, finding.place.end);
    let path = ground.told(&finding.place.path);
    write!(out, "::{} file={},line={},", kind_of(finding), property(&path), start.line)?;
    // Of a stretch over several lines GitHub takes no columns.
    match start.line == end.line {
        true => write!(out, "col={},endLine={},endColumn={},", start.column, end.line, end.column)?,
        false => write!(out, "endLine={},", end.line)?,
    }
    // The log shows the text without the place.
    let told = format!("{path}:{}:{}: {}", start.line, start.column, finding.message);
    let evidence = words::evidence(finding, |path| ground.told(path));
    let title = format!("conclint: {}", finding.lint.name);
    writeln!(out, "title={}::{}", property(&title), text_of_command(&format!("{told}\n{evidence}")))
}

/// A text as the last part of a command; the log shows it on a terminal's terms.
fn text_of_command(text: &str) -> String {
    words::printable(text.trim_end()).replace('%', "%25").replace('\n', "%0A")
}

/// A text as the value of a command's property.
fn property(text: &str) -> String {
    text_of_command(text).replace(':', "%3A").replace(',', "%2C")
}

/// The summary of a job: a table of all findings, the worst first. `blob` is the address of the commit's files.
pub fn job_summary(outcome: &Outcome, ground: &Ground, blob: Option<&str>) -> String {
    let mut text = format!("### conclint: {}\n", found(outcome));
    if outcome.findings.is_empty() {
        return text;
    }
    text.push_str("\n| | where | what happens |\n|---|---|---|\n");
    let mut findings: Vec<&Judged> = outcome.findings.iter().collect();
    findings.sort_by_key(|f| std::cmp::Reverse(f.level));
    for (nth, finding) in findings.iter().enumerate() {
        let row = row(finding, ground, blob);
        if text.len() + row.len() > SUMMARY {
            let rest = words::count(findings.len() - nth, "more finding stands", "more findings stand");
            text.push_str(&format!("\n{rest} in the log.\n"));
            break;
        }
        text.push_str(&row);
    }
    text
}

fn row(finding: &Judged, ground: &Ground, blob: Option<&str>) -> String {
    let line = finding.place.start.line;
    let place = format!("{}:{line}", ground.told(&finding.place.path));
    let place = match (blob, ground.url_in_repository(&finding.place.path)) {
        (Some(blob), Some(path)) => format!("[{}]({blob}/{path}#L{line})", cell(&place)),
        _ => cell(&place),
    };
    let (level, lint, url) = (finding.level.name(), finding.lint.name, finding.lint.url());
    format!("| {level} [`{lint}`]({url}) | {place} | {} |\n", cell(&finding.message))
}

/// A text as one cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\r', '\n'], " ")
}
