//! Words that stand where a path does and were meant as something else: a command, a flag, the value of a flag.

use std::path::Path;

use super::add_allows;
use super::args::{Check, FileLine, command};
use crate::{lints, spelling};

/// What other tools call things that are called otherwise here.
const CALLED_OTHERWISE: &[(&str, &str)] = &[
    ("lint", "`conclint check` checks files, and `conclint lints` names the lints"),
    ("run", "`conclint check` checks files"),
    ("scan", "`conclint check` checks files"),
    ("fix", "`conclint --fix` makes the changes that are safe"),
    ("list", "`conclint lints` names the lints"),
    ("rules", "`conclint lints` names the lints"),
    ("version", "`conclint --version` prints it"),
    ("init", "conclint runs without a configuration, and `conclint config` shows what is effective"),
    ("server", "`conclint lsp` is the language server"),
];

/// A sentence for the first path that is not there and that a command or a flag was meant by; `None` where all paths may
/// be meant as paths.
pub fn meant(args: &Check) -> Option<String> {
    let flag_or_place = args.paths.iter().find_map(|path| {
        let text = path.display();
        match flag(args, path) {
            Some(flag) => Some(format!("no such path: {text}; where it is meant for {flag}, write {flag}={text}")),
            None if is_place(path) => {
                Some(format!("no such path: {text}; `conclint why {text}` says what the lints make of that line"))
            }
            None => None,
        }
    });
    flag_or_place.or_else(|| command_or_lint(args))
}

/// Whether it is a line of a file, as findings name it, which is a path to none.
fn is_place(path: &Path) -> bool {
    let place = path.to_str().and_then(|text| text.parse::<FileLine>().ok());
    is_missing(path) && place.is_some_and(|place| place.file.is_file())
}

/// The flag that takes a value only behind `=`, where a path that is not there may be one.
fn flag(args: &Check, path: &Path) -> Option<&'static str> {
    let flag = match &args.narrow.changed {
        Some(None) => "--changed",
        _ if args.narrow.add_allows.as_deref() == Some(add_allows::UNSAID) => "--add-allows",
        _ if args.fixing.fix.is_some() && (path.as_os_str() == "all" || path.as_os_str() == "safe") => "--fix",
        _ => return None,
    };
    is_missing(path).then_some(flag)
}

/// A command is a word, and the first one.
fn command_or_lint(args: &Check) -> Option<String> {
    let (first, rest) = args.paths.split_first()?;
    let word = first.to_str().filter(|word| !word.contains(['/', '\\', '.', ':']))?;
    if !is_missing(first) {
        return None;
    }
    if let Some((_, instead)) = CALLED_OTHERWISE.iter().find(|(name, _)| *name == word) {
        return Some(format!("there is no path and no command `{word}`; {instead}"));
    }
    if lints::ALL.iter().any(|lint| lint.name == word) {
        return Some(format!("`{word}` is a lint and no path; `conclint explain {word}` shows its page"));
    }
    let command = command();
    let name = spelling::nearest(word, command.get_subcommands().map(clap::Command::get_name))?;
    let rest: String = rest.iter().map(|path| format!(" {}", path.display())).collect();
    Some(format!("there is no path and no command `{word}`; did you mean `conclint {name}{rest}`?"))
}

fn is_missing(path: &Path) -> bool {
    path.as_os_str() != "-" && !path.exists() && !path.is_symlink()
}
