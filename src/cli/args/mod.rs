//! The command line: each group of flags in a file of its own.

mod config;
mod fix;
mod levels;
mod narrow;
mod output;
mod place;
mod short;
mod wrong;

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

pub use clap_complete::Shell;
pub use config::ConfigFlags;
pub use fix::FixFlags;
pub use levels::LevelFlags;
pub use narrow::NarrowFlags;
pub use output::{Color, OutputFlags, ReportFile};
pub use place::{FileLine, FileMaybeLine};
pub use wrong::{Stop, parse};

/// Finds concurrency misuse in Rust source, without building it
#[derive(Parser, Debug)]
#[command(
    name = "conclint",
    version,
    disable_help_subcommand = true,
    subcommand_help_heading = "Other things to do",
    override_usage = "conclint [OPTIONS] [PATHS]...\n       conclint explain LINT | lints | config [PATH] | facts FILE | why FILE:LINE [LINT]",
    after_help = "Exit code: 0 nothing denied, 1 a finding is denied, 2 the work could not be done.\n\
                  A path that is called like a subcommand is reached as ./explain."
)]
pub struct Args {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub check: Check,
}

/// The main job: check files.
#[derive(clap::Args, Debug)]
pub struct Check {
    /// Files and folders to check; `-` is standard input
    #[arg(default_value = ".", help_heading = "Files", display_order = 0)]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub levels: LevelFlags,
    #[command(flatten)]
    pub config: ConfigFlags,
    #[command(flatten)]
    pub narrow: NarrowFlags,
    #[command(flatten)]
    pub fixing: FixFlags,
    #[command(flatten)]
    pub output: OutputFlags,
    /// The path of the file that standard input holds
    #[arg(long, value_name = "FILE", help_heading = "Files")]
    pub stdin_filename: Option<PathBuf>,
    /// How many threads to use
    #[arg(long, value_name = "N", value_parser = threads, hide = true)]
    pub threads: Option<NonZeroUsize>,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// The page of a lint: what it finds, why, and when it is silent; or the lints of a family
    Explain {
        #[arg(value_name = "LINT")]
        name: String,
    },
    /// Which configuration is effective here, and where each value comes from
    Config {
        #[arg(default_value = ".")]
        path: PathBuf,
        #[command(flatten)]
        levels: LevelFlags,
    },
    /// Every lint with its family and level
    Lints,
    /// What the model knows of a file, `?` where it does not; at a line its graph
    Facts {
        #[arg(value_name = "FILE[:LINE]")]
        place: FileMaybeLine,
    },
    /// Findings as cargo's JSON lines, and then the command: `conclint editor -- cargo clippy …`
    Editor {
        #[command(flatten)]
        levels: LevelFlags,
        /// What to run after the findings are printed; its exit code is that of the whole
        #[arg(value_name = "COMMAND", trailing_var_arg = true, allow_hyphen_values = true)]
        command: Vec<OsString>,
    },
    /// A language server, which an editor starts
    Lsp {
        #[command(flatten)]
        levels: LevelFlags,
        /// What editors say that can do more than one thing; there is nothing else here
        #[arg(long, hide = true)]
        stdio: bool,
    },
    /// What a lint reports at a line, or which silence it kept
    Why {
        #[arg(value_name = "FILE:LINE")]
        place: FileLine,
        lint: Option<String>,
    },
    /// A script that completes conclint's words in bash, elvish, fish, powershell or zsh
    #[command(hide = true)]
    Completions {
        #[arg(hide_possible_values = true)]
        shell: Shell,
    },
    /// The man page, to be read with `conclint man | man -l -`
    #[command(hide = true)]
    Man,
}

fn threads(text: &str) -> Result<NonZeroUsize, String> {
    text.parse().map_err(|_| "give a number from 1 up".to_owned())
}
