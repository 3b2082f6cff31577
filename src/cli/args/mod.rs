//! The command line: each group of flags in a file of its own.

mod cache;
mod config;
mod fix;
mod levels;
mod map;
mod narrow;
mod output;
mod place;
mod short;
mod wrong;

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args as _, CommandFactory, Parser, Subcommand};

pub use cache::CacheFlags;
pub use clap_complete::Shell;
pub use config::ConfigFlags;
pub use fix::FixFlags;
pub use levels::LevelFlags;
pub use map::MapArgs;
pub use narrow::NarrowFlags;
pub use output::{Color, ListFormat, OutputFlags, ReportFile};
pub use place::{FileLine, FileMaybeLine};
pub use wrong::{Stop, parse};

use super::shard::Shard;

/// The subcommand that names the main job, which needs no name.
pub const CHECK: &str = "check";

/// The colours that cargo's help has.
const STYLES: Styles = Styles::styled()
    .header(AnsiColor::BrightGreen.on_default().bold())
    .usage(AnsiColor::BrightGreen.on_default().bold())
    .literal(AnsiColor::BrightCyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// In the colours of [`STYLES`], which clap gives only to what it has written itself.
const USAGE: &str = "\x1b[1;96mconclint\x1b[0m \x1b[36m[OPTIONS] [PATHS]...\x1b[0m\n       \
                     \x1b[1;96mconclint\x1b[0m \x1b[36mCOMMAND [OPTIONS] ...\x1b[0m";

/// Finds concurrency misuse in Rust source, without building it
#[derive(Parser, Debug)]
#[command(
    name = "conclint",
    version,
    styles = STYLES,
    max_term_width = 100,
    subcommand_help_heading = "Commands",
    override_usage = USAGE,
    after_help = "Exit code: 0 nothing denied, 1 a finding is denied, 2 the work could not be done.\n\
                  A path that is called like a command is reached as ./explain."
)]
pub struct Args {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub check: Check,
}

/// The whole command line, as help, completions and the man page show it.
pub fn command() -> clap::Command {
    let check = Check::augment_args(clap::Command::new(CHECK));
    Args::command().subcommand(check.about("Check files, as without a command").display_order(0))
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
    /// List the files that would be checked, and check none
    #[arg(long, help_heading = "Files", conflicts_with_all = ["fix", "diff", "write_baseline", "add_allows"])]
    pub show_files: bool,
    #[command(flatten)]
    pub cache: CacheFlags,
    /// Check one part of the packages, as 1/4; `conclint merge` puts the parts together
    #[arg(
        long,
        value_name = "I/N",
        help_heading = "Files",
        conflicts_with_all = ["fix", "diff", "write_baseline", "prune_baseline", "add_allows"]
    )]
    pub shard: Option<Shard>,
    /// How many threads to use
    #[arg(long, value_name = "N", value_parser = threads, hide = true)]
    pub threads: Option<NonZeroUsize>,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// The page of a lint: what it finds, why, when it is silent; or the lints of a family
    Explain {
        /// A lint or a family, as `conclint lints` names them
        #[arg(value_name = "LINT")]
        name: String,
    },
    /// Which configuration is effective here, and where each value comes from
    Config {
        /// A folder, or a file to see what the overrides make of it
        #[arg(default_value = ".")]
        path: PathBuf,
        #[command(flatten)]
        levels: LevelFlags,
    },
    /// Every lint with its family and level
    Lints {
        /// How to print them: human or json
        #[arg(long, value_name = "FORMAT", value_enum, default_value_t, hide_possible_values = true)]
        format: ListFormat,
    },
    /// What conclint has understood of a file, to find out why it is wrong
    Facts {
        /// The file; with a line, the graph of the function around it
        #[arg(value_name = "FILE[:LINE]")]
        place: FileMaybeLine,
    },
    /// The tasks, channels and locks of a program, and what does what to what
    Map(MapArgs),
    /// For an editor's one check command: findings as cargo prints them, and then that command
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
        /// The place, as findings name it
        #[arg(value_name = "FILE:LINE")]
        place: FileLine,
        /// Only what this lint makes of it
        lint: Option<String>,
    },
    /// The report of a whole run, from what runs with --shard have kept
    Merge {
        /// The --cache-dir of each shard
        #[arg(value_name = "DIR", required = true)]
        folders: Vec<PathBuf>,
        /// The files and folders that the shards were given [default: .]
        #[arg(value_name = "PATHS", last = true)]
        paths: Vec<PathBuf>,
    },
    /// Delete what runs have kept for those that come after
    Clean {
        /// The folder to delete [default: .conclint-cache in the project]
        #[arg(long, value_name = "DIR")]
        cache_dir: Option<PathBuf>,
    },
    /// A script that completes conclint's commands and flags in a shell
    Completions {
        /// bash, elvish, fish, powershell or zsh
        #[arg(hide_possible_values = true)]
        shell: Shell,
    },
    /// The man page, to be read with `conclint man | man -l -`
    Man,
}

fn threads(text: &str) -> Result<NonZeroUsize, String> {
    text.parse().map_err(|_| "give a number from 1 up".to_owned())
}

#[cfg(test)]
mod tests {
    use super::command;

    #[test]
    fn every_command_and_argument_is_described() {
        let mut commands = vec![command()];
        let mut undescribed = Vec::new();
        let mut seen = 0;
        while let Some(one) = commands.pop() {
            let name = one.get_name().to_owned();
            undescribed.extend(one.get_about().is_none().then(|| name.clone()));
            for arg in one.get_arguments() {
                seen += 1;
                undescribed.extend(arg.get_help().is_none().then(|| format!("{name} {}", arg.get_id())));
            }
            commands.extend(one.get_subcommands().cloned());
        }
        assert!(seen > 50, "{seen} arguments were seen");
        assert_eq!(undescribed, Vec::<String>::new(), "these have no line of help");
    }
}
