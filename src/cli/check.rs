//! The main job: select files, judge them, report.

use std::io::{self, Read};
use std::path::PathBuf;
use std::time::Instant;

use super::args::Check;
use super::tell::{End, complain, in_color, print};
use crate::config::InForce;
use crate::files::{self, Given, Selection};
use crate::levels::Levels;
use crate::lint::Level;
use crate::lints;
use crate::report::{self, Style};
use crate::run::{self, Settings};

/// Judges the files that the arguments mean, and prints what was found.
pub fn check(args: &Check) -> End {
    let started = Instant::now();
    let mut selection = match select(args) {
        Ok(selection) => selection,
        Err(sentence) => return End::Failed(vec![sentence]),
    };
    let flags = match Levels::new(&args.levels.0, lints::ALL) {
        Ok(flags) => flags,
        Err(sentence) => return End::Failed(vec![sentence]),
    };
    let configs = match InForce::find(&args.config.choice(), &selection, lints::ALL) {
        Ok(configs) => configs,
        Err(sentences) => return End::Failed(sentences),
    };
    for warning in selection.warnings.iter().chain(&configs.warnings) {
        complain(warning);
    }
    if selection.packages.is_empty() {
        return End::Failed(nothing_to_read(selection, &args.paths));
    }
    configs.leave_out_excluded(&mut selection);
    let outcome = run::check(selection, &Settings { flags, configs, threads: args.threads, ..Settings::default() });
    let color = in_color(args.output.color);
    let style = Style { format: args.output.format, color, quiet: args.output.quiet, elapsed: started.elapsed() };
    match print(|out| report::write(&outcome, style, out)) {
        End::Clean if !outcome.failures.is_empty() => End::Failed(outcome.failures),
        End::Clean if outcome.count(Level::Deny) > 0 => End::Denied,
        end => end,
    }
}

/// Finds the files that the paths mean; `-` is the text of standard input.
fn select(args: &Check) -> Result<Selection, String> {
    let mut given = Vec::new();
    for path in &args.paths {
        given.push(match (&args.stdin_filename, path.as_os_str() == "-") {
            (_, false) => Given::Path(path.clone()),
            (Some(name), true) => Given::Text(name.clone(), stdin()?),
            (None, true) => {
                return Err("`-` reads standard input; say what file it is with --stdin-filename FILE".into());
            }
        });
    }
    if args.stdin_filename.is_some() && !given.iter().any(|g| matches!(g, Given::Text(..))) {
        return Err("--stdin-filename names the text of standard input; add `-` to the paths to read it".into());
    }
    Ok(files::select(&given))
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
        return selection.failures;
    }
    let paths: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
    vec![format!("no Rust file found below {}; name a file, or a folder that holds some", paths.join(", "))]
}
