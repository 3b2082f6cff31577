//! A package's part of the outcome as it is kept: one line of JSON, in which files are counted within the package.

use serde::{Deserialize, Serialize};

use crate::files::Package;
use crate::judged::{Judged, Partly, Quiet};
use crate::lint::Limit;
use crate::run::package::{Open, Part};
use crate::syntax::{FileId, Span};

#[derive(Serialize, Deserialize)]
struct Kept<J, Q, P> {
    findings: Vec<Finding<J>>,
    quiet: Q,
    partly: Vec<(usize, P)>,
    rule_locks: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct Finding<J> {
    file: usize,
    start: u32,
    end: u32,
    judged: J,
    unless_started_once: Option<Vec<String>>,
    limit: Option<Limit>,
}

/// A part as it is kept; `None` for one that is not worth it, since something failed.
pub fn write<'p>(part: &'p Part, package: &Package) -> Option<Vec<u8>> {
    let number = |file: u32| package.files.binary_search_by_key(&file, |file| file.number).ok();
    let finding = |open: &'p Open| {
        let Span { file, start, end } = open.span;
        let (unless_started_once, limit) = (open.unless_started_once.clone(), open.limit.clone());
        Some(Finding { file: number(file.0)?, start, end, judged: &open.judged, unless_started_once, limit })
    };
    let findings: Option<Vec<Finding<&Judged>>> = part.findings.iter().map(finding).collect();
    let partly: Option<Vec<_>> = part.partly.iter().map(|(file, partly)| Some((number(*file)?, partly))).collect();
    let rule_locks = part.rule_locks.clone();
    let kept = Kept { findings: findings?, quiet: &part.quiet, partly: partly?, rule_locks };
    serde_json::to_vec(&kept).ok().filter(|_| part.failures.is_empty())
}

/// What was kept; `None` where it is not what this program keeps.
pub fn read(text: &[u8], package: &Package) -> Option<Part> {
    let kept: Kept<Judged, Vec<Quiet>, Partly> = serde_json::from_slice(text).ok()?;
    let number = |file: usize| package.files.get(file).map(|file| file.number);
    let open = |one: Finding<Judged>| {
        let span = Span { file: FileId(number(one.file)?), start: one.start, end: one.end };
        let Finding { judged, unless_started_once, limit, .. } = one;
        Some(Open { span, judged, unless_started_once, limit })
    };
    let partly = kept.partly.into_iter().map(|(file, partly)| Some((number(file)?, partly)));
    Some(Part {
        findings: kept.findings.into_iter().map(open).collect::<Option<_>>()?,
        quiet: kept.quiet,
        partly: partly.collect::<Option<_>>()?,
        rule_locks: kept.rule_locks,
        ..Part::default()
    })
}
