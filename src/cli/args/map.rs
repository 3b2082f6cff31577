//! What is drawn on the map, and how it is printed.

use std::path::PathBuf;

use clap::ValueEnum;
use clap::builder::PossibleValue;

use super::LevelFlags;
use crate::report::MapFormat;

#[derive(clap::Args, Debug)]
pub struct MapArgs {
    /// Files and folders to draw
    #[arg(default_value = ".")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub levels: LevelFlags,
    /// How to print it: text, json, mermaid or dot
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, hide_possible_values = true)]
    pub format: MapFormat,
    /// Draw test code too
    #[arg(long)]
    pub tests: bool,
}

impl ValueEnum for MapFormat {
    fn value_variants<'a>() -> &'a [MapFormat] {
        &MapFormat::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}
