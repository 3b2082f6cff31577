//! Which configuration is effective.

use std::path::PathBuf;

use crate::config::Choice;

#[derive(clap::Args, Debug, Default)]
#[command(next_help_heading = "Configuration")]
pub struct ConfigFlags {
    /// Go by this file alone; its patterns start from here
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,
    /// Go by no configuration file
    #[arg(long, conflicts_with = "config", global = true)]
    pub isolated: bool,
}

impl ConfigFlags {
    /// What the flags ask for.
    pub fn choice(&self) -> Choice {
        match &self.config {
            Some(file) => Choice::File(file.clone()),
            None if self.isolated => Choice::Isolated,
            None => Choice::Nearest,
        }
    }
}
