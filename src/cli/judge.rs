//! A selection judged as the main job does it: by its configuration, without what a baseline holds back.

use std::num::NonZeroUsize;

use super::args::{Check, LevelFlags, NarrowFlags};
use super::baseline::Baselines;
use crate::config::{Choice, InForce};
use crate::files::Selection;
use crate::judged::Outcome;
use crate::levels::Levels;
use crate::lints;
use crate::run::{self, Settings, Stop};

/// What the user said of how to judge.
pub struct Judge {
    levels: Levels,
    config: Choice,
    narrow: NarrowFlags,
    threads: Option<NonZeroUsize>,
}

impl Judge {
    /// What the flags before a subcommand's name say, and the levels after it, which come last.
    pub fn new(flags: &Check, after: &LevelFlags) -> Result<Judge, String> {
        let given: Vec<_> = flags.levels.0.iter().chain(&after.0).cloned().collect();
        Ok(Judge {
            levels: Levels::new(&given, lints::ALL)?,
            config: flags.config.choice(),
            narrow: flags.narrow.clone(),
            threads: flags.threads,
        })
    }

    /// Judges a selection. Where a configuration or a baseline is wrong nothing is judged, and a sentence for each is the
    /// answer; what is only odd in them stands among the outcome's warnings.
    pub fn judge(&self, mut selection: Selection, stop: Stop) -> Result<Outcome, Vec<String>> {
        let configs = InForce::find(&self.config, &selection, lints::ALL)?;
        configs.leave_out_excluded(&mut selection);
        let baselines = Baselines::find(&selection, &configs, &self.narrow).map_err(|sentence| vec![sentence])?;
        let warnings = configs.warnings.clone();
        let (flags, threads) = (self.levels.clone(), self.threads);
        let mut outcome = run::check(&selection, &Settings { flags, configs, threads, stop, ..Settings::default() });
        baselines.hold(&mut outcome, false).map_err(|sentence| vec![sentence])?;
        outcome.warnings.extend(warnings);
        Ok(outcome)
    }
}
