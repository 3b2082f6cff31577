//! How findings are printed, and where else they go.

use std::path::PathBuf;
use std::str::FromStr;

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::report::Format;
use crate::spelling;

/// Two lines, since one would not fit a screen.
const FORMAT_HELP: &str = "How to print findings: human, short, json, jsonl, sarif, rustc,\n\
                           github, gitlab, junit or checkstyle [default: human]";

#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Output")]
pub struct OutputFlags {
    /// How to print findings
    #[arg(long, value_name = "FORMAT", value_enum, hide_possible_values = true, help = FORMAT_HELP)]
    pub format: Option<Format>,
    /// Write a report to a file too, as often as wanted
    #[arg(long = "report", value_name = "FORMAT=FILE")]
    pub reports: Vec<ReportFile>,
    /// Show every finding with its lines, not only the first 30
    #[arg(long)]
    pub full: bool,
    /// Count the findings of each lint instead of showing them
    #[arg(long)]
    pub statistics: bool,
    /// Succeed even if a finding is denied
    #[arg(long)]
    pub exit_zero: bool,
    /// When to use colours: auto, always or never
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t, hide_possible_values = true)]
    pub color: Color,
    /// Leave out the summary line
    #[arg(short, long)]
    pub quiet: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

/// The shapes of a list of lints.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum ListFormat {
    #[default]
    Human,
    Json,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Format] {
        &Format::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

/// A report and the file it goes to, as `sarif=conclint.sarif`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportFile {
    pub format: Format,
    pub file: PathBuf,
}

impl FromStr for ReportFile {
    type Err = String;

    fn from_str(text: &str) -> Result<ReportFile, String> {
        let (name, file) = text.split_once('=').unwrap_or((text, ""));
        let Some(&format) = Format::ALL.iter().find(|f| f.name() == name) else {
            let all = Format::ALL.map(Format::name);
            return Err(match spelling::nearest(name, all) {
                Some(near) => format!("no format is called `{name}`; did you mean `{near}`?"),
                None => format!("no format is called `{name}`; it can be {}", all.join(", ")),
            });
        };
        match file {
            "" => Err(format!("say which file to write, as {name}=report.{name}")),
            "-" => Err(format!("a report goes to a file; --format {name} prints to standard output")),
            file => Ok(ReportFile { format, file: PathBuf::from(file) }),
        }
    }
}
