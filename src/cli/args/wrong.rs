//! The command line read, or what is wrong with it in a sentence.

use std::ffi::OsString;

use clap::error::{ContextKind, ErrorKind};
use clap::{CommandFactory, FromArgMatches};

use super::Args;
use super::short::fitted;
use crate::spelling;

/// Why there is nothing to run.
pub enum Stop {
    /// Help or a version was asked for: the text.
    Shown(String),
    /// The arguments are wrong: a sentence.
    Wrong(String),
}

/// Reads the command line.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Args, Stop> {
    let args: Vec<OsString> = args.into_iter().collect();
    let command = fitted(Args::command(), &args);
    command.try_get_matches_from(args).and_then(|m| Args::from_arg_matches(&m)).map_err(|e| match e.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Stop::Shown(e.render().to_string()),
        _ => Stop::Wrong(sentence(&e)),
    })
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
        return format!("{missing} is missing; {HELP}");
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
