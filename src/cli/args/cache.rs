//! What is kept from run to run.

use std::path::PathBuf;

#[derive(clap::Args, Clone, Debug, Default)]
#[command(next_help_heading = "Files")]
pub struct CacheFlags {
    /// Check every file again, and keep nothing for the next run
    #[arg(long)]
    pub no_cache: bool,
    /// Where runs keep what they found [default: .conclint-cache in the project]
    #[arg(long, value_name = "DIR")]
    pub cache_dir: Option<PathBuf>,
    /// What other runs have kept, for `conclint merge`.
    #[arg(skip)]
    pub beside: Vec<PathBuf>,
}
