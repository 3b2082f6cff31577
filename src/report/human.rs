//! Findings for people: the lines that matter with the evidence marked, the change to make, and one line at the end.
//!
//! Of a stretch that covers several lines only the first is marked: a task's whole body under one bracket hides the
//! places inside it that the finding is about.

use std::io::{self, Write};
use std::ops::Range;

use codespan_reporting::diagnostic::{Diagnostic, Label, Severity};
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term::termcolor::{Ansi, NoColor, WriteColor};
use codespan_reporting::term::{self, Config, Styles, StylesWriter};

use super::Style;
use crate::judged::{Excerpt, Judged, Outcome, Partly, Place};
use crate::lint::{Help, Level};

/// How many partly readable files the summary line names.
const PARTLY_NAMED: usize = 5;

pub fn write<W: Write>(outcome: &Outcome, style: Style, out: &mut W) -> io::Result<()> {
    for finding in &outcome.findings {
        if style.color {
            render(finding, Ansi::new(&mut *out))?;
        } else {
            render(finding, NoColor::new(&mut *out))?;
        }
    }
    if !style.quiet {
        writeln!(out, "{}", summary(outcome, style))?;
    }
    Ok(())
}

fn render(finding: &Judged, writer: impl WriteColor) -> io::Result<()> {
    let config = Config::default();
    let styles = Styles::default();
    let mut writer = StylesWriter::new(writer, &styles);
    let excerpts: Vec<Excerpt> =
        finding.excerpts.iter().map(|e| Excerpt { text: printable(&e.text), ..e.clone() }).collect();
    term::emit_to_write_style(&mut writer, &config, &Excerpts(&excerpts), &diagnostic(finding)).map_err(|e| match e {
        Error::Io(e) => e,
        other => io::Error::other(other),
    })
}

fn diagnostic(finding: &Judged) -> Diagnostic<usize> {
    let severity = if finding.level == Level::Deny { Severity::Error } else { Severity::Warning };
    let mut labels = Vec::new();
    if let Some((file, range)) = first_line(&finding.place, &finding.excerpts) {
        labels.push(Label::primary(file, range).with_message(&finding.place.text));
    }
    let numbered = finding.evidence.len() > 1;
    for (nth, place) in finding.evidence.iter().enumerate() {
        if let Some((file, range)) = first_line(place, &finding.excerpts) {
            let text = if numbered { format!("{}. {}", nth + 1, place.text) } else { place.text.clone() };
            labels.push(Label::secondary(file, range).with_message(text));
        }
    }
    Diagnostic::new(severity)
        .with_code(finding.lint.name)
        .with_message(&finding.message)
        .with_labels(labels)
        .with_notes(finding.help.iter().map(note).collect())
}

/// The help's sentence, and its code indented below.
fn note(help: &Help) -> String {
    let code = help.code.iter().flat_map(|code| code.lines()).map(|line| format!("\n    {line}"));
    std::iter::once(format!("help: {}", help.text).trim_end().to_owned()).chain(code).collect()
}

/// The part of a place that lies on its first line, as a file and a range in its excerpt.
fn first_line(place: &Place, excerpts: &[Excerpt]) -> Option<(usize, Range<usize>)> {
    let file = excerpts.iter().position(|e| e.path == place.path)?;
    let excerpt = &excerpts[file];
    let start = place.start.offset.checked_sub(excerpt.offset)? as usize;
    let line = excerpt.text.get(start..)?.lines().next().unwrap_or_default();
    let wanted = (place.end.offset - place.start.offset) as usize;
    let length = if wanted > line.len() { line.trim_end().len() } else { wanted };
    Some((file, start..start + length))
}

/// Excerpts as the files of a diagnostic; offsets count from an excerpt's beginning.
struct Excerpts<'e>(&'e [Excerpt]);

impl<'e> Files<'e> for Excerpts<'e> {
    type FileId = usize;
    type Name = &'e str;
    type Source = &'e str;

    fn name(&'e self, id: usize) -> Result<&'e str, Error> {
        Ok(&self.get(id)?.path)
    }

    fn source(&'e self, id: usize) -> Result<&'e str, Error> {
        Ok(&self.get(id)?.text)
    }

    fn line_index(&'e self, id: usize, byte: usize) -> Result<usize, Error> {
        let text = &self.get(id)?.text;
        Ok(text.bytes().take(byte).filter(|b| *b == b'\n').count())
    }

    fn line_number(&'e self, id: usize, index: usize) -> Result<usize, Error> {
        Ok(self.get(id)?.line as usize + index)
    }

    fn line_range(&'e self, id: usize, index: usize) -> Result<Range<usize>, Error> {
        let text = &self.get(id)?.text;
        let mut start = 0;
        for (nth, line) in text.split_inclusive('\n').enumerate() {
            if nth == index {
                return Ok(start..start + line.len());
            }
            start += line.len();
        }
        Err(Error::LineTooLarge { given: index, max: text.lines().count() })
    }
}

/// A text with what would move the cursor or turn the line around made harmless, each character as long as it was.
pub fn printable(text: &str) -> String {
    let harmless = |c: char| match c.len_utf8() {
        1 => ' ',
        2 => '¿',
        _ => char::REPLACEMENT_CHARACTER,
    };
    let is_harmful = |c: char| {
        c.is_control() && c != '\n' && c != '\t'
            || matches!(c, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if is_harmful(c) { harmless(c) } else { c }).collect()
}

impl Excerpts<'_> {
    fn get(&self, id: usize) -> Result<&Excerpt, Error> {
        self.0.get(id).ok_or(Error::FileMissing)
    }
}

/// `conclint: 1 denied, 2 warnings in 34 files of 2 packages; 0.04 s`.
fn summary(outcome: &Outcome, style: Style) -> String {
    let found = [(outcome.count(Level::Deny), "denied", "denied"), (outcome.count(Level::Warn), "warning", "warnings")];
    let found: Vec<String> =
        found.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| count(n, one, many)).collect();
    let found = if found.is_empty() { "nothing found".to_owned() } else { found.join(", ") };
    let files = count(outcome.summary.files, "file", "files");
    let packages = count(outcome.summary.packages, "package", "packages");
    let partly = partly(&outcome.summary.partly);
    let read = match outcome.summary.read {
        read if read == outcome.summary.files => String::new(),
        read => format!(" ({read} read)"),
    };
    format!("conclint: {found} in {files}{read} of {packages}{partly}; {:.2} s", style.elapsed.as_secs_f64())
}

fn partly(files: &[Partly]) -> String {
    if files.is_empty() {
        return String::new();
    }
    let named: Vec<String> = files.iter().take(PARTLY_NAMED).map(|p| format!("{}:{}", p.path, p.line)).collect();
    let more = match files.len().saturating_sub(PARTLY_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more, which --format json names"),
    };
    let readable = count(files.len(), "file", "files");
    format!("; {readable} only partly readable: {}{more}", named.join(", "))
}

fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
