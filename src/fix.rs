//! Fixes made: edits become texts, round by round, and what does not mend is taken back.
//!
//! It knows findings and texts. How a package is judged is the caller's to say, so that whatever the caller leaves out of
//! the findings is not fixed either; and nothing is written here.

mod imports;
mod patch;
mod whole;
mod work;

use std::path::PathBuf;

use crate::files::Package;
use crate::judged::{Judged, Outcome};
use crate::lint::Safety;

use work::Work;

#[doc(hidden)]
pub use patch::Patches;
pub use whole::whole;

/// Why a file is left alone that cannot be read whole.
pub const BROKEN: &str = "its file has mistakes that must be fixed first";
/// Why a file is left alone in which findings no longer stand.
pub const CHANGED: &str = "the file has changed since it was read; run again";

/// What fixing came to.
#[derive(Debug, Default)]
pub struct Fixed {
    /// The files whose text is another now, sorted by path.
    pub changes: Vec<Change>,
    /// The fixes that were taken back, a sentence each.
    pub undone: Vec<String>,
}

/// One file's text before and after.
#[derive(Debug)]
pub struct Change {
    /// The file, absolute.
    pub path: PathBuf,
    /// The path as the user sees it.
    pub shown: String,
    /// The text as it was read.
    pub before: String,
    /// The text with the fixes in it.
    pub after: String,
    /// How many fixes have their first edit in it.
    pub fixes: usize,
    /// Whether the text was given and not read from the disk.
    pub given: bool,
}

/// Makes the fixes of a run's findings up to a degree of safety.
///
/// `judge` judges a package; what it finds beyond the outcome has been left out of that, and is not fixed. Only files that were asked for are changed. Every fix is made whole or not at
/// all, what overlaps waits for the next round, and a fix after which its file is not Rust, its finding is still there or
/// another one has come is taken back.
pub fn fix(outcome: &Outcome, packages: &[Package], reach: Safety, judge: &dyn Fn(&Package) -> Outcome) -> Fixed {
    let mut fixed = Fixed::default();
    for package in packages {
        let of_package = |finding: &&Judged| package.file_shown(&finding.place.path).is_some();
        let findings: Vec<Judged> = outcome.findings.iter().filter(of_package).cloned().collect();
        if findings.iter().any(|finding| offered(finding, reach)) {
            Work::new(package, findings, &outcome.failures, reach, judge).finish(&mut fixed);
        }
    }
    fixed.changes.sort_by(|a, b| a.shown.cmp(&b.shown));
    fixed
}

/// How many findings have a fix that goes beyond this degree of safety.
pub fn beyond(outcome: &Outcome, reach: Safety) -> usize {
    outcome.findings.iter().filter(|finding| finding.fix.is_some() && !offered(finding, reach)).count()
}

/// Whether a finding has a fix that is at least so safe.
fn offered(finding: &Judged, reach: Safety) -> bool {
    finding.fix.as_ref().is_some_and(|fix| fix.safety <= reach && !fix.patches.is_empty())
}
