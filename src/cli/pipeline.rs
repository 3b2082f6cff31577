//! The one way from files to findings: configuration, what changed, the run, baselines. Every command that judges or looks
//! at code goes it, each as far as it needs.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{Check, LevelFlags, NarrowFlags};
use super::baseline::Baselines;
use super::cache::cache;
use super::changed::{keep_touched, narrow, nothing_changed};
use super::memory;
use super::shard::Shard;
use crate::changed::Changes;
use crate::config::{Choice, InForce};
use crate::files::{self, Given, Package, Selection};
use crate::judged::Outcome;
use crate::levels::Levels;
use crate::lints;
use crate::map::Map;
use crate::run::{self, Cache, Interfaces, Progress, Settings, Stop, Trees};

/// What the user said of how to judge, before a file is known.
pub struct Pipeline {
    /// Where its runs say how far they have come.
    pub progress: Progress,
    levels: Levels,
    config: Choice,
    narrow: NarrowFlags,
    shard: Option<Shard>,
    threads: Option<NonZeroUsize>,
    /// What is kept from one process to the next.
    cache: Option<Arc<Cache>>,
    /// What is kept from one run of this process to the next.
    interfaces: Option<Arc<Interfaces>>,
    trees: Option<Arc<Trees>>,
}

/// A selection, with all that is said about it.
pub struct Job {
    /// What is to be judged: without what is excluded, and of what has to do with a change where only that was asked for.
    pub selection: Selection,
    pub settings: Settings,
    /// What changed; `None` where nobody asked.
    pub changes: Option<Changes>,
    /// What is odd in the selection and its configurations, a sentence each.
    pub warnings: Vec<String>,
    /// Whether it holds all that was given: no shard, and not only what changed.
    is_whole: bool,
    /// Why nothing is to be judged, as a clause.
    unchecked: Option<String>,
    cache: Option<Arc<Cache>>,
    narrow: NarrowFlags,
}

impl Pipeline {
    /// What the flags before a subcommand's name say, and the levels after it, which come last.
    pub fn new(flags: &Check, after: &LevelFlags) -> Result<Pipeline, String> {
        let given: Vec<_> = flags.levels.0.iter().chain(&after.0).cloned().collect();
        Ok(Pipeline {
            progress: Progress::default(),
            levels: Levels::new(&given, lints::ALL)?,
            config: flags.config.choice(),
            narrow: flags.narrow.clone(),
            shard: flags.shard,
            threads: flags.threads,
            cache: cache(&flags.cache),
            interfaces: None,
            trees: None,
        })
    }

    /// The same for one who judges again and again: the interfaces of packages that are only looked at are kept, and the trees
    /// of those that are judged, and nothing is on the disk, since the texts are seldom those that lie there.
    pub fn again(self) -> Pipeline {
        Pipeline { interfaces: Some(Arc::default()), trees: Some(Arc::default()), cache: None, ..self }
    }

    /// Prepares a selection to be judged. Where a configuration is wrong, or git does not know what changed, nothing can be
    /// judged, and a sentence for each is the answer.
    ///
    /// `paths` are those that the user gave: what a configuration says of files that are not there is told where they hold
    /// all of its folder. `None` where a program chose the files.
    pub fn job(&self, selection: Selection, paths: Option<&[PathBuf]>, stop: Stop) -> Result<Job, Vec<String>> {
        let mut job = self.unfiltered(selection, stop)?;
        job.is_whole = self.shard.is_none() && self.narrow.changed.is_none() && !self.narrow.staged;
        if let Some(paths) = paths.filter(|_| self.narrow.changed.is_none() && !self.narrow.staged) {
            job.warnings.extend(job.settings.configs.unmatched(&job.selection, paths));
        }
        job.settings.configs.leave_out_excluded(&mut job.selection);
        if job.selection.packages.is_empty() {
            job.unchecked = Some("the configuration excludes every file".to_owned());
        } else if let Some(shard) = self.shard {
            shard.narrow(&mut job.selection);
            job.unchecked = job.selection.packages.is_empty().then(|| shard.empty());
        }
        job.changes = narrow(&self.narrow, &mut job.selection, &mut job.warnings).map_err(|sentence| vec![sentence])?;
        if job.selection.packages.is_empty() && job.unchecked.is_none() {
            job.unchecked = Some(nothing_changed(&self.narrow));
        }
        Ok(job)
    }

    /// Prepares one file to be looked at. What is asked about by name is shown, excluded or not, changed or not.
    pub fn file(&self, file: &Path) -> Result<Job, Vec<String>> {
        self.unfiltered(files::select(&[Given::Path(file.to_path_buf())]), Stop::default())
    }

    fn unfiltered(&self, selection: Selection, stop: Stop) -> Result<Job, Vec<String>> {
        let configs = InForce::find(&self.config, &selection, lints::ALL)?;
        let warnings = selection.warnings.iter().chain(&configs.warnings).cloned().collect();
        let settings = Settings {
            flags: self.levels.clone(),
            configs,
            threads: self.threads,
            stop,
            interfaces: self.interfaces.clone(),
            trees: self.trees.clone(),
            progress: self.progress.clone(),
            give_back: Some(memory::give_back),
            ..Settings::default()
        };
        let (cache, narrow) = (self.cache.clone(), self.narrow.clone());
        Ok(Job { selection, settings, changes: None, warnings, is_whole: true, unchecked: None, cache, narrow })
    }
}

impl Job {
    /// The baselines that speak for its files.
    pub fn baselines(&self) -> Result<Baselines, String> {
        Baselines::find(&self.selection, &self.settings.configs, &self.narrow)
    }

    /// Judges it: all that is found, whatever a baseline suppresses and wherever lines changed.
    pub fn judge(&self) -> Outcome {
        // A text that is not on the disk would take the place of one that is, and be wanted by nobody.
        let cache = self.cache.clone().filter(|_| !self.selection.packages.iter().any(Package::is_given));
        let settings = Settings { cache, ..self.settings.clone() };
        let mut outcome = run::check(&self.selection, &settings);
        outcome.summary.unchecked.clone_from(&self.unchecked);
        outcome
    }

    /// The map of it, with no findings on its nodes.
    pub fn map(self) -> Map {
        run::map(&self.selection, self.settings).1.join(&Outcome::default())
    }

    /// What rules say of locks that nobody takes, a sentence each, where `paths` are those that the user gave and all of
    /// them was judged.
    pub fn untaken(&self, outcome: &Outcome, paths: &[PathBuf]) -> Vec<String> {
        if !self.is_whole || !outcome.failures.is_empty() {
            return Vec::new();
        }
        self.settings.configs.untaken(&self.selection, paths, &outcome.rule_locks)
    }

    /// Judges it with files of other texts, or a part of it.
    pub fn judge_as(&self, selection: &Selection) -> Outcome {
        run::check(selection, &self.settings)
    }

    /// What is reported of all that was found: without what a baseline suppresses, and where lines changed. Entries of a
    /// baseline that are no longer found are removed from its file with `prune`.
    pub fn reported(&self, mut all: Outcome, baselines: Baselines, prune: bool) -> Result<Outcome, String> {
        baselines.hold(&mut all, prune)?;
        if let Some(changes) = &self.changes {
            keep_touched(changes, &mut all);
        }
        Ok(all)
    }

    /// Judges it and gives what is reported, with the warnings among it. A baseline that cannot be read is a sentence.
    pub fn findings(self) -> Result<Outcome, Vec<String>> {
        let findings = || self.reported(self.judge(), self.baselines()?, false);
        let outcome = findings().map_err(|sentence| vec![sentence])?;
        Ok(Outcome { warnings: self.warnings, ..outcome })
    }
}
