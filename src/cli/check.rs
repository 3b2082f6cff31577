//! The main job: select files, judge them, report.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::time::Instant;

use super::add_allows;
use super::args::Check;
use super::baseline::Baselines;
use super::changed::{keep_touched, narrow};
use super::deliver::Delivery;
use super::fix::fix;
use super::progress::Line;
use super::tell::{End, complain, print};
use crate::config::InForce;
use crate::files::{self, Given, Package, Selection};
use crate::judged::Outcome;
use crate::levels::Levels;
use crate::lints;
use crate::run::{self, Progress, Settings};

/// Judges the files that the arguments mean, and prints what was found.
pub fn check(args: &Check) -> End {
    let started = Instant::now();
    let mut delivery = match Delivery::new(&args.output) {
        Ok(delivery) => delivery,
        Err(sentence) => return End::Failed(vec![sentence]),
    };
    let reason = match args.narrow.add_allows.as_deref().map(add_allows::reason).transpose() {
        Ok(reason) => reason,
        Err(sentence) => return End::Failed(vec![sentence]),
    };
    let progress = Progress::default();
    let line = Line::start(&progress, args.output.quiet);
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
    let mut warnings: Vec<String> = selection.warnings.iter().chain(&configs.warnings).cloned().collect();
    if selection.packages.is_empty() {
        return End::Failed(warnings.into_iter().chain(nothing_to_read(selection, &args.paths)).collect());
    }
    configs.leave_out_excluded(&mut selection);
    let changes = match narrow(&args.narrow, &mut selection, &mut warnings) {
        Ok(changes) => changes,
        Err(sentence) => return End::Failed(vec![sentence]),
    };
    let baselines = match Baselines::find(&selection, &configs, &args.narrow) {
        Ok(baselines) => baselines,
        Err(sentence) => return End::Failed(vec![sentence]),
    };
    let settings = Settings { flags, configs, threads: args.threads, progress, ..Settings::default() };
    let judge = |selection: &Selection| run::check(selection, &settings);
    let mut outcome = judge(&selection);
    drop(line);
    warnings.iter().for_each(|warning| complain(warning));
    if args.narrow.write_baseline {
        return written(baselines.write(&outcome), outcome.failures);
    }
    let hold = |outcome: &Outcome| {
        let mut open = outcome.clone();
        baselines.clone().hold(&mut open, false).map(|()| open)
    };
    if let Some(reason) = reason {
        let open = match hold(&outcome) {
            Ok(open) => open,
            Err(sentence) => return End::Failed(vec![sentence]),
        };
        let again = |one: &Selection| hold(&judge(one));
        let (told, left) = add_allows::add(args, reason, &selection, &open, changes.as_ref(), &again);
        return written(Ok(told), left.into_iter().chain(outcome.failures).collect());
    }
    if let Some(reach) = args.fixing.reach() {
        outcome = match fix(args, reach, &selection, outcome, &judge, &hold) {
            Ok(left) => left,
            Err(end) => return end,
        };
        // Standard output is for the fixed text where that came from standard input.
        if selection.packages.iter().any(Package::is_given) {
            delivery = delivery.aside();
        }
    }
    if let Err(sentence) = baselines.hold(&mut outcome, args.narrow.prune_baseline) {
        return End::Failed(vec![sentence]);
    }
    if let Some(changes) = &changes {
        keep_touched(changes, &mut outcome);
    }
    delivery.deliver(&outcome, started.elapsed())
}

/// Tells what was written in the place of findings.
fn written(told: Result<Vec<String>, String>, failures: Vec<String>) -> End {
    let lines = match told {
        Ok(lines) => lines,
        Err(sentence) => return End::Failed(vec![sentence]),
    };
    match print(|out| lines.iter().try_for_each(|line| writeln!(out, "conclint: {line}"))) {
        End::Clean if !failures.is_empty() => End::Failed(failures),
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
