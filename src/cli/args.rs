//! The command line, and what is wrong with one.

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::PossibleValue;
use clap::error::{ContextKind, ErrorKind};
use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::lint::Level;
use crate::report::Format;

/// Finds concurrency misuse in Rust source, without building it
#[derive(Parser, Debug)]
#[command(
    name = "conclint",
    version,
    disable_help_subcommand = true,
    subcommand_help_heading = "Other things to do",
    override_usage = "conclint [OPTIONS] [PATHS]...\n       conclint explain LINT | lints | facts FILE | why FILE:LINE [LINT]",
    after_help = "Exit code: 0 nothing denied, 1 a finding is denied, 2 the work could not be done.\n\
                  A path that is called like a subcommand is reached as ./explain."
)]
pub struct Args {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub check: Check,
}

/// The main job: judge files.
#[derive(clap::Args, Debug)]
pub struct Check {
    /// Files and folders to judge; `-` is standard input
    #[arg(default_value = ".")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub levels: LevelFlags,
    /// How to print findings: human, short or json
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "human", hide_possible_values = true)]
    pub format: Format,
    /// When to use colours: auto, always or never
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, hide_possible_values = true)]
    pub color: Color,
    /// Leave out the summary line
    #[arg(short, long)]
    pub quiet: bool,
    /// The path of the file that standard input holds
    #[arg(long, value_name = "FILE")]
    pub stdin_filename: Option<PathBuf>,
    /// How many threads to use
    #[arg(long, value_name = "N", value_parser = threads, hide = true)]
    pub threads: Option<NonZeroUsize>,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// The page of a lint: what it finds, why, and when it is silent
    Explain { lint: String },
    /// Every lint with its family and level
    Lints,
    /// What the model knows of a file; `?` where it does not
    Facts { file: PathBuf },
    /// Why a lint spoke at a line, or which silence it kept
    Why {
        #[arg(value_name = "FILE:LINE")]
        place: FileLine,
        lint: Option<String>,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Format] {
        &Format::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

/// A line of a file, as `src/lib.rs:40`.
#[derive(Clone, Debug)]
pub struct FileLine {
    pub file: PathBuf,
    pub line: u32,
}

impl FromStr for FileLine {
    type Err = String;

    fn from_str(text: &str) -> Result<FileLine, String> {
        // A column may follow, as in what the short format prints.
        let numbers: Vec<u32> = text.rsplitn(3, ':').map_while(|part| part.parse().ok()).take(2).collect();
        let file = text.rsplitn(numbers.len() + 1, ':').last().unwrap_or_default();
        match numbers.last() {
            Some(&line) if !file.is_empty() && line > 0 => Ok(FileLine { file: PathBuf::from(file), line }),
            _ => Err("write a file and a line, as src/lib.rs:40".to_owned()),
        }
    }
}

fn threads(text: &str) -> Result<NonZeroUsize, String> {
    text.parse().map_err(|_| "give a number from 1 up".to_owned())
}

/// `-A`, `-W` and `-D` in the order in which they were given.
#[derive(Debug, Default)]
pub struct LevelFlags(pub Vec<(Level, String)>);

#[derive(clap::Args, Debug)]
struct RawLevels {
    /// Be silent about a lint, a family, all, pedantic or warnings
    #[arg(short = 'A', long, value_name = "NAME")]
    allow: Vec<String>,
    /// Report it, and let the run succeed
    #[arg(short = 'W', long, value_name = "NAME")]
    warn: Vec<String>,
    /// Report it, and fail the run; left to right, the last one wins
    #[arg(short = 'D', long, value_name = "NAME")]
    deny: Vec<String>,
}

impl clap::Args for LevelFlags {
    fn augment_args(command: clap::Command) -> clap::Command {
        RawLevels::augment_args(command)
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        RawLevels::augment_args_for_update(command)
    }
}

impl FromArgMatches for LevelFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<LevelFlags, clap::Error> {
        let mut flags = Vec::new();
        for (id, level) in [("allow", Level::Allow), ("warn", Level::Warn), ("deny", Level::Deny)] {
            let names = matches.get_many::<String>(id).into_iter().flatten();
            let places = matches.indices_of(id).into_iter().flatten();
            flags.extend(places.zip(names).map(|(place, name)| (place, level, name.clone())));
        }
        flags.sort_by_key(|(place, ..)| *place);
        Ok(LevelFlags(flags.into_iter().map(|(_, level, name)| (level, name)).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = LevelFlags::from_arg_matches(matches)?;
        Ok(())
    }
}

/// Why there is nothing to run.
pub enum Stop {
    /// Help or a version was asked for: the text.
    Shown(String),
    /// The arguments are wrong: a sentence.
    Wrong(String),
}

/// Reads the command line.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Args, Stop> {
    Args::command().try_get_matches_from(args).and_then(|m| Args::from_arg_matches(&m)).map_err(|e| match e.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Stop::Shown(e.render().to_string()),
        _ => Stop::Wrong(sentence(&e)),
    })
}

const HELP: &str = "`conclint --help` shows what can be said";

/// What clap says in a paragraph, in one sentence that ends with what to do.
fn sentence(error: &clap::Error) -> String {
    let said = error.render().to_string();
    let first = said.lines().next().unwrap_or_default();
    let wrong = first.strip_prefix("error: ").unwrap_or(first);
    let list = |kind| error.get(kind).map(ToString::to_string).filter(|s| !s.is_empty());
    if error.kind() == ErrorKind::ValueValidation {
        // Our own parsers say what to write.
        return wrong.to_owned();
    }
    if let (ErrorKind::MissingRequiredArgument, Some(missing)) = (error.kind(), list(ContextKind::InvalidArg)) {
        return format!("{missing} is missing; {HELP}");
    }
    let near = list(ContextKind::SuggestedArg).or_else(|| list(ContextKind::SuggestedValue));
    match (near, list(ContextKind::ValidValue)) {
        (Some(near), _) => format!("{wrong}; did you mean `{near}`?"),
        (None, Some(valid)) => format!("{wrong}; it can be {valid}"),
        (None, None) => format!("{wrong}; {HELP}"),
    }
}
