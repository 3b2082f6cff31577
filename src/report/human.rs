//! Findings for people: the lines that matter with the evidence marked, the change to make, and one line at the end.
//!
//! Of a stretch that covers several lines only the first is marked: a task's whole body under one bracket hides the
//! places inside it that the finding is about.
//! Of a line that is too long to be read only what is around its marks is shown.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::io::{self, Write};
use std::ops::Range;

use codespan_reporting::diagnostic::{Diagnostic, Label, Severity};
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term::termcolor::{Ansi, NoColor, WriteColor};
use codespan_reporting::term::{self, Config, Styles, StylesWriter};

use super::ground::Ground;
use super::link::{self, Linked};
use super::summary::summary;
use super::trim::Trimmed;
use super::words::printable;
use super::{Style, diff, short, words};
use crate::judged::{Excerpt, Judged, Outcome, Place};
use crate::lint::{Help, Level, Safety};

/// How many findings are shown with their lines; whoever has more wants to count before reading.
const IN_FULL: usize = 30;

pub fn write<W: Write>(outcome: &Outcome, style: &Style, out: &mut W) -> io::Result<()> {
    let mut findings: Vec<&Judged> = outcome.findings.iter().collect();
    let full = if style.full { findings.len() } else { findings.len().min(IN_FULL) };
    if full < findings.len() {
        // What fails the run must not be among what is cut.
        findings.sort_by_key(|finding| Reverse(finding.level));
    }
    let (full, rest) = findings.split_at(full);
    let ground = style.links.then_some(&style.ground);
    let mut explained = HashSet::new();
    for finding in full {
        // Where the name is a link, the link leads to the page.
        let explain = !style.links && explained.insert(finding.lint.name);
        let manner = Manner { ground, color: style.color, explain };
        if style.color {
            render(finding, manner, Ansi::new(&mut *out))?;
        } else {
            render(finding, manner, NoColor::new(&mut *out))?;
        }
    }
    if !rest.is_empty() {
        let more = words::count(rest.len(), "more finding", "more findings");
        writeln!(out, "conclint: {more}, a line each; --full shows all with their lines")?;
        rest.iter().try_for_each(|finding| short::line(finding, level(finding), ground, out))?;
    }
    if !style.quiet {
        writeln!(out, "{}", summary(outcome, style))?;
    }
    Ok(())
}

/// The word for the level that stands above the lines of a finding.
fn level(finding: &Judged) -> &'static str {
    if finding.level == Level::Deny { "error" } else { "warning" }
}

/// A finding with its lines, for a reader that is no terminal.
pub fn plain(finding: &Judged) -> io::Result<String> {
    let mut text = Vec::new();
    render(finding, Manner { ground: None, color: false, explain: true }, NoColor::new(&mut text))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// How one finding is shown.
#[derive(Clone, Copy)]
struct Manner<'g> {
    /// Where places lie, if they are to be links; lints are links then too.
    ground: Option<&'g Ground>,
    color: bool,
    /// Whether it ends with how to see its lint's page.
    explain: bool,
}

fn render(finding: &Judged, manner: Manner<'_>, writer: impl WriteColor) -> io::Result<()> {
    let config = Config::default();
    let styles = Styles::default();
    let mut writer = StylesWriter::new(writer, &styles);
    let marks = marks(finding);
    let shown = |(nth, excerpt): (usize, &Excerpt)| {
        let own: Vec<Range<usize>> = marks.iter().filter(|mark| mark.file == nth).map(|mark| mark.at.clone()).collect();
        let text = Trimmed::new(&printable(&excerpt.text), &own);
        Shown { path: excerpt.path.clone(), line: excerpt.line, whole: excerpt.text.clone(), text }
    };
    let excerpts = Excerpts { all: finding.excerpts.iter().enumerate().map(shown).collect(), ground: manner.ground };
    let diagnostic = diagnostic(finding, &marks, &excerpts, manner);
    term::emit_to_write_style(&mut writer, &config, &excerpts, &diagnostic).map_err(|e| match e {
        Error::Io(e) => e,
        other => io::Error::other(other),
    })
}

fn diagnostic(finding: &Judged, marks: &[Mark], excerpts: &Excerpts<'_>, manner: Manner<'_>) -> Diagnostic<usize> {
    let severity = if finding.level == Level::Deny { Severity::Error } else { Severity::Warning };
    let label = |mark: &Mark| {
        let text = &excerpts.all[mark.file].text;
        let range = text.at(mark.at.start)..text.at(mark.at.end);
        let label = if mark.own { Label::primary(mark.file, range) } else { Label::secondary(mark.file, range) };
        label.with_message(&mark.text)
    };
    let explain = manner.explain.then(|| format!("`conclint explain {}` says more", finding.lint.name));
    Diagnostic::new(severity)
        .with_code(link::name(finding.lint, manner.ground.is_some()))
        .with_message(&finding.message)
        .with_labels(marks.iter().map(label).collect())
        .with_notes(finding.help.iter().map(|help| note(finding, help, manner.color)).chain(explain).collect())
}

/// The help's sentence, how to have the change made, and below it the change, or the code where no change can be made.
fn note(finding: &Judged, help: &Help, color: bool) -> String {
    let text = format!("help: {}", help.text).trim_end().to_owned();
    let how = match finding.fix.as_ref().map(|fix| fix.safety) {
        Some(Safety::Safe) => " (--fix makes this change)",
        Some(Safety::Risky) => " (--fix=all makes this change)",
        None => "",
    };
    let (indent, below) = match &finding.fix {
        Some(fix) => ("\n  ", diff::lines(&fix.hunks, &finding.place.path, color)),
        None => ("\n    ", help.code.iter().flat_map(|code| code.lines()).map(str::to_owned).collect()),
    };
    let below = below.into_iter().map(|line| format!("{indent}{line}"));
    [text, how.to_owned()].into_iter().chain(below).collect()
}

/// A stretch of an excerpt, in bytes, and what is written at it.
struct Mark {
    file: usize,
    at: Range<usize>,
    text: String,
    /// Whether it is the finding's own place.
    own: bool,
}

/// The finding's own place and its evidence, as far as excerpts hold them.
fn marks(finding: &Judged) -> Vec<Mark> {
    let numbered = finding.evidence.len() > 1;
    let text = |nth: usize, place: &Place| match numbered {
        true => format!("{}. {}", nth + 1, place.text),
        false => place.text.clone(),
    };
    let own = std::iter::once((&finding.place, finding.place.text.clone(), true));
    let evidence = finding.evidence.iter().enumerate().map(|(nth, place)| (place, text(nth, place), false));
    let mark = |(place, text, own): (&Place, String, bool)| {
        let (file, at) = first_line(place, &finding.excerpts)?;
        Some(Mark { file, at, text, own })
    };
    own.chain(evidence).filter_map(mark).collect()
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

/// An excerpt as it is shown.
struct Shown {
    path: String,
    /// The number of its first line.
    line: u32,
    /// Its lines before any was cut.
    whole: String,
    text: Trimmed,
}

/// Excerpts as the files of a diagnostic; offsets count from an excerpt's beginning.
struct Excerpts<'e> {
    all: Vec<Shown>,
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
        Ok(&self.get(id)?.text.text)
    }

    fn line_index(&'e self, id: usize, byte: usize) -> Result<usize, Error> {
        let text = &self.get(id)?.text.text;
        Ok(text.bytes().take(byte).filter(|b| *b == b'\n').count())
    }

    fn line_number(&'e self, id: usize, index: usize) -> Result<usize, Error> {
        Ok(self.get(id)?.line as usize + index)
    }

    /// The column in the whole line, of which a part may be cut.
    fn column_number(&'e self, id: usize, _line: usize, byte: usize) -> Result<usize, Error> {
        let Shown { whole, text, .. } = self.get(id)?;
        let before = whole.get(..text.back(byte)).unwrap_or_default();
        Ok(before.chars().rev().take_while(|c| *c != '\n').count() + 1)
    }

    fn line_range(&'e self, id: usize, index: usize) -> Result<Range<usize>, Error> {
        let text = &self.get(id)?.text.text;
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
    fn get(&self, id: usize) -> Result<&Shown, Error> {
        self.all.get(id).ok_or(Error::FileMissing)
    }
}
