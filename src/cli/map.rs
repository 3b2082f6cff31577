//! `conclint map`: what a program starts, shares and waits for.

use std::path::PathBuf;

use super::args::{Check, MapArgs};
use super::baseline::Baselines;
use super::tell::{End, complain, print};
use crate::config::InForce;
use crate::files::{self, Given};
use crate::levels::Levels;
use crate::lints;
use crate::map::Map;
use crate::report::{self, Shown};
use crate::run::{self, Settings};

/// Draws the map of the files that the arguments mean.
pub fn map(args: &MapArgs, flags: &Check) -> End {
    draw_and_tell(args, flags).unwrap_or_else(|end| end)
}

fn draw_and_tell(args: &MapArgs, flags: &Check) -> Result<End, End> {
    let drawn = draw(&args.paths, args, flags)?;
    let shown = Shown { map: &drawn.map, left_out: drawn.left_out };
    let printed = print(|out| report::write_map(&shown, args.format, out));
    Ok(drawn.end(printed))
}

/// A map, and what went wrong on the way.
struct Drawn {
    map: Map,
    left_out: usize,
    failures: Vec<String>,
}

impl Drawn {
    fn end(self, printed: End) -> End {
        if self.failures.is_empty() { printed } else { End::Failed(self.failures) }
    }
}

/// Draws the map of what these paths mean, with what a default run reports on its nodes.
fn draw(paths: &[PathBuf], args: &MapArgs, flags: &Check) -> Result<Drawn, End> {
    let given: Vec<Given> = paths.iter().cloned().map(Given::Path).collect();
    let mut selection = files::select(&given);
    let said: Vec<_> = flags.levels.0.iter().chain(&args.levels.0).cloned().collect();
    let levels = Levels::new(&said, lints::ALL)?;
    let configs = InForce::find(&flags.config.choice(), &selection, lints::ALL)?;
    let warnings: Vec<String> = selection.warnings.iter().chain(&configs.warnings).cloned().collect();
    if selection.packages.is_empty() {
        return Err(End::Failed(match selection.failures.is_empty() {
            true => vec![nothing_to_draw(paths)],
            false => selection.failures,
        }));
    }
    configs.leave_out_excluded(&mut selection);
    let baselines = Baselines::find(&selection, &configs, &flags.narrow)?;
    let settings = Settings { flags: levels, configs, threads: flags.threads, ..Settings::default() };
    let (mut outcome, drawings) = run::map(&selection, settings);
    baselines.hold(&mut outcome, false)?;
    warnings.iter().for_each(|warning| complain(warning));
    let map = drawings.join(&outcome);
    let (map, left_out) = if args.tests { (map, 0) } else { map.without_tests() };
    Ok(Drawn { map, left_out, failures: outcome.failures })
}

fn nothing_to_draw(paths: &[PathBuf]) -> String {
    let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    format!("no Rust file found below {}; name a file, or a folder that holds some", paths.join(", "))
}
