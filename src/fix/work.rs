//! One package while it is fixed: the texts as they are by now, the findings that are left, and the rounds.

use std::collections::BTreeMap;

use crate::files::{Package, SourceFile};
use crate::judged::{Judged, Outcome, Patch};
use crate::lint::{Level, Safety};

use super::patch::{Patches, apart};
use super::whole::{on_deep_stack, whole};
use super::{BROKEN, CHANGED, Change, Fixed, imports, offered};

/// How many rounds beyond one for each fix are made: overlapping fixes and those that were taken back cost one each.
const ROUNDS: usize = 10;

pub struct Work<'w> {
    /// The package as it was.
    before: &'w Package,
    /// The package with the texts of this round.
    now: Package,
    /// The texts that are another by now, by path.
    texts: BTreeMap<String, Text>,
    findings: Vec<Judged>,
    /// What could not be done before anything was fixed.
    failures: &'w [String],
    /// What was tried in vain, and what is not to be fixed at all.
    refused: Vec<Place>,
    undone: Vec<String>,
    /// How many fixes were made, by the file of their first edit.
    made: BTreeMap<String, usize>,
    /// Whether to make one fix at a time, since several together did not hold.
    one_by_one: bool,
    reach: Safety,
    judge: &'w dyn Fn(&Package) -> Outcome,
}

#[derive(Clone)]
struct Text {
    before: String,
    now: String,
}

/// The place of a finding, by which it is known in the text as it is.
#[derive(PartialEq, Eq)]
struct Place {
    lint: &'static str,
    path: String,
    offset: u32,
}

impl Place {
    fn of(finding: &Judged) -> Place {
        let Judged { lint, place, .. } = finding;
        Place { lint: lint.name, path: place.path.clone(), offset: place.start.offset }
    }
}

/// What a round would leave.
struct Attempt {
    texts: BTreeMap<String, Text>,
    now: Package,
    findings: Vec<Judged>,
}

impl<'w> Work<'w> {
    pub fn new(
        package: &'w Package,
        findings: Vec<Judged>,
        failures: &'w [String],
        reach: Safety,
        judge: &'w dyn Fn(&Package) -> Outcome,
    ) -> Work<'w> {
        let open: Vec<Place> = findings.iter().map(Place::of).collect();
        let all = judge(package).findings;
        Work {
            before: package,
            now: package.clone(),
            texts: BTreeMap::new(),
            refused: all.iter().map(Place::of).filter(|place| !open.contains(place)).collect(),
            findings: all,
            failures,
            undone: Vec::new(),
            made: BTreeMap::new(),
            one_by_one: false,
            reach,
            judge,
        }
    }

    /// Makes all rounds, and adds what came of them.
    pub fn finish(mut self, fixed: &mut Fixed) {
        let rounds = ROUNDS + 2 * self.findings.iter().filter(|f| offered(f, self.reach)).count();
        for _ in 0..rounds {
            if !self.round() {
                break;
            }
        }
        self.tidy();
        fixed.undone.extend(self.undone);
        for (shown, text) in self.texts {
            let Some(file) = self.before.file_shown(&shown).filter(|_| text.now != text.before) else { continue };
            fixed.changes.push(Change {
                path: file.path.clone(),
                given: file.is_given(),
                fixes: self.made.get(&shown).copied().unwrap_or_default(),
                shown,
                before: text.before,
                after: text.now,
            });
        }
    }

    /// Makes one round; `false` where nothing is left to be done.
    fn round(&mut self) -> bool {
        let batch = self.choose();
        let Some(&first) = batch.first() else { return false };
        match self.attempt(&batch) {
            Ok(attempt) => self.take(attempt, &batch),
            Err(why) if batch.len() == 1 => self.refuse(first, &why),
            Err(_) => self.one_by_one = true,
        }
        true
    }

    /// Takes out the imports that the fixes have left without use, where the findings stay as they are.
    fn tidy(&mut self) {
        let mut texts = self.texts.clone();
        for (shown, text) in &mut texts {
            let tidied = on_deep_stack(|| imports::tidied(&self.now, shown, &text.before, &text.now)).flatten();
            text.now = tidied.filter(|tidied| self.is_rust(tidied)).unwrap_or_else(|| std::mem::take(&mut text.now));
        }
        if texts.iter().any(|(shown, text)| self.texts[shown].now != text.now) {
            let outcome = (self.judge)(&self.with_texts(&texts));
            let names = |findings: &[Judged]| findings.iter().map(|f| f.lint.name).collect::<Vec<_>>();
            if names(&outcome.findings) == names(&self.findings) {
                self.texts = texts;
            }
        }
    }

    /// Whether a text can be read whole as one of the package.
    fn is_rust(&self, text: &str) -> bool {
        whole(text, self.before.info.edition).is_some()
    }

    fn with_texts(&self, texts: &BTreeMap<String, Text>) -> Package {
        self.before.with_texts(texts.iter().map(|(path, text)| (path.as_str(), text.now.as_str())))
    }

    /// The findings whose fixes can be made together, in order: each keeps away from all that another one spans.
    fn choose(&self) -> Vec<usize> {
        let mut taken: Vec<(&str, (u32, u32))> = Vec::new();
        let mut chosen = Vec::new();
        for (n, finding) in self.findings.iter().enumerate() {
            if !offered(finding, self.reach) || self.is_refused(finding) {
                continue;
            }
            let spans = spans(finding);
            if spans.iter().all(|(path, span)| taken.iter().all(|(p, s)| p != path || apart(*s, *span))) {
                taken.extend(spans);
                chosen.push(n);
            }
            if self.one_by_one && !chosen.is_empty() {
                break;
            }
        }
        chosen
    }

    /// What the package would be with these fixes; else why they cannot be made.
    fn attempt(&self, batch: &[usize]) -> Result<Attempt, String> {
        let mut texts = self.texts.clone();
        for (path, patches) in self.patches(batch) {
            let text = match texts.get(path) {
                Some(text) => text.clone(),
                None => self.read(path, batch)?,
            };
            let now = patches.apply(&text.now).ok_or("its edits do not fit the file")?;
            if !self.is_rust(&now) {
                return Err(if self.is_rust(&text.now) { "the result would not be Rust" } else { BROKEN }.to_owned());
            }
            texts.insert(path.to_owned(), Text { now, ..text });
        }
        let now = self.with_texts(&texts);
        let Outcome { findings, failures, .. } = (self.judge)(&now);
        if let Some(failure) = failures.into_iter().find(|failure| !self.failures.contains(failure)) {
            return Err(failure);
        }
        self.mends(batch, &findings)?;
        Ok(Attempt { texts, now, findings })
    }

    /// The edits of these fixes, by file.
    fn patches(&self, batch: &[usize]) -> BTreeMap<&str, Patches<'_>> {
        let mut by_path: BTreeMap<&str, Vec<&Patch>> = BTreeMap::new();
        for patch in batch.iter().filter_map(|&n| self.findings[n].fix.as_ref()).flat_map(|fix| &fix.patches) {
            by_path.entry(&patch.path).or_default().push(patch);
        }
        by_path.into_iter().map(|(path, patches)| (path, Patches::new(patches))).collect()
    }

    /// The text of a file that no fix has touched yet, which must still hold the lines that the findings speak of.
    fn read(&self, path: &str, batch: &[usize]) -> Result<Text, String> {
        let file = self.now.file_shown(path).filter(|file| file.asked);
        let file: &SourceFile = file.ok_or_else(|| format!("it would change {path}, which was not asked for"))?;
        let text = file.read()?;
        if batch.iter().all(|&n| self.findings[n].speaks_of(path, &text)) {
            Ok(Text { before: text.clone(), now: text })
        } else {
            Err(CHANGED.to_owned())
        }
    }

    /// Whether the findings of these fixes are gone and no other one has come for them.
    fn mends(&self, batch: &[usize], after: &[Judged]) -> Result<(), String> {
        let patches = self.patches(batch);
        let was = |old: &Judged, new: &Judged| {
            let same = old.lint.name == new.lint.name && old.place.path == new.place.path;
            same && moved(&patches, &old.place.path, old.place.start.offset).contains(&new.place.start.offset)
        };
        let fixed = |finding: &Judged| batch.iter().any(|&n| self.findings[n].lint.name == finding.lint.name);
        for new in after {
            if batch.iter().any(|&n| was(&self.findings[n], new)) {
                return Err("the finding would stay".to_owned());
            }
            if (fixed(new) || new.level == Level::Deny) && !self.findings.iter().any(|old| was(old, new)) {
                return Err(format!("{} would report the changed code", new.lint.name));
            }
        }
        Ok(())
    }

    fn take(&mut self, attempt: Attempt, batch: &[usize]) {
        let mut refused = std::mem::take(&mut self.refused);
        let patches = self.patches(batch);
        for place in &mut refused {
            place.offset = moved(&patches, &place.path, place.offset).start;
        }
        drop(patches);
        self.refused = refused;
        for first in batch.iter().filter_map(|&n| self.findings[n].fix.as_ref()?.patches.first()) {
            *self.made.entry(first.path.clone()).or_default() += 1;
        }
        self.texts = attempt.texts;
        self.now = attempt.now;
        self.findings = attempt.findings;
    }

    fn refuse(&mut self, n: usize, why: &str) {
        let Judged { lint, place, .. } = &self.findings[n];
        let at = format!("{}:{}:{}", place.path, place.start.line, place.start.column);
        self.undone.push(format!("{at}: {} was not fixed: {why}", lint.name));
        self.refused.push(Place::of(&self.findings[n]));
        self.one_by_one = false;
    }

    fn is_refused(&self, finding: &Judged) -> bool {
        self.refused.contains(&Place::of(finding))
    }
}

/// For each file that a finding's fix changes, from its first edit to its last.
fn spans(finding: &Judged) -> Vec<(&str, (u32, u32))> {
    let mut spans: Vec<(&str, (u32, u32))> = Vec::new();
    for patch in finding.fix.iter().flat_map(|fix| &fix.patches) {
        let (start, end) = (patch.start.offset, patch.end.offset);
        match spans.iter_mut().find(|(path, _)| *path == patch.path) {
            Some((_, span)) => *span = (span.0.min(start), span.1.max(end)),
            None => spans.push((&patch.path, (start, end))),
        }
    }
    spans
}

/// Where a place of a file is after the edits.
fn moved(patches: &BTreeMap<&str, Patches<'_>>, path: &str, offset: u32) -> std::ops::Range<u32> {
    patches.get(path).map_or(offset..offset + 1, |patches| patches.moved(offset))
}
