//! Findings as text: for people, for programs, for the services that show them.
//!
//! It knows neither the model nor the driver, and what it prints depends on nothing but the outcome and the style.

mod checkstyle;
mod diff;
mod github;
mod gitlab;
mod ground;
mod human;
mod json;
mod junit;
mod link;
mod map;
mod rustc;
mod sarif;
mod short;
mod statistics;
mod summary;
mod trim;
mod words;
mod xml;

use std::io::{self, Write};
use std::time::Duration;

use crate::judged::Outcome;
use crate::lint::Lint;

pub use diff::write as diff;
pub use github::job_summary;
pub use ground::Ground;
pub use json::write_lints;
pub use map::{MapFormat, Shown, diffs_in, node_texts, read_map, write_map, write_map_diff};
pub use rustc::messages;
pub use statistics::{counts_in, write as write_counts};
pub use words::{count, printable};

/// The shapes in which findings can be printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Format {
    /// Source lines with the evidence marked, for a terminal.
    #[default]
    Human,
    /// One line a finding.
    Short,
    /// One document.
    Json,
    /// One JSON object a line, for each finding.
    Jsonl,
    /// SARIF 2.1.0.
    Sarif,
    /// Annotations of a workflow run on GitHub.
    Github,
    /// The code quality report of GitLab.
    Gitlab,
    /// A test report, in which every finding is a test that fails.
    Junit,
    /// Checkstyle's report, which many services read.
    Checkstyle,
    /// What cargo prints for a compiler's messages.
    Rustc,
}

impl Format {
    /// Every format, in the order of the help.
    pub const ALL: [Format; 10] = [
        Format::Human,
        Format::Short,
        Format::Json,
        Format::Jsonl,
        Format::Sarif,
        Format::Github,
        Format::Gitlab,
        Format::Junit,
        Format::Checkstyle,
        Format::Rustc,
    ];

    /// The format's name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Human => "human",
            Format::Short => "short",
            Format::Json => "json",
            Format::Jsonl => "jsonl",
            Format::Sarif => "sarif",
            Format::Github => "github",
            Format::Gitlab => "gitlab",
            Format::Junit => "junit",
            Format::Checkstyle => "checkstyle",
            Format::Rustc => "rustc",
        }
    }
}

/// How to print.
#[derive(Clone)]
pub struct Style {
    /// Whether colours are printed.
    pub color: bool,
    /// Whether places are links that a terminal can follow.
    pub links: bool,
    /// Whether the summary line is left out.
    pub quiet: bool,
    /// Whether every finding is shown with its lines, however many there are.
    pub full: bool,
    /// How long the run took.
    pub elapsed: Duration,
    /// The folders from which paths are counted.
    pub ground: Ground,
    /// Every lint that could have spoken.
    pub lints: &'static [&'static Lint],
}

/// Prints all findings of a run.
pub fn write<W: Write>(outcome: &Outcome, format: Format, style: &Style, out: &mut W) -> io::Result<()> {
    match format {
        Format::Human => human::write(outcome, style, out),
        Format::Short => short::write(outcome, style, out),
        Format::Json => json::write(outcome, out),
        Format::Jsonl => json::write_lines(outcome, out),
        Format::Sarif => sarif::write(outcome, style, out),
        Format::Github => github::write(outcome, style, out),
        Format::Gitlab => gitlab::write(outcome, &style.ground, out),
        Format::Junit => junit::write(outcome, out),
        Format::Checkstyle => checkstyle::write(outcome, out),
        Format::Rustc => rustc::write(outcome, out),
    }
}
