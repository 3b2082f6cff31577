//! The main job: select files, judge them, report.

use std::io::Write;
use std::time::Instant;

use super::add_allows;
use super::args::{Check, LevelFlags};
use super::deliver::Delivery;
use super::fix::fix;
use super::pipeline::Pipeline;
use super::progress::Line;
use super::select::select;
use super::show;
use super::tell::{End, complain, print};
use crate::files::{Package, Selection};
use crate::judged::Outcome;
use crate::run::Stop;

/// Judges the files that the arguments mean, and prints what was found.
pub fn check(args: &Check) -> End {
    judge_and_tell(args).unwrap_or_else(|end| end)
}

fn judge_and_tell(args: &Check) -> Result<End, End> {
    let started = Instant::now();
    let mut delivery = Delivery::new(&args.output)?;
    let reason = args.narrow.add_allows.as_deref().map(add_allows::reason).transpose()?;
    let pipeline = Pipeline::new(args, &LevelFlags::default())?;
    let line = Line::start(&pipeline.progress, args.output.quiet);
    let job = pipeline.job(select(args)?, Some(&args.paths), Stop::default())?;
    if args.show_files {
        drop(line);
        job.warnings.iter().for_each(|warning| complain(warning));
        return Ok(show::files(&job.selection, args.output.quiet));
    }
    let baselines = job.baselines()?;
    let mut outcome = job.judge();
    drop(line);
    job.warnings.iter().chain(&job.untaken(&outcome, &args.paths)).for_each(|warning| complain(warning));
    if args.narrow.write_baseline {
        return Ok(written(&baselines.write(&outcome)?, outcome.failures));
    }
    let judge = |selection: &Selection| job.judge_as(selection);
    let hold = |outcome: &Outcome| {
        let mut open = outcome.clone();
        baselines.clone().hold(&mut open, false).map(|()| open)
    };
    if let Some(reason) = reason {
        let again = |one: &Selection| hold(&judge(one));
        let open = hold(&outcome)?;
        let (told, left) = add_allows::add(args, reason, &job.selection, &open, job.changes.as_ref(), &again);
        return Ok(written(&told, left.into_iter().chain(outcome.failures).collect()));
    }
    if let Some(reach) = args.fixing.reach() {
        outcome = fix(args, reach, &job.selection, outcome, &judge, &hold)?;
        // Standard output is for the fixed text where that came from standard input.
        if job.selection.packages.iter().any(Package::is_given) {
            delivery = delivery.aside();
        }
    }
    let reported = job.reported(outcome, baselines, args.narrow.prune_baseline)?;
    Ok(delivery.deliver(&reported, started.elapsed()))
}

/// Tells what was written in the place of findings.
fn written(lines: &[String], failures: Vec<String>) -> End {
    match print(|out| lines.iter().try_for_each(|line| writeln!(out, "conclint: {line}"))) {
        End::Clean if !failures.is_empty() => End::Failed(failures),
        end => end,
    }
}
