//! One file's findings and the comments that allow them, as far as the file alone can tell.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::allow::{self, Stand};
use crate::files::SourceFile;
use crate::fix::{BROKEN, CHANGED, Change, Patches, whole};
use crate::judged::{Judged, Patch, Position};
use crate::syntax::Source;

/// A file with comments that cover its findings.
pub struct Marked {
    path: PathBuf,
    /// The path as the user sees it.
    pub shown: String,
    before: String,
    pub after: String,
    /// What was put in, a comment each.
    pub patches: Vec<Patch>,
}

impl Marked {
    /// Whether a comment stands among the lines of which a change may have made a finding.
    pub fn touches(&self, finding: &Judged) -> bool {
        let mut stretches = finding.reach.iter().filter(|stretch| stretch.path == self.shown);
        stretches.any(|lines| {
            self.patches.iter().map(|patch| patch.start).any(|Position { line, column, .. }| {
                // A line that is put in before the first one stands outside.
                let first = if column == 1 { lines.first + 1 } else { lines.first };
                first <= line && line <= lines.last
            })
        })
    }

    pub fn into_change(self) -> Change {
        let Marked { path, shown, before, after, patches } = self;
        Change { path, shown, before, after, fixes: patches.len(), given: false }
    }
}

/// Puts comments into a file of this edition so that they cover these findings; else says why it cannot be done.
pub fn mark(file: &SourceFile, edition: u16, findings: &[&Judged], reason: &str) -> Result<Marked, String> {
    let before = file.read()?;
    if !findings.iter().all(|finding| finding.speaks_of(&file.shown, &before)) {
        return Err(CHANGED.to_owned());
    }
    let (source, parsed) = whole(&before, edition).ok_or(BROKEN)?;
    let choice = |finding: &&Judged| {
        let place = finding.place.start;
        let stands = allow::stands(&source, &parsed.tree, place.offset);
        Choice { lint: finding.lint.name, place, stands: stands.into() }
    };
    let mut choices: Vec<Choice> = findings.iter().map(choice).collect();
    loop {
        let comments = comments(&choices, reason)?;
        let patches: Vec<Patch> = comments.iter().map(|(stand, comment)| patch(*stand, comment, &source)).collect();
        let all = Patches::new(patches.iter().collect());
        let after = all.apply(&before).ok_or("no comment can be put into it")?;
        if turn_to_the_next(&mut choices, &comments, &source, &all, &after) {
            let (path, shown) = (file.path.clone(), file.shown.clone());
            return Ok(Marked { path, shown, before, after, patches });
        }
    }
}

/// A finding and where its comment may stand: the first is tried.
struct Choice {
    lint: &'static str,
    place: Position,
    stands: std::collections::VecDeque<Stand>,
}

/// A comment for each place that is chosen, with the lints that it is to name.
fn comments(choices: &[Choice], reason: &str) -> Result<BTreeMap<Stand, String>, String> {
    let mut lints: BTreeMap<Stand, BTreeSet<&str>> = BTreeMap::new();
    for Choice { lint, place, stands } in choices {
        let stand = stands.front().ok_or_else(|| {
            format!("no comment can stand so that it covers {lint} at {}:{}", place.line, place.column)
        })?;
        lints.entry(*stand).or_default().insert(lint);
    }
    let text = |lints: BTreeSet<&str>| allow::written(&lints.into_iter().collect::<Vec<_>>(), reason);
    Ok(lints.into_iter().map(|(stand, lints)| (stand, text(lints))).collect())
}

/// Gives every finding that its comment does not cover the next place to try; `true` where there is none.
fn turn_to_the_next(
    choices: &mut [Choice],
    comments: &BTreeMap<Stand, String>,
    source: &Source,
    all: &Patches<'_>,
    after: &str,
) -> bool {
    let now = whole(after, source.edition);
    let mut done = true;
    for choice in choices {
        let covered = choice.stands.front().zip(now.as_ref()).is_some_and(|(stand, (now, parsed))| {
            let (put, inside) = stand.text(source, &comments[stand]);
            let comment = all.moved(stand.at).start - put.len() as u32 + inside;
            allow::covers(now, parsed, comment, all.moved(choice.place.offset).start)
        });
        if !covered {
            choice.stands.pop_front();
            done = false;
        }
    }
    done
}

fn patch(stand: Stand, comment: &str, source: &Source) -> Patch {
    let (line, column) = source.line_column(stand.at);
    let at = Position { line, column, offset: stand.at };
    Patch { path: String::new(), start: at, end: at, text: stand.text(source, comment).0 }
}
