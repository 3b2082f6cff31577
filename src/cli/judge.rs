//! A selection judged as the main job does it: by its configuration, without what a baseline holds back.

use std::num::NonZeroUsize;
use std::sync::Arc;

use super::args::{Check, LevelFlags, NarrowFlags};
use super::baseline::Baselines;
use crate::config::{Choice, InForce};
use crate::files::Selection;
use crate::judged::Outcome;
use crate::levels::Levels;
use crate::lints;
use crate::run::{self, Interfaces, Settings, Stop};

/// What the user said of how to judge.
pub struct Judge {
    levels: Levels,
    config: Choice,
    narrow: NarrowFlags,
    threads: Option<NonZeroUsize>,
    /// What is kept from one selection to the next.
    interfaces: Option<Arc<Interfaces>>,
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
            interfaces: None,
        })
    }

    /// The same for one who judges again and again: the interfaces of packages that are only looked at are kept.
    pub fn again(self) -> Judge {
        Judge { interfaces: Some(Arc::default()), ..self }
    }

    /// Judges a selection. Where a configuration or a baseline is wrong nothing is judged, and a sentence for each is the
    /// answer; what is only odd in them stands among the outcome's warnings.
    pub fn judge(&self, mut selection: Selection, stop: Stop) -> Result<Outcome, Vec<String>> {
        let configs = InForce::find(&self.config, &selection, lints::ALL)?;
        configs.leave_out_excluded(&mut selection);
        let baselines = Baselines::find(&selection, &configs, &self.narrow).map_err(|sentence| vec![sentence])?;
        let warnings = configs.warnings.clone();
        let (flags, threads) = (self.levels.clone(), self.threads);
        let interfaces = self.interfaces.clone();
        let settings = Settings { flags, configs, threads, stop, interfaces, ..Settings::default() };
        let mut outcome = run::check(&selection, &settings);
        baselines.hold(&mut outcome, false).map_err(|sentence| vec![sentence])?;
        outcome.warnings.extend(warnings);
        Ok(outcome)
    }
}
