//! Findings as text: for people, for programs, for a line-based tool.
//!
//! It knows neither the model nor the driver, and what it prints depends on nothing but the outcome and the style.

mod human;
mod json;
mod short;

use std::io::{self, Write};
use std::time::Duration;

use crate::judged::Outcome;

pub use human::printable;

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
}

impl Format {
    pub const ALL: [Format; 3] = [Format::Human, Format::Short, Format::Json];

    /// The format's name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Human => "human",
            Format::Short => "short",
            Format::Json => "json",
        }
    }
}

/// How to print.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub format: Format,
    pub color: bool,
    /// Whether the summary line is left out.
    pub quiet: bool,
    /// How long the run took.
    pub elapsed: Duration,
}

/// Prints all findings of a run.
pub fn write<W: Write>(outcome: &Outcome, style: Style, out: &mut W) -> io::Result<()> {
    match style.format {
        Format::Human => human::write(outcome, style, out),
        Format::Short => short::write(outcome, out),
        Format::Json => json::write(outcome, out),
    }
}
