//! The fingerprints of a package's findings.

use std::collections::HashMap;

use super::hear::Found;
use super::package::Known;
use super::place::Sources;
use crate::fingerprint::{Functions, Mark};
use crate::syntax::FileId;

/// The fingerprint of each finding, in the order in which the lints gave them; `None` in a file that was not asked for.
///
/// The rank among equal marks counts all that was found, so that a fingerprint depends neither on the levels in force nor
/// on what is allowed.
pub fn fingerprints(findings: &[Found], known: &Known<'_>) -> Vec<Option<String>> {
    let sources = Sources(&known.sources);
    let mut functions: HashMap<FileId, Functions<'_>> = HashMap::new();
    let mut ranks: HashMap<(FileId, Mark), u32> = HashMap::new();
    let one = |Found { lint, finding, .. }: &Found| {
        let file = finding.span.file;
        let place = known.package().file(file.0).filter(|place| place.asked)?;
        let text = &sources.get(file).text;
        let functions = functions.entry(file).or_insert_with(|| Functions::of(text));
        let mark = Mark::new(lint.name, &place.within, functions, text, finding.span.start as usize);
        let rank = ranks.entry((file, mark)).or_default();
        let fingerprint = mark.ranked(*rank);
        *rank += 1;
        Some(fingerprint)
    };
    findings.iter().map(one).collect()
}
