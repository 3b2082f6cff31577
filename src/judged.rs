//! Findings as a run gives them: ready to be shown, with the lines they speak of.
//!
//! Nothing here points into a file that was read, so the files of a package are let go once it is judged.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::lint::{Help, Level, Lint, Safety};

pub use crate::files::Target;

/// All that a run has to say.
#[derive(Clone, Default)]
pub struct Outcome {
    /// Sorted by path, place and lint.
    pub findings: Vec<Judged>,
    /// What was found and is not reported: its level is off there, or test code is skipped.
    pub quiet: Vec<Quiet>,
    /// What was judged, in numbers.
    pub summary: Summary,
    /// The locks of the configurations' rules that are taken anywhere, as paths.
    pub rule_locks: BTreeSet<String>,
    /// What is odd but did not stop the work, a sentence each.
    pub warnings: Vec<String>,
    /// What could not be done, a sentence each.
    pub failures: Vec<String>,
}

impl Outcome {
    /// How many findings have this level.
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|f| f.level == level).count()
    }

    /// How many findings stand in test code.
    pub fn in_tests(&self) -> usize {
        self.findings.iter().filter(|f| f.in_test).count()
    }

    /// How many findings have a fix that is this safe.
    pub fn fixable(&self, safety: Safety) -> usize {
        self.findings.iter().filter(|f| f.fix.as_ref().is_some_and(|fix| fix.safety == safety)).count()
    }
}

/// What was judged.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// How many files were asked for.
    pub files: usize,
    /// How many were read: a package is read whole, however little of it was asked for.
    pub read: usize,
    /// How many packages were judged.
    pub packages: usize,
    /// Files in which some stretch could not be read, by path.
    pub partly: Vec<Partly>,
    /// How many findings were left out because nothing has changed where they stand; `None` where that was not asked for.
    pub untouched: Option<usize>,
    /// `None` where there is no baseline.
    pub held_back: Option<HeldBack>,
    /// Why nothing was checked, as a clause; `None` where something was.
    pub unchecked: Option<String>,
}

/// What a baseline did.
#[derive(Clone, Debug)]
pub struct HeldBack {
    /// The file's path as the user sees it; where there are several, how many.
    pub by: String,
    /// How many findings it holds back.
    pub held: usize,
    /// How many of its entries are no longer found, and were left in it.
    pub gone: usize,
    /// How many were taken out of it.
    pub pruned: usize,
}

/// A finding that is not reported, as far as one must know it to say that it is still there.
#[derive(Clone, Serialize, Deserialize)]
pub struct Quiet {
    /// The file, as the user sees it.
    pub path: String,
    /// The lint that found it.
    #[serde(with = "by_name")]
    pub lint: &'static Lint,
    /// The mark by which a baseline knows it.
    pub fingerprint: String,
}

/// A file of which only a part could be read, with the first place that could not.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Partly {
    /// The file, as the user sees it.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// What is wrong there.
    pub message: String,
}

/// One finding at the level that is in force for it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Judged {
    /// The lint that found it.
    #[serde(with = "by_name")]
    pub lint: &'static Lint,
    /// The level that is in force for it.
    pub level: Level,
    /// What happens at run time: lower case, no full stop.
    pub message: String,
    /// Where it stands, and what to write there (may be nothing).
    pub place: Place,
    /// The evidence, in order.
    pub evidence: Vec<Place>,
    /// Where the tasks start that run some of these places, in the order in which the places name them.
    pub tasks: Vec<Place>,
    /// What to do; `None` where there is no advice.
    pub help: Option<Help>,
    /// The change that does it; `None` where a person must make it.
    pub fix: Option<Fix>,
    /// The lines of which a change may have made it.
    pub reach: Vec<Stretch>,
    /// The same as long as the code it is about is the same.
    pub fingerprint: String,
    /// For each file of its package that a place lies in, the lines from the first place to the last; in other packages
    /// the line of each place.
    pub excerpts: Vec<Excerpt>,
    /// What cargo builds the finding's file into.
    pub target: Target,
    /// Whether it stands in test code.
    pub in_test: bool,
}

impl Judged {
    /// Whether a file's text still holds the lines that the finding speaks of there.
    pub fn speaks_of(&self, path: &str, text: &str) -> bool {
        let mut excerpts = self.excerpts.iter().filter(|excerpt| excerpt.path == path);
        excerpts.all(|one| text.get(one.offset as usize..).is_some_and(|rest| rest.starts_with(&one.text)))
    }
}

/// A stretch of a file, and what it has to do with the finding.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Place {
    /// The file, as the user sees it.
    pub path: String,
    /// Where it begins.
    pub start: Position,
    /// Where it ends: the first position after it.
    pub end: Position,
    /// What to write there; may be empty.
    pub text: String,
    /// Which of the finding's tasks runs it, counted from 1; 0 for code that is in none of them.
    pub task: u32,
}

/// Whole lines of a file, from the first to the last, counted from 1.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stretch {
    /// The file, as the user sees it.
    pub path: String,
    /// The first line, from 1.
    pub first: u32,
    /// The last line; it belongs to the stretch.
    pub last: u32,
}

/// A change of the source that does what the help says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Fix {
    /// What it does, as an order in lower case.
    pub title: String,
    /// How sure it is that nothing else changes.
    pub safety: Safety,
    /// Sorted by path and place, never overlapping; made together or not at all.
    pub patches: Vec<Patch>,
    /// The lines that the patches are about, in the same order.
    pub hunks: Vec<Hunk>,
}

/// Whole lines of one file as they are and as a fix leaves them, each with its line break.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Hunk {
    /// The file, as the user sees it.
    pub path: String,
    /// The number of the first line.
    pub line: u32,
    /// The lines as they are.
    pub before: String,
    /// The lines as the fix leaves them.
    pub after: String,
}

/// A stretch of one file and what to put in its place.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Patch {
    /// The file, as the user sees it.
    pub path: String,
    /// Where the old text begins.
    pub start: Position,
    /// Where the old text ends: the first position after it.
    pub end: Position,
    /// The new text; empty where the old one only goes.
    pub text: String,
}

/// A position in a file: line and column from 1, offset in bytes from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Position {
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    /// From 0, in bytes.
    pub offset: u32,
}

/// Whole lines of one file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Excerpt {
    /// The file, as the user sees it.
    pub path: String,
    /// The number of its first line.
    pub line: u32,
    /// Where its first line begins in the file, in bytes.
    pub offset: u32,
    /// The lines, with their line breaks.
    pub text: String,
}

impl Excerpt {
    /// Whether a place begins in these lines.
    pub fn holds(&self, place: &Place) -> bool {
        let within = place.start.offset.checked_sub(self.offset);
        self.path == place.path && within.is_some_and(|within| within as usize <= self.text.len())
    }
}

/// A lint as it is written down: by its name.
mod by_name {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::lint::Lint;
    use crate::lints;

    pub fn serialize<S: Serializer>(lint: &&'static Lint, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(lint.name)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<&'static Lint, D::Error> {
        let name = String::deserialize(from)?;
        lints::named(&name).ok_or_else(|| D::Error::custom("no lint has this name"))
    }
}
