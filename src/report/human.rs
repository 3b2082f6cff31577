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

use super::ground::Ground;
use super::link::Linked;
use super::summary::summary;
use super::words::printable;
use super::{Style, short, words};
use crate::judged::{Excerpt, Judged, Outcome, Place};
use crate::lint::{Help, Level, Safety};

/// How many findings are shown with their lines; whoever has more wants to count before reading.
const IN_FULL: usize = 30;

pub fn write<W: Write>(outcome: &Outcome, style: &Style, out: &mut W) -> io::Result<()> {
    let full = if style.full { outcome.findings.len() } else { outcome.findings.len().min(IN_FULL) };
    let (full, rest) = outcome.findings.split_at(full);
    let ground = style.links.then_some(&style.ground);
    for finding in full {
        if style.color {
            render(finding, ground, Ansi::new(&mut *out))?;
        } else {
            render(finding, ground, NoColor::new(&mut *out))?;
        }
    }
    if !rest.is_empty() {
        let more = words::count(rest.len(), "finding", "findings");
        writeln!(out, "conclint: {more} more, a line each; --full shows all with their lines")?;
        rest.iter().try_for_each(|finding| short::line(finding, ground, out))?;
    }
    if !style.quiet {
        writeln!(out, "{}", summary(outcome, style))?;
    }
    Ok(())
}

/// A finding with its lines, for a reader that is no terminal.
pub fn plain(finding: &Judged) -> io::Result<String> {
    let mut text = Vec::new();
    render(finding, None, NoColor::new(&mut text))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

fn render(finding: &Judged, ground: Option<&Ground>, writer: impl WriteColor) -> io::Result<()> {
    let config = Config::default();
    let styles = Styles::default();
    let mut writer = StylesWriter::new(writer, &styles);
    let excerpts: Vec<Excerpt> =
        finding.excerpts.iter().map(|e| Excerpt { text: printable(&e.text), ..e.clone() }).collect();
    term::emit_to_write_style(&mut writer, &config, &Excerpts { all: &excerpts, ground }, &diagnostic(finding)).map_err(
        |e| match e {
            Error::Io(e) => e,
            other => io::Error::other(other),
        },
    )
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
        .with_notes(finding.help.iter().map(|help| note(finding, help)).collect())
}

/// The help's sentence, how to have the change made, and the code indented below.
fn note(finding: &Judged, help: &Help) -> String {
    let code = help.code.iter().flat_map(|code| code.lines()).map(|line| format!("\n    {line}"));
    let text = format!("help: {}", help.text).trim_end().to_owned();
    let how = match finding.fix.as_ref().map(|fix| fix.safety) {
        Some(Safety::Safe) => " (--fix makes this change)",
        Some(Safety::Risky) => " (--fix=all makes this change)",
        None => "",
    };
    [text, how.to_owned()].into_iter().chain(code).collect()
}

/// The part of a place that lies on its first line, as a file and a range in its excerpt.
fn first_line(place: &Place, excerpts: &[Excerpt]) -> Option<(usize, Range<usize>)> {
    let file = excerpts.iter().position(|excerpt| excerpt.holds(place))?;
    let excerpt = &excerpts[file];
    let start = place.start.offset.checked_sub(excerpt.offset)? as usize;
    let line = excerpt.text.get(start..)?.lines().next().unwrap_or_default();
    let wanted = (place.end.offset - place.start.offset) as usize;
    let length = if wanted > line.len() { line.trim_end().len() } else { wanted };
    Some((file, start..start + length))
}

/// Excerpts as the files of a diagnostic; offsets count from an excerpt's beginning.
struct Excerpts<'e> {
    all: &'e [Excerpt],
    /// Where the places lie, if they are to be links.
    ground: Option<&'e Ground>,
}

impl<'e> Files<'e> for Excerpts<'e> {
    type FileId = usize;
    type Name = Linked<'e>;
    type Source = &'e str;

    fn name(&'e self, id: usize) -> Result<Linked<'e>, Error> {
        Ok(Linked { path: &self.get(id)?.path, ground: self.ground })
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

impl Excerpts<'_> {
    fn get(&self, id: usize) -> Result<&Excerpt, Error> {
        self.all.get(id).ok_or(Error::FileMissing)
    }
}
