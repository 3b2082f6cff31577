//! Allows on their way into the user's files.

use super::args::Check;
use super::changed::keep_touched;
use super::fix::write;
use crate::add_allows;
use crate::changed::Changes;
use crate::files::{Package, Selection};
use crate::judged::Outcome;
use crate::report::{count, printable};

/// What is written where nobody says why.
pub const UNSAID: &str = "not reviewed yet";

/// The reason to write, or a sentence that says why it can be none.
pub fn reason(given: &str) -> Result<&str, String> {
    match given.trim() {
        "" => Err(format!("--add-allows= is given no reason; say one, or leave out the `=` to write `{UNSAID}`")),
        reason if reason.contains(['\n', '\t']) || printable(reason) != reason => {
            Err("the reason of --add-allows becomes the end of a comment; give it in one line of plain text".to_owned())
        }
        reason => Ok(reason),
    }
}

/// Allows the findings of a run, or those that have to do with some changes; gives what to tell, and a sentence for each
/// file that was left alone.
///
/// `open` and what `judge` gives are without what a baseline holds back.
pub fn add(
    args: &Check,
    reason: &str,
    selection: &Selection,
    open: &Outcome,
    changes: Option<&Changes>,
    judge: &dyn Fn(&Selection) -> Result<Outcome, String>,
) -> (Vec<String>, Vec<String>) {
    let mut reported = open.clone();
    if let Some(changes) = changes {
        keep_touched(changes, &mut reported);
    }
    let findings = &reported.findings;
    let one = |package: &Package| {
        let failed = |sentence| Outcome { failures: vec![sentence], ..Outcome::default() };
        judge(&selection.with_only(package)).unwrap_or_else(failed)
    };
    let added = add_allows::add_allows(open, findings, &selection.packages, reason, &one);
    let (written, unwritten) = write(args, &added.changes);
    let allows: usize = written.iter().map(|change| change.fixes).sum();
    let told = match allows {
        0 if findings.is_empty() => "nothing found, so no allow is needed".to_owned(),
        0 => "no allow written".to_owned(),
        _ => format!("{} written in {}", count(allows, "allow", "allows"), count(written.len(), "file", "files")),
    };
    (vec![told], added.refused.into_iter().chain(unwritten).collect())
}
