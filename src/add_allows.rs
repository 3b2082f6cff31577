//! Allows written for findings: texts get comments, and those that would not do are left as they were.
//!
//! It knows findings and texts. How a package is judged is the caller's to say, and nothing is written to the disk here.

mod mark;

use std::collections::{BTreeMap, BTreeSet};

use crate::files::Package;
use crate::fix::{Change, Patches};
use crate::judged::{Judged, Outcome};

use mark::Marked;

/// What came of it.
#[derive(Debug, Default)]
pub struct Added {
    /// The files whose text is another now, sorted by path, each with the number of comments that it got.
    pub changes: Vec<Change>,
    /// The files that were left as they were, a sentence each.
    pub refused: Vec<String>,
}

/// Allows these findings of a run, all for one reason.
///
/// `judge` judges a package and leaves out what a baseline holds back, as it was left out of `open`, of which the findings
/// are a part. A file is changed only if after that its findings are gone and no other one has come.
pub fn add_allows(
    open: &Outcome,
    findings: &[Judged],
    packages: &[Package],
    reason: &str,
    judge: &dyn Fn(&Package) -> Outcome,
) -> Added {
    let mut added = Added::default();
    for package in packages {
        let of_package = |finding: &&Judged| package.file_shown(&finding.place.path).is_some();
        let wanted: Vec<&Judged> = findings.iter().filter(of_package).collect();
        if !wanted.is_empty() {
            let before = open.findings.iter().filter(of_package).collect();
            Work { package, before, wanted, failures: &open.failures, judge }.finish(reason, &mut added);
        }
    }
    added.changes.sort_by(|a, b| a.shown.cmp(&b.shown));
    added
}

/// One package on its way.
struct Work<'w> {
    package: &'w Package,
    /// What is found before anything is allowed.
    before: Vec<&'w Judged>,
    /// What is to be allowed.
    wanted: Vec<&'w Judged>,
    /// What could not be done before.
    failures: &'w [String],
    judge: &'w dyn Fn(&Package) -> Outcome,
}

impl<'w> Work<'w> {
    fn finish(mut self, reason: &str, added: &mut Added) {
        let (marked, mut refused) = loop {
            let (marked, refused) = self.mark_all(reason);
            let touched = self.touched_by(&marked);
            if touched.is_empty() {
                break (marked, refused);
            }
            self.wanted.extend(touched);
        };
        added.changes.extend(self.those_that_hold(marked, &mut refused).into_iter().map(Marked::into_change));
        added.refused.extend(refused);
    }

    /// Every file that can get its comments, and a sentence for each of the others.
    fn mark_all(&self, reason: &str) -> (Vec<Marked>, Vec<String>) {
        let (mut marked, mut refused) = (Vec::new(), Vec::new());
        for path in self.wanted.iter().map(|finding| finding.place.path.as_str()).collect::<BTreeSet<_>>() {
            match self.mark(path, reason) {
                Ok(file) => marked.push(file),
                Err(why) => refused.push(refusal(path, &why)),
            }
        }
        (marked, refused)
    }

    /// What is not to be allowed and yet has to do with lines that the comments would change: where only changes are judged,
    /// it would be reported from then on.
    fn touched_by(&self, marked: &[Marked]) -> Vec<&'w Judged> {
        let untouched = self.before.iter().copied().filter(|finding| !self.is_wanted(finding));
        untouched.filter(|finding| marked.iter().any(|file| file.touches(finding))).collect()
    }

    fn mark(&self, path: &str, reason: &str) -> Result<Marked, String> {
        let file = self.package.file_shown(path).filter(|file| file.asked).ok_or("it was not asked for")?;
        let findings: Vec<&Judged> = self.wanted.iter().copied().filter(|finding| finding.place.path == path).collect();
        mark::mark(file, self.package.info.edition, &findings, reason)
    }

    /// All of these files, or else those that do what they should one after the other.
    fn those_that_hold(&self, marked: Vec<Marked>, refused: &mut Vec<String>) -> Vec<Marked> {
        if self.hold(&marked.iter().collect::<Vec<_>>()).is_ok() {
            return marked;
        }
        let mut kept: Vec<Marked> = Vec::new();
        for file in marked {
            match self.hold(&kept.iter().chain([&file]).collect::<Vec<_>>()) {
                Ok(()) => kept.push(file),
                Err(why) => refused.push(refusal(&file.shown, &why)),
            }
        }
        kept
    }

    /// Whether with these files' new texts the findings there are gone and no other one has come.
    fn hold(&self, marked: &[&Marked]) -> Result<(), String> {
        let texts = marked.iter().map(|file| (file.shown.as_str(), file.after.as_str()));
        let after = (self.judge)(&self.package.with_texts(texts));
        if let Some(failure) = after.failures.into_iter().find(|failure| !self.failures.contains(failure)) {
            return Err(failure);
        }
        let patches: BTreeMap<&str, Patches<'_>> =
            marked.iter().map(|file| (file.shown.as_str(), Patches::new(file.patches.iter().collect()))).collect();
        for new in &after.findings {
            let mut before = self.before.iter().filter(|old| is_same(old, new, &patches));
            let at = format!("{}:{}:{}", new.place.path, new.place.start.line, new.place.start.column);
            match before.next() {
                None => return Err(format!("with the allow written, {} would report {at}", new.lint.name)),
                Some(old) if patches.contains_key(old.place.path.as_str()) && self.is_wanted(old) => {
                    return Err(format!("{} would still be found at {at}", new.lint.name));
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    fn is_wanted(&self, finding: &Judged) -> bool {
        let place = |one: &Judged| (one.lint.name, one.place.path.clone(), one.place.start);
        self.wanted.iter().any(|wanted| place(wanted) == place(finding))
    }
}

/// Whether a finding is an old one after the edits.
fn is_same(old: &Judged, new: &Judged, patches: &BTreeMap<&str, Patches<'_>>) -> bool {
    let (path, offset) = (old.place.path.as_str(), old.place.start.offset);
    let moved = patches.get(path).map_or(offset..offset + 1, |patches| patches.moved(offset));
    old.lint.name == new.lint.name && path == new.place.path && moved.contains(&new.place.start.offset)
}

fn refusal(path: &str, why: &str) -> String {
    format!("{path} was left as it is: {why}")
}
