//! Which files the arguments mean.

use std::io::{self, Read};
use std::path::PathBuf;

use super::args::Check;
use super::slip;
use crate::files::{self, Given, Selection};

/// The file that standard input holds where nobody says which: one beside those of the working directory.
const UNNAMED: &str = "<stdin>";

/// Finds the files that the paths mean; `-` is the text of standard input.
pub fn select(args: &Check) -> Result<Selection, Vec<String>> {
    let selection = files::select(&given(args).map_err(|sentence| vec![sentence])?);
    match selection.packages.is_empty() {
        true => Err(nothing_to_read(selection, &args.paths)),
        false => Ok(selection),
    }
}

fn given(args: &Check) -> Result<Vec<Given>, String> {
    if let Some(sentence) = slip::meant(args) {
        return Err(sentence);
    }
    let mut given = Vec::new();
    for path in &args.paths {
        given.push(match path.as_os_str() == "-" {
            false => Given::Path(path.clone()),
            true => Given::Text(args.stdin_filename.clone().unwrap_or_else(|| UNNAMED.into()), stdin()?),
        });
    }
    if args.stdin_filename.is_some() && !given.iter().any(|g| matches!(g, Given::Text(..))) {
        return Err("--stdin-filename names the text of standard input; add `-` to the paths to read it".into());
    }
    if args.narrow.add_allows.is_some() && given.iter().any(|g| matches!(g, Given::Text(..))) {
        return Err(
            "an allow is written into a file, which standard input is not; leave out `-`, or --add-allows".into()
        );
    }
    if (args.narrow.changed.is_some() || args.narrow.staged) && given.iter().any(|g| matches!(g, Given::Text(..))) {
        return Err("git knows nothing of standard input; leave out `-`, or --changed and --staged".into());
    }
    Ok(given)
}

fn stdin() -> Result<String, String> {
    let mut text = String::new();
    match io::stdin().read_to_string(&mut text) {
        Ok(_) => Ok(text),
        Err(e) => Err(format!("standard input could not be read ({e}); give it UTF-8 text")),
    }
}

fn nothing_to_read(selection: Selection, paths: &[PathBuf]) -> Vec<String> {
    if !selection.failures.is_empty() {
        return selection.warnings.into_iter().chain(selection.failures).collect();
    }
    let nothing = nothing_below(paths);
    selection.warnings.into_iter().chain([nothing]).collect()
}

/// That these paths hold no Rust file.
pub fn nothing_below(paths: &[PathBuf]) -> String {
    let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    format!("no Rust file found below {}; name a file, or a folder that holds some", paths.join(", "))
}
