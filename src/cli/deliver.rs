//! Where findings go: standard output, the files of `--report`, the summary of a job.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use super::args::{OutputFlags, ReportFile};
use super::ground::{blob, ground, in_github, job_summary};
use super::tell::{End, Out, complain, in_color, print, print_aside};
use crate::files::write::write;
use crate::judged::Outcome;
use crate::lint::Level;
use crate::lints;
use crate::report::{self, Format, Style};

/// What is printed and written once the run is over.
pub struct Delivery<'a> {
    format: Format,
    flags: &'a OutputFlags,
    /// Whether standard output is for something else.
    aside: bool,
}

impl<'a> Delivery<'a> {
    /// What the flags ask for, or a sentence that says why it cannot be done.
    pub fn new(flags: &'a OutputFlags) -> Result<Delivery<'a>, String> {
        let unsaid = if in_github() && !flags.statistics { Format::Github } else { Format::Human };
        let format = flags.format.unwrap_or(unsaid);
        if flags.statistics && !report::counts_in(format) {
            return Err(format!("--statistics counts in human, short, json and jsonl, not in {}", format.name()));
        }
        let mut files = BTreeSet::new();
        for ReportFile { file, .. } in &flags.reports {
            if let Some(refusal) = refusal(file) {
                return Err(refusal);
            }
            if !files.insert(file) {
                return Err(format!("two reports go to {}; give each a file of its own", file.display()));
            }
        }
        Ok(Delivery { format, flags, aside: false })
    }

    /// The same, but what would be printed goes to standard error.
    pub fn aside(self) -> Delivery<'a> {
        Delivery { aside: true, ..self }
    }

    /// Prints and writes what was found.
    pub fn deliver(&self, outcome: &Outcome, elapsed: Duration) -> End {
        let style = Style {
            color: in_color(self.flags.color),
            links: supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout),
            quiet: self.flags.quiet,
            full: self.flags.full,
            elapsed,
            ground: ground(),
            lints: lints::ALL,
        };
        let write = |out: &mut Out| match self.flags.statistics {
            true => report::write_counts(outcome, self.format, &style, out),
            false => report::write(outcome, self.format, &style, out),
        };
        let printed = if self.aside { print_aside(write) } else { print(write) };
        let mut failures = self.write_reports(outcome, &style);
        self.summarise_job(outcome, &style);
        failures.extend(outcome.failures.iter().cloned());
        match printed {
            End::Failed(sentences) => End::Failed(sentences.into_iter().chain(failures).collect()),
            _ if !failures.is_empty() => End::Failed(failures),
            _ if outcome.count(Level::Deny) > 0 && !self.flags.exit_zero => End::Denied,
            end => end,
        }
    }

    /// Writes the reports, each whole or not at all; returns what went wrong.
    fn write_reports(&self, outcome: &Outcome, style: &Style) -> Vec<String> {
        let style = Style { color: false, links: false, full: true, ..style.clone() };
        let mut failures = Vec::new();
        for ReportFile { format, file } in &self.flags.reports {
            let mut text = Vec::new();
            let shaped = report::write(outcome, *format, &style, &mut text);
            let written = match shaped {
                Ok(()) => write(file, &String::from_utf8_lossy(&text)),
                Err(e) => Err(format!("{} could not be written: {e}", file.display())),
            };
            failures.extend(written.err());
        }
        failures
    }

    /// Adds to the summary of a job on GitHub. That it has none is odd, and no reason to fail the run.
    fn summarise_job(&self, outcome: &Outcome, style: &Style) {
        let wanted = self.format == Format::Github || self.flags.reports.iter().any(|r| r.format == Format::Github);
        let Some(file) = job_summary().filter(|_| wanted) else { return };
        let text = report::job_summary(outcome, &style.ground, blob().as_deref());
        let added =
            OpenOptions::new().append(true).create(true).open(&file).and_then(|mut f| f.write_all(text.as_bytes()));
        if let Err(e) = added {
            complain(&format!("the job's summary could not be added to {} ({e})", file.display()));
        }
    }
}

/// Why a file cannot be written, as far as that shows before the work is done.
fn refusal(file: &Path) -> Option<String> {
    let shown = file.display();
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if file.is_dir() {
        Some(format!("{shown} is a folder; name a file in it"))
    } else if !folder.is_dir() {
        Some(format!("{shown} cannot be written: there is no folder {}; make it first", folder.display()))
    } else {
        None
    }
}
