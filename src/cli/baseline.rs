//! The baselines of a run: where they lie, what they hold back, and how they are written.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::path::{Component, Path, PathBuf};

use super::args::NarrowFlags;
use crate::baseline::{Baseline, Mark, NAME};
use crate::config::InForce;
use crate::files::{self, Selection};
use crate::judged::{HeldBack, Outcome};
use crate::report::count;

/// Every baseline that speaks for a file of the run.
#[derive(Clone)]
pub struct Baselines {
    all: Vec<Kept>,
    /// For each file that was asked for, as the user sees it: its baseline, and its path from there.
    of: HashMap<String, (usize, String)>,
}

/// One file of fingerprints.
#[derive(Clone)]
struct Kept {
    folder: PathBuf,
    /// The file's path as the user sees it.
    shown: String,
    /// Whether there is such a file.
    exists: bool,
    baseline: Baseline,
}

impl Baselines {
    /// Finds and reads them, if the flags do not forbid it. One that will be written again may be past reading.
    pub fn find(selection: &Selection, configs: &InForce, flags: &NarrowFlags) -> Result<Baselines, String> {
        let cwd = files::here()?;
        let mut found = Baselines { all: Vec::new(), of: HashMap::new() };
        if flags.no_baseline {
            return Ok(found);
        }
        let mut known: BTreeMap<PathBuf, usize> = BTreeMap::new();
        for package in &selection.packages {
            let root = &package.info.root;
            let folder = home(root, configs.of(root).folder(), &cwd);
            let at = match known.get(&folder) {
                Some(at) => *at,
                None => {
                    found.all.push(Kept::read(folder.clone(), &cwd, flags.write_baseline)?);
                    known.insert(folder.clone(), found.all.len() - 1);
                    found.all.len() - 1
                }
            };
            for file in package.files.iter().filter(|file| file.asked) {
                found.of.insert(file.shown.clone(), (at, relative(&folder, &file.path)));
            }
        }
        Ok(found)
    }

    /// Takes out of an outcome what they hold back, and says in its summary how much that is.
    ///
    /// With `prune`, what is no longer found is taken out of the files too.
    pub fn hold(mut self, outcome: &mut Outcome, prune: bool) -> Result<(), String> {
        let mut left: Vec<Baseline> = self.all.iter().map(|kept| kept.baseline.clone()).collect();
        let mut take = |path: &str, lint: &str, fingerprint: &str| {
            let Some((at, file)) = self.of.get(path) else { return false };
            left[*at].take(Mark { file, lint, fingerprint })
        };
        let before = outcome.findings.len();
        outcome.findings.retain(|found| !take(&found.place.path, found.lint.name, &found.fingerprint));
        let held = before - outcome.findings.len();
        for quiet in &outcome.quiet {
            take(&quiet.path, quiet.lint.name, &quiet.fingerprint);
        }
        let mut gone = 0;
        let known = self.told(outcome);
        for (kept, left) in self.all.iter_mut().zip(&left) {
            let folder = &kept.folder;
            let is_gone = |mark: &Mark<'_>| known.contains(mark.file) || !folder.join(mark.file).exists();
            let marks: Vec<Mark<'_>> = left.marks().filter(is_gone).collect();
            gone += marks.len();
            if prune && !marks.is_empty() {
                marks.into_iter().for_each(|mark| _ = kept.baseline.take(mark));
                kept.write()?;
            }
        }
        let used: Vec<&Kept> = self.all.iter().filter(|kept| kept.exists).collect();
        if let Some(first) = used.first() {
            let by = if used.len() == 1 { first.shown.clone() } else { format!("{} baselines", used.len()) };
            let (gone, pruned) = if prune { (0, gone) } else { (gone, 0) };
            outcome.summary.held_back = Some(HeldBack { by, held, gone, pruned });
        }
        Ok(())
    }

    /// The file, as the user sees it, that suppresses a finding; `path` is that of the finding's file, as the user sees it.
    pub fn suppressing(&self, path: &str, lint: &str, fingerprint: &str) -> Option<&str> {
        let (at, file) = self.of.get(path)?;
        let kept = &self.all[*at];
        let is_it = |mark: Mark<'_>| mark.file == file && mark.lint == lint && mark.fingerprint == fingerprint;
        kept.baseline.marks().any(is_it).then_some(&*kept.shown)
    }

    /// Makes them hold back all findings of an outcome; returns a sentence for each file that was written.
    ///
    /// What they hold of files that were not asked for, or could not be read, stays.
    pub fn write(mut self, outcome: &Outcome) -> Result<Vec<String>, String> {
        let known = self.told(outcome);
        for kept in &mut self.all {
            let folder = kept.folder.clone();
            kept.baseline.retain_files(|file| !known.contains(file) && folder.join(file).exists());
        }
        for found in &outcome.findings {
            if let Some((at, file)) = self.of.get(&found.place.path) {
                let mark = Mark { file, lint: found.lint.name, fingerprint: &found.fingerprint };
                let baseline = &mut self.all[*at].baseline;
                // Of a file that could not be read whole the old entries have stayed.
                baseline.take(mark);
                baseline.add(mark);
            }
        }
        let mut told = Vec::new();
        for kept in self.all.iter_mut().filter(|kept| kept.exists || !kept.baseline.is_empty()) {
            kept.write()?;
            told.push(format!("{} suppresses {}", kept.shown, count(kept.baseline.len(), "finding", "findings")));
        }
        if told.is_empty() {
            told.push("nothing found, so no baseline is needed".to_owned());
        }
        Ok(told)
    }

    /// The files, by their paths from their baselines, of which the outcome tells every finding.
    fn told(&self, outcome: &Outcome) -> HashSet<String> {
        if !outcome.failures.is_empty() {
            return HashSet::new();
        }
        let partly: HashSet<&str> = outcome.summary.partly.iter().map(|partly| partly.path.as_str()).collect();
        let told = self.of.iter().filter(|(shown, _)| !partly.contains(shown.as_str()));
        told.map(|(_, (_, file))| file.clone()).collect()
    }
}

impl Kept {
    fn read(folder: PathBuf, cwd: &Path, again: bool) -> Result<Kept, String> {
        let path = folder.join(NAME);
        let shown = files::shown(cwd, &path);
        let (exists, baseline) = match files::read::text(&path) {
            Ok(text) => match Baseline::read(&text) {
                Ok(baseline) => (true, baseline),
                Err(_) if again => (true, Baseline::default()),
                Err(wrong) => return Err(format!("{shown}:{wrong}; write it again with --write-baseline")),
            },
            Err(e) if e.kind() == io::ErrorKind::NotFound => (false, Baseline::default()),
            Err(e) => return Err(format!("{shown} could not be read: {}", files::reason(&e))),
        };
        Ok(Kept { folder, shown, exists, baseline })
    }

    fn write(&mut self) -> Result<(), String> {
        self.exists = true;
        files::write::write(&self.folder.join(NAME), &self.baseline.text())
    }
}

/// The folder of a package's baseline: that of its configuration, or the nearest upwards that has one, or where to begin
/// one: the working directory if the package lies in it.
fn home(root: &Path, config: Option<&Path>, cwd: &Path) -> PathBuf {
    let nearest = || root.ancestors().find(|folder| folder.join(NAME).is_file());
    let new = if root.starts_with(cwd) { cwd } else { root };
    config.or_else(nearest).unwrap_or(new).to_path_buf()
}

/// The path to a file from a folder, with `/` between the parts.
fn relative(folder: &Path, file: &Path) -> String {
    let up = folder.ancestors().take_while(|above| !file.starts_with(above)).count();
    let shared = folder.ancestors().nth(up).unwrap_or(Path::new(""));
    let below = file.strip_prefix(shared).unwrap_or(file).components();
    let names = below.filter(|part| !matches!(part, Component::RootDir)).map(|part| part.as_os_str().to_string_lossy());
    std::iter::repeat_n("..".into(), up).chain(names).collect::<Vec<_>>().join("/")
}
