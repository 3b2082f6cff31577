//! Trees that a run need not make again: those of files whose text is what it was.
//!
//! Kept in memory, from one run of a process to the next: a language server is asked anew with every pause in typing, and
//! nearly half of the answer is the reading of files in which nothing was typed.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::syntax::{FileId, Interner, Keep, Parsed, Source};

/// How many packages keep their trees: who edits one looks into the next one too.
const PACKAGES: usize = 2;

/// How many names a package may have met beside those of the files that it has, since typing meets a new one at each key.
const SPARE_NAMES: usize = 50_000;

/// The trees that runs have left, by the package's folder, the latest last.
#[derive(Debug, Default)]
pub struct Trees(Mutex<Vec<(PathBuf, Kept)>>);

/// The trees of one package and the names in them.
#[derive(Debug, Default)]
pub struct Kept {
    pub names: Interner,
    files: HashMap<FileId, File>,
    /// How many names there were when the first of these trees was made.
    at_first: usize,
}

#[derive(Debug)]
struct File {
    source: Arc<Source>,
    keep: Keep,
    parsed: Arc<Parsed>,
}

impl Trees {
    /// What the last run has left of the package in this folder, which is then no longer kept; empty where it left nothing.
    pub fn take(&self, root: &Path) -> Kept {
        let mut held = self.lock();
        let found = held.iter().position(|(folder, _)| folder == root);
        found.map_or_else(Kept::default, |at| held.remove(at).1)
    }

    /// Keeps trees for the next run, and no longer those of the package that has waited longest.
    pub fn keep(&self, root: &Path, kept: Kept) {
        let mut held = self.lock();
        held.retain(|(folder, _)| folder != root);
        held.push((root.to_path_buf(), kept));
        let surplus = held.len().saturating_sub(PACKAGES);
        held.drain(..surplus);
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(PathBuf, Kept)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// The tree of this text, if it was read before as the same file and as much of it was kept.
    pub fn get(&self, source: &Source, keep: Keep) -> Option<Arc<Parsed>> {
        let file = self.files.get(&source.file).filter(|file| file.keep == keep)?;
        let known = &*file.source;
        let is_same = known.path == source.path && known.edition == source.edition && known.text == source.text;
        is_same.then(|| file.parsed.clone())
    }

    /// These trees, and the names of this and all earlier runs; without the names where too many of them belong to none.
    pub fn with(self, files: impl Iterator<Item = (Arc<Source>, Keep, Arc<Parsed>)>) -> Kept {
        let names = self.names.count();
        let at_first = if self.files.is_empty() { names } else { self.at_first };
        if names > at_first + SPARE_NAMES {
            return Kept::default();
        }
        let file = |(source, keep, parsed): (Arc<Source>, Keep, _)| (source.file, File { source, keep, parsed });
        Kept { names: self.names, files: files.map(file).collect(), at_first }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax;

    fn read(kept: Kept, sources: &[Arc<Source>]) -> (Kept, usize) {
        let mut reused = 0;
        let mut one = |source: &Arc<Source>| {
            let found = kept.get(source, Keep::Everything).inspect(|_| reused += 1);
            let parsed = found.unwrap_or_else(|| syntax::parse(source, &kept.names).expect("it is Rust").into());
            (source.clone(), Keep::Everything, parsed)
        };
        let files: Vec<_> = sources.iter().map(&mut one).collect();
        (kept.with(files.into_iter()), reused)
    }

    fn source(number: u32, text: &str) -> Arc<Source> {
        Arc::new(Source::new(FileId(number), format!("{number}.rs"), text))
    }

    #[test]
    fn only_a_file_whose_text_changed_is_read_again() {
        let (kept, reused) = read(Kept::default(), &[source(0, "fn a() {}"), source(1, "fn b() {}")]);
        assert_eq!(reused, 0);
        let (kept, reused) = read(kept, &[source(0, "fn a() {}"), source(1, "fn changed() {}")]);
        assert_eq!(reused, 1);
        let (_, reused) = read(kept, &[source(0, "fn a() {}"), source(1, "fn b() {}")]);
        assert_eq!(reused, 1, "what stood there two runs ago is gone");
    }

    #[test]
    fn a_tree_is_of_one_file_one_edition_and_as_much_as_was_kept() {
        let (kept, _) = read(Kept::default(), &[source(0, "fn a() {}")]);
        assert!(kept.get(&source(0, "fn a() {}"), Keep::Everything).is_some());
        assert!(kept.get(&source(0, "fn a() {}"), Keep::Signatures).is_none());
        assert!(kept.get(&source(1, "fn a() {}"), Keep::Everything).is_none());
        let older = Source::new(FileId(0), "0.rs", "fn a() {}").of_edition(2015);
        assert!(kept.get(&older, Keep::Everything).is_none());
        let renamed = Source::new(FileId(0), "0.pb.rs", "fn a() {}");
        assert!(kept.get(&renamed, Keep::Everything).is_none());
    }

    #[test]
    fn the_package_that_waited_longest_is_let_go() {
        let trees = Trees::default();
        for (number, root) in ["a", "b", "c"].iter().enumerate() {
            let (kept, _) = read(Kept::default(), &[source(number as u32, "fn a() {}")]);
            trees.keep(Path::new(root), kept);
        }
        let is_kept = |root: &str| !trees.take(Path::new(root)).files.is_empty();
        assert!(!is_kept("a") && is_kept("b") && is_kept("c"));
        assert!(!is_kept("c"), "it was taken");
    }

    #[test]
    fn names_that_no_file_holds_any_more_do_not_pile_up() {
        let (kept, _) = read(Kept::default(), &[source(0, "fn a() {}")]);
        for number in 0..=SPARE_NAMES {
            kept.names.intern(&format!("typed_{number}"));
        }
        let (kept, reused) = read(kept, &[source(0, "fn a() {}")]);
        assert_eq!(reused, 1);
        assert!(kept.files.is_empty() && kept.names.count() == 0, "the next run begins afresh");
    }
}
