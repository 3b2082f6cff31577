//! The command line read, or what is wrong with it in a sentence.

use std::ffi::OsString;

use clap::error::{ContextKind, ErrorKind};
use clap::parser::ValueSource;
use clap::{ArgMatches, Args as _, FromArgMatches, ValueEnum};

use super::short::fitted;
use super::{Args, CHECK, Check, Color, command};
use crate::spelling;

/// Why there is nothing to run.
pub enum Stop {
    /// Help or a version was asked for: the text without colours, and with them.
    Shown { plain: String, coloured: String, color: Color },
    /// The arguments are wrong: a sentence.
    Wrong(String),
}

/// Reads the command line.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Args, Stop> {
    let args: Vec<OsString> = args.into_iter().collect();
    matches(&args).and_then(|m| Args::from_arg_matches(&m)).map_err(|e| match e.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let text = e.render();
            Stop::Shown { plain: text.to_string(), coloured: text.ansi().to_string(), color: asked_color(&args) }
        }
        _ => Stop::Wrong(sentence(&e)),
    })
}

/// The arguments read; those of `conclint check src` are the ones of `conclint src`.
fn matches(args: &[OsString]) -> Result<ArgMatches, clap::Error> {
    let command = fitted(command(), args);
    let read = command.clone().try_get_matches_from(args)?;
    if read.subcommand_name() != Some(CHECK) {
        return meaningless(&command, &read).map_or(Ok(read), Err);
    }
    // It is the first word of that name before which all is said: elsewhere the word is a flag's value.
    let is_whole = |&at: &usize| args[at] == CHECK && command.clone().try_get_matches_from(&args[..at]).is_ok();
    let Some(at) = (1..args.len()).find(is_whole) else { return Ok(read) };
    let alone = Check::augment_args(clap::Command::new("conclint"));
    alone.try_get_matches_from(args[..at].iter().chain(&args[at + 1..]))
}

/// That a flag stands before a command for which it means nothing.
fn meaningless(command: &clap::Command, read: &ArgMatches) -> Option<clap::Error> {
    let name = read.subcommand_name()?;
    let is_given = |id: &str| read.value_source(id) == Some(ValueSource::CommandLine);
    let flag = command
        .get_arguments()
        .filter(|arg| {
            !arg.is_global_set() && arg.get_id() != "quiet" && !meant_for(name).contains(&arg.get_id().as_str())
        })
        .find(|arg| is_given(arg.get_id().as_str()))?;
    let own =
        command.find_subcommand(name).is_some_and(|own| own.get_arguments().any(|arg| arg.get_id() == flag.get_id()));
    let sentence = match flag.get_long() {
        Some(long) if own => format!("`--{long}` is a flag of `conclint {name}` here; write it after the command"),
        Some(long) => format!("`--{long}` does nothing with `conclint {name}`; leave it out"),
        None => format!("paths before `{name}` do nothing; leave them out"),
    };
    Some(clap::Error::raw(ErrorKind::ValueValidation, sentence))
}

/// The arguments of the main job that mean something when they stand before a command.
fn meant_for(command: &str) -> &'static [&'static str] {
    match command {
        "editor" => &["allow", "warn", "deny", "changed", "staged", "no_baseline", "threads"],
        "lsp" | "map" | "why" => &["allow", "warn", "deny", "no_baseline", "threads"],
        "config" => &["allow", "warn", "deny"],
        "merge" => &[
            "allow",
            "warn",
            "deny",
            "changed",
            "staged",
            "write_baseline",
            "prune_baseline",
            "no_baseline",
            "format",
            "reports",
            "full",
            "statistics",
            "exit_zero",
            "cache_dir",
            "threads",
        ],
        "facts" => &["threads"],
        _ => &[],
    }
}

/// What the arguments say of colours, where they end in help and were not read.
fn asked_color(args: &[OsString]) -> Color {
    let mut words = args.iter().filter_map(|arg| arg.to_str());
    let mut asked = None;
    while let Some(word) = words.next() {
        asked = match word {
            "--color" => words.next(),
            _ => word.strip_prefix("--color=").or(asked),
        };
    }
    asked.and_then(|word| Color::from_str(word, true).ok()).unwrap_or_default()
}

const HELP: &str = "`conclint --help` shows what can be given";

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
        let usage = said.lines().find_map(|line| line.strip_prefix("Usage: "));
        return match usage {
            Some(usage) => format!("{missing} is missing; write `{usage}`"),
            None => format!("{missing} is missing; {HELP}"),
        };
    }
    if let Some(name) = list(ContextKind::InvalidSubcommand) {
        let command = command();
        return match spelling::nearest(&name, command.get_subcommands().map(clap::Command::get_name)) {
            Some(near) => format!("there is no command `{name}`; did you mean `{near}`?"),
            None => format!("there is no command `{name}`; `conclint help` names them all"),
        };
    }
    let given = list(ContextKind::InvalidArg).unwrap_or_default();
    // clap suggests what only begins alike.
    let flag = list(ContextKind::SuggestedArg).filter(|flag| spelling::nearest(&given, [flag.as_str()]).is_some());
    let near = flag.or_else(|| list(ContextKind::SuggestedValue));
    match (near, list(ContextKind::ValidValue)) {
        (Some(near), _) => format!("{wrong}; did you mean `{near}`?"),
        (None, Some(valid)) => format!("{wrong}; it can be {valid}"),
        (None, None) => format!("{wrong}; {HELP}"),
    }
}
