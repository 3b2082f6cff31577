//! The main job: select files, judge them, report.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::time::Instant;

use super::add_allows;
use super::args::Check;
use super::baseline::Baselines;
use super::changed::{keep_touched, narrow, nothing_changed};
use super::deliver::Delivery;
use super::fix::fix;
use super::memory;
use super::progress::Line;
use super::tell::{End, complain, print};
use super::{show, slip};
use crate::config::InForce;
use crate::files::{self, Given, Package, Selection};
use crate::judged::Outcome;
use crate::levels::Levels;
use crate::lints;
use crate::run::{self, Progress, Settings};

/// The file that standard input holds where nobody says which: one beside those of the working directory.
const UNNAMED: &str = "<stdin>";

/// Judges the files that the arguments mean, and prints what was found.
pub fn check(args: &Check) -> End {
    judge_and_tell(args).unwrap_or_else(|end| end)
}

fn judge_and_tell(args: &Check) -> Result<End, End> {
    let started = Instant::now();
    let mut delivery = Delivery::new(&args.output)?;
    let reason = args.narrow.add_allows.as_deref().map(add_allows::reason).transpose()?;
    let progress = Progress::default();
    let line = Line::start(&progress, args.output.quiet);
    let mut selection = select(args)?;
    let flags = Levels::new(&args.levels.0, lints::ALL)?;
    let configs = InForce::find(&args.config.choice(), &selection, lints::ALL)?;
    let mut warnings: Vec<String> = selection.warnings.iter().chain(&configs.warnings).cloned().collect();
    if selection.packages.is_empty() {
        return Err(End::Failed(warnings.into_iter().chain(nothing_to_read(selection, &args.paths)).collect()));
    }
    if args.narrow.changed.is_none() && !args.narrow.staged {
        warnings.extend(configs.unmatched(&selection, &args.paths));
    }
    configs.leave_out_excluded(&mut selection);
    let excludes_all = selection.packages.is_empty();
    let changes = narrow(&args.narrow, &mut selection, &mut warnings)?;
    if args.show_files {
        warnings.iter().for_each(|warning| complain(warning));
        return Ok(show::files(&selection, args.output.quiet));
    }
    let baselines = Baselines::find(&selection, &configs, &args.narrow)?;
    let give_back = Some(memory::give_back as fn());
    let settings = Settings { flags, configs, threads: args.threads, progress, give_back, ..Settings::default() };
    let judge = |selection: &Selection| run::check(selection, &settings);
    let mut outcome = judge(&selection);
    outcome.summary.unchecked = match changes {
        _ if excludes_all => Some("the configuration excludes every file".to_owned()),
        Some(_) if selection.packages.is_empty() => Some(nothing_changed(&args.narrow)),
        _ => None,
    };
    drop(line);
    warnings.iter().for_each(|warning| complain(warning));
    if args.narrow.write_baseline {
        return Ok(written(&baselines.write(&outcome)?, outcome.failures));
    }
    let hold = |outcome: &Outcome| {
        let mut open = outcome.clone();
        baselines.clone().hold(&mut open, false).map(|()| open)
    };
    if let Some(reason) = reason {
        let again = |one: &Selection| hold(&judge(one));
        let (told, left) = add_allows::add(args, reason, &selection, &hold(&outcome)?, changes.as_ref(), &again);
        return Ok(written(&told, left.into_iter().chain(outcome.failures).collect()));
    }
    if let Some(reach) = args.fixing.reach() {
        outcome = fix(args, reach, &selection, outcome, &judge, &hold)?;
        // Standard output is for the fixed text where that came from standard input.
        if selection.packages.iter().any(Package::is_given) {
            delivery = delivery.aside();
        }
    }
    baselines.hold(&mut outcome, args.narrow.prune_baseline)?;
    if let Some(changes) = &changes {
        keep_touched(changes, &mut outcome);
    }
    Ok(delivery.deliver(&outcome, started.elapsed()))
}

/// Tells what was written in the place of findings.
fn written(lines: &[String], failures: Vec<String>) -> End {
    match print(|out| lines.iter().try_for_each(|line| writeln!(out, "conclint: {line}"))) {
        End::Clean if !failures.is_empty() => End::Failed(failures),
        end => end,
    }
}

/// Finds the files that the paths mean; `-` is the text of standard input.
fn select(args: &Check) -> Result<Selection, String> {
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
