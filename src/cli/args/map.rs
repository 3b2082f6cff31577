//! What is drawn on the map, and how it is printed.

use std::path::PathBuf;

use clap::ValueEnum;
use clap::builder::PossibleValue;

use super::{FileLine, LevelFlags};
use crate::report::MapFormat;

#[derive(clap::Args, Debug)]
pub struct MapArgs {
    /// Files and folders to draw
    #[arg(default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// What has changed since a commit of git, or since another folder
    #[arg(long, value_name = "REF|FOLDER")]
    pub diff: Option<String>,
    /// Compare with a map that was kept by --format json; exits with 1 where something has changed
    #[arg(long, value_name = "FILE", conflicts_with = "diff")]
    pub check: Option<PathBuf>,
    /// Only what stands at a line, as src/lib.rs:40, and what it has to do with
    #[arg(long, value_name = "FILE:LINE", conflicts_with_all = ["diff", "check"])]
    pub around: Option<FileLine>,
    /// How to print it: text, json, mermaid, dot or html; with --around also svg; with --diff or --check text, json or markdown
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, hide_possible_values = true)]
    pub format: MapFormat,
    /// Draw test code too
    #[arg(long)]
    pub tests: bool,
    // Last, since the heading of its flags would be that of those behind it.
    #[command(flatten)]
    pub levels: LevelFlags,
}

impl ValueEnum for MapFormat {
    fn value_variants<'a>() -> &'a [MapFormat] {
        &MapFormat::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}
