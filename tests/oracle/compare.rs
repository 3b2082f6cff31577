//! Two records of one tree, and what one has that the other has not.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::record::{Finding, Record, Silence};

/// What is compared.
#[derive(Clone, Default)]
pub struct Scope {
    /// Only what is said by the lint of this name.
    pub lint: Option<String>,
    /// Silences are told apart by their kind alone.
    pub no_texts: bool,
    /// Each package whose silences differ is shown.
    pub packages: bool,
}

/// What differs.
#[derive(Default, Debug)]
pub struct Difference {
    /// Sentences about the trees themselves.
    pub trees: Vec<String>,
    /// By lint.
    pub lints: BTreeMap<String, Tally>,
    /// By lint and place.
    pub findings: Vec<Changed>,
    /// By lint, kind and question.
    pub silences: BTreeMap<[String; 3], Counts>,
    shows_packages: bool,
}

/// How many findings of a lint there are.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Tally {
    pub before: usize,
    pub after: usize,
    pub added: usize,
    pub removed: usize,
    pub moved: usize,
}

/// A finding that differs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Changed {
    Added(Finding),
    Removed(Finding),
    /// The same place, at another level or no longer counted as a test.
    Moved(Finding, Finding),
}

/// How often a silence was kept in the tree, and in which packages that differs.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Counts {
    pub before: u64,
    pub after: u64,
    pub packages: BTreeMap<String, (u64, u64)>,
}

/// Says what differs between two records; fails where neither speaks of the lint that was named.
pub fn compare(old: &Record, new: &Record, scope: &Scope) -> Result<Difference, String> {
    if let Some(lint) = &scope.lint
        && !old.speaks_of(lint)
        && !new.speaks_of(lint)
    {
        return Err(format!("neither record has anything of a lint that is called `{lint}`"));
    }
    let mut difference = Difference { shows_packages: scope.packages, ..Difference::default() };
    difference.compare_trees(old, new);
    difference.compare_findings(old, new, scope);
    difference.compare_silences(old, new, scope);
    Ok(difference)
}

impl Record {
    fn speaks_of(&self, lint: &str) -> bool {
        self.findings.iter().any(|finding| finding.lint == lint)
            || self.silences.keys().any(|silence| silence.lint == lint)
    }
}

impl Difference {
    pub fn is_empty(&self) -> bool {
        self.trees.is_empty() && self.findings.is_empty() && self.silences.is_empty()
    }

    fn compare_trees(&mut self, old: &Record, new: &Record) {
        if (old.packages, old.files) != (new.packages, new.files) {
            self.trees.push(format!(
                "these are not records of one tree: {} packages and {} files, then {} and {}",
                old.packages, old.files, new.packages, new.files
            ));
        }
        let packages: BTreeSet<&String> = old.failures.keys().chain(new.failures.keys()).collect();
        for package in packages {
            let count = |record: &Record| record.failures.get(package).copied().unwrap_or_default();
            let (before, after) = (count(old), count(new));
            if before != after {
                self.trees.push(format!("failures in {package}: {before} before, {after} after"));
            }
        }
    }

    fn compare_findings(&mut self, old: &Record, new: &Record, scope: &Scope) {
        let (mut old, mut new) = (by_place(old, scope), by_place(new, scope));
        let places: BTreeSet<_> = old.keys().chain(new.keys()).copied().collect();
        for place in places {
            let before = old.remove(&place).unwrap_or_default();
            let after = new.remove(&place).unwrap_or_default();
            let tally = self.lints.entry(place.0.to_owned()).or_default();
            tally.before += before.len();
            tally.after += after.len();
            for changed in changes(before, after) {
                match changed {
                    Changed::Added(_) => tally.added += 1,
                    Changed::Removed(_) => tally.removed += 1,
                    Changed::Moved(..) => tally.moved += 1,
                }
                self.findings.push(changed);
            }
        }
    }

    fn compare_silences(&mut self, old: &Record, new: &Record, scope: &Scope) {
        let mut all: BTreeMap<[String; 3], BTreeMap<String, (u64, u64)>> = BTreeMap::new();
        for (record, is_new) in [(old, false), (new, true)] {
            for (silence, count) in record.silences.iter().filter(|(silence, _)| scope.holds(&silence.lint)) {
                let Silence { package, lint, kind, question } = silence.clone();
                let question = if scope.no_texts { String::new() } else { question };
                let (before, after) = all.entry([lint, kind, question]).or_default().entry(package).or_default();
                *if is_new { after } else { before } += count;
            }
        }
        for (silence, mut packages) in all {
            let (before, after) = packages.values().fold((0, 0), |(x, y), (a, b)| (x + a, y + b));
            packages.retain(|_, (before, after)| before != after);
            if !packages.is_empty() {
                self.silences.insert(silence, Counts { before, after, packages });
            }
        }
    }
}

impl Scope {
    fn holds(&self, lint: &str) -> bool {
        self.lint.as_deref().is_none_or(|only| only == lint)
    }
}

/// The findings by lint, path and line.
fn by_place<'r>(record: &'r Record, scope: &Scope) -> BTreeMap<(&'r str, &'r str, u32), Vec<&'r Finding>> {
    let mut places: BTreeMap<_, Vec<&Finding>> = BTreeMap::new();
    for finding in record.findings.iter().filter(|finding| scope.holds(&finding.lint)) {
        places.entry((&*finding.lint, &*finding.path, finding.line)).or_default().push(finding);
    }
    places
}

/// What differs between the findings of a lint on one line. Those that are equal stay out; of the rest, as many as both
/// sides have are taken for the same at another level.
fn changes(mut before: Vec<&Finding>, mut after: Vec<&Finding>) -> Vec<Changed> {
    before.retain(|old| match after.iter().position(|new| new == old) {
        Some(at) => {
            after.remove(at);
            false
        }
        None => true,
    });
    let same = before.len().min(after.len());
    let moved = before.iter().zip(&after).map(|(old, new)| Changed::Moved((*old).clone(), (*new).clone()));
    let removed = before[same..].iter().map(|old| Changed::Removed((*old).clone()));
    let added = after[same..].iter().map(|new| Changed::Added((*new).clone()));
    moved.chain(removed).chain(added).collect()
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for sentence in &self.trees {
            writeln!(f, "{sentence}")?;
        }
        writeln!(f, "{:28} {:>7} {:>7} {:>7} {:>8} {:>6}", "findings", "before", "after", "added", "removed", "moved")?;
        for (lint, tally) in &self.lints {
            let Tally { before, after, added, removed, moved } = tally;
            writeln!(f, "{lint:28} {before:7} {after:7} {added:7} {removed:8} {moved:6}")?;
        }
        if !self.findings.is_empty() {
            writeln!(f)?;
        }
        for changed in &self.findings {
            writeln!(f, "{changed}")?;
        }
        if !self.silences.is_empty() {
            writeln!(f, "\n{:>9} {:>9} {:>8} {:>8}  silence", "before", "after", "change", "packages")?;
        }
        for ([lint, kind, question], counts) in &self.silences {
            let Counts { before, after, packages } = counts;
            let change = signed(*before, *after);
            let silence = [lint.as_str(), kind, question].join(" ");
            writeln!(f, "{before:9} {after:9} {change:>8} {:8}  {}", packages.len(), silence.trim_end())?;
            for (package, (before, after)) in packages.iter().filter(|_| self.shows_packages) {
                writeln!(f, "{before:9} {after:9} {:>8} {:8}    {package}", signed(*before, *after), "")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Changed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = |f: &mut fmt::Formatter<'_>, sign, Finding { lint, path, line, level, within }: &Finding| {
            write!(f, "{sign} {lint} {path}:{line} {level}{}", if within == "test" { " in a test" } else { "" })
        };
        match self {
            Changed::Added(finding) => place(f, '+', finding),
            Changed::Removed(finding) => place(f, '-', finding),
            Changed::Moved(old, new) => {
                place(f, '-', old)?;
                writeln!(f)?;
                place(f, '+', new)?;
                write!(f, " (moved)")
            }
        }
    }
}

fn signed(before: u64, after: u64) -> String {
    format!("{:+}", i128::from(after) - i128::from(before))
}
