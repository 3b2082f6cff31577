//! What a project has said to conclint: `conclint.toml`, or a table in `Cargo.toml`.
//!
//! The nearest file upwards is in force for a package, and nothing is merged. What is said is checked here, so that
//! whoever asks gets values and no doubts; what becomes of findings is not known here.

mod check;
mod find;
mod keys;
mod read;
mod rules;
mod unmatched;
mod wrong;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use crate::files::{Package, Patterns, Selection, here};
use crate::levels::Levels;
use crate::lint::{Level, Lint};
use crate::model::library::Declared;

use find::Finder;

pub use find::FILE;
pub use keys::{DECLARING, Holds, KEYS, Key, LEVELS};
pub use rules::{MapRule, RuleKind, lock_path};

/// Which configuration the user wants.
#[derive(Clone, Debug, Default)]
pub enum Choice {
    /// For each package the nearest upwards.
    #[default]
    Nearest,
    /// None.
    Isolated,
    /// This file for everything; its patterns start from the working directory.
    File(PathBuf),
}

/// One configuration; the default one says nothing.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The file it was read from.
    pub source: Option<Source>,
    levels: Levels,
    /// What its table of levels says, in the order of the file.
    pub stated: Vec<Stated<Levelled>>,
    /// The files in which nothing is reported.
    pub exclude: Paths,
    /// Whether findings in test code are reported; they are where nothing is said.
    pub tests: Option<Stated<Tests>>,
    /// What the project says of functions.
    pub declared: Vec<Stated<Declared>>,
    /// What the project does not use.
    pub bans: Vec<Stated<Ban>>,
    /// Which of two locks is taken first.
    pub lock_orders: Vec<Stated<Order>>,
    /// What must hold of the concurrency map.
    pub map_rules: Vec<Stated<MapRule>>,
    /// In the order of the file; a later one wins.
    pub overrides: Vec<Override>,
}

/// The file of a configuration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    /// The path as the user sees it.
    pub name: String,
    /// The same, absolute.
    pub path: PathBuf,
}

/// A value and the line of the file, from 1, on which it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stated<T> {
    /// What was said.
    pub value: T,
    /// Where, from 1.
    pub line: u32,
}

/// One entry of a table of levels.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Levelled {
    /// A lint, a family or a group.
    pub name: String,
    /// What it is set to.
    pub level: Level,
}

/// Whether findings in test code are reported.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tests {
    /// They are, as everywhere.
    Check,
    /// They are not.
    Skip,
}

/// Files, as patterns and as they were written.
#[derive(Clone, Debug, Default)]
pub struct Paths {
    patterns: Patterns,
    /// The patterns, in the order of the file.
    pub written: Vec<Stated<String>>,
}

impl Paths {
    /// Whether they hold a file, by its absolute path.
    pub fn hold(&self, file: &Path) -> bool {
        self.patterns.hold(file)
    }

    /// The patterns that none of these files fits, by absolute paths, and that name nothing else on the disk.
    fn idle(&self, files: &[&Path]) -> Vec<&Stated<String>> {
        let fits = |pattern: &Stated<String>| {
            let alone = self.patterns.alone(&pattern.value);
            alone.is_none_or(|alone| files.iter().any(|file| alone.hold(file)))
                || self.patterns.name_something(&pattern.value)
        };
        self.written.iter().filter(|pattern| !fits(pattern)).collect()
    }
}

/// Other levels for some files.
#[derive(Clone, Debug)]
pub struct Override {
    /// The files that it is about.
    pub paths: Paths,
    levels: Levels,
    /// What it says, in the order of the file.
    pub stated: Vec<Stated<Levelled>>,
}

/// An item, module or crate that the project does not use.
#[derive(Clone, Debug)]
pub struct Ban {
    /// The path of the item, as code would write it.
    pub path: String,
    /// Why, and what to use instead: one line without a full stop.
    pub reason: String,
    /// The files in which it may be used all the same.
    pub allowed_in: Paths,
}

/// Two locks, as the project names them: the second may be taken while the first is held, and never the other way round.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Order {
    /// The lock that is taken first.
    pub before: String,
    /// The lock that may be taken while the first is held.
    pub after: String,
}

impl Config {
    /// The levels for a file, by its absolute path, before the command line has its say.
    pub fn levels(&self, file: &Path) -> Levels {
        let parts = self.overrides.iter().filter(|part| part.paths.hold(file));
        parts.fold(self.levels.clone(), |levels, part| levels.then(&part.levels))
    }

    /// The levels for files that no override speaks of, before the command line has its say.
    pub fn levels_for_all(&self) -> &Levels {
        &self.levels
    }

    /// The folder in which the configuration lies; `None` where there is none.
    pub fn folder(&self) -> Option<&Path> {
        self.source.as_ref()?.path.parent()
    }

    /// The last names of the paths that it speaks of: a text without any of them has nothing to do with them.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let paths = self.declared.iter().map(|one| &one.value.path).chain(self.bans.iter().map(|one| &one.value.path));
        paths.filter_map(|path| path.rsplit("::").next())
    }

    /// Whether a rule asks what functions call, whatever stands in them.
    pub fn follows_calls(&self) -> bool {
        self.map_rules.iter().any(|rule| matches!(rule.value.kind, RuleKind::NoLockAcross(_)))
    }

    /// Whether findings in test code are left out.
    pub fn skips_tests(&self) -> bool {
        self.tests.as_ref().is_some_and(|tests| tests.value == Tests::Skip)
    }
}

/// The configurations that are in force for the packages of a run.
#[derive(Clone, Debug, Default)]
pub struct InForce {
    by_root: HashMap<PathBuf, Arc<Config>>,
    /// What is odd but does not stop the work, a sentence each.
    pub warnings: Vec<String>,
}

impl InForce {
    /// Finds and reads the configuration of each package; everything that is wrong in them is answered, a sentence each.
    pub fn find(choice: &Choice, selection: &Selection, lints: &[&'static Lint]) -> Result<InForce, Vec<String>> {
        let root = |package: &'_ Package| package.info.root.clone();
        let roots: Vec<PathBuf> = selection.packages.iter().map(root).collect();
        let mut found = InForce::of_folders(choice, roots.iter().map(PathBuf::as_path), lints)?;
        // What is wrong in the configuration of a package that nobody asked for is told when somebody does.
        let cwd = here().map_err(|sentence| vec![sentence])?;
        let mut finder = Finder::new(choice, &cwd, lints);
        found.by_root.extend(selection.siblings.iter().map(root).map(|root| (root.clone(), finder.of(&root))));
        Ok(found)
    }

    /// The same for folders, by their absolute paths.
    pub fn of_folders<'p>(
        choice: &Choice,
        folders: impl IntoIterator<Item = &'p Path>,
        lints: &[&'static Lint],
    ) -> Result<InForce, Vec<String>> {
        let cwd = here().map_err(|sentence| vec![sentence])?;
        let mut finder = Finder::new(choice, &cwd, lints);
        let by_root = folders.into_iter().map(|folder| (folder.to_path_buf(), finder.of(folder))).collect();
        match finder.wrongs.is_empty() {
            true => Ok(InForce { by_root, warnings: finder.warnings }),
            false => Err(finder.wrongs),
        }
    }

    /// The configuration of the package at this root.
    pub fn of(&self, root: &Path) -> &Config {
        static NONE: LazyLock<Config> = LazyLock::new(Config::default);
        self.by_root.get(root).map_or(&NONE, |config| config)
    }

    /// Takes the excluded files out of what is reported on, and packages of which nothing is left out of the run.
    ///
    /// The other files of a package go on being read: what they say decides what the named ones mean.
    pub fn leave_out_excluded(&self, selection: &mut Selection) {
        for package in &mut selection.packages {
            let config = self.of(&package.info.root);
            for file in &mut package.files {
                file.asked &= !config.exclude.hold(&file.path);
            }
        }
        selection.retain(|package| package.files.iter().any(|file| file.asked));
    }
}
