//! The line at the end: how much was found in how much.

use super::Style;
use super::words::{count, printable};
use crate::judged::{HeldBack, Outcome, Partly};
use crate::lint::{Level, Safety};
use crate::spelling::one_line;

/// How many partly readable files it names.
const PARTLY_NAMED: usize = 5;

/// `conclint: 1 denied, 2 warnings in 34 files of 2 packages; 0.04 s`.
pub fn summary(outcome: &Outcome, style: &Style) -> String {
    format!("conclint: {}; {:.2} s", found(outcome), style.elapsed.as_secs_f64())
}

/// `1 denied, 2 warnings (1 in tests) in 34 files of 2 packages; --fix fixes 1`.
pub fn found(outcome: &Outcome) -> String {
    if let Some(why) = &outcome.summary.unchecked {
        return format!("nothing was checked, since {why}");
    }
    let found = [(outcome.count(Level::Deny), "denied", "denied"), (outcome.count(Level::Warn), "warning", "warnings")];
    let found: Vec<String> =
        found.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| count(n, one, many)).collect();
    let found = if found.is_empty() { "nothing found".to_owned() } else { found.join(", ") };
    let tests = in_tests(outcome);
    let files = count(outcome.summary.files, "file", "files");
    let packages = count(outcome.summary.packages, "package", "packages");
    let partly = partly(&outcome.summary.partly);
    let read = match outcome.summary.read {
        read if read == outcome.summary.files => String::new(),
        read => format!(" ({read} read)"),
    };
    let untouched = outcome.summary.untouched.filter(|n| *n > 0);
    let untouched = untouched.map_or_else(String::new, |n| format!("; {n} more where nothing has changed"));
    let held = outcome.summary.held_back.as_ref().map_or_else(String::new, held_back);
    // Fixes are not made where only some of the findings are reported.
    let fixable = if outcome.summary.untouched.is_some() { String::new() } else { fixable(outcome) };
    format!("{found}{tests} in {files}{read} of {packages}{partly}{held}{untouched}{fixable}")
}

/// ` (3 in tests)`.
fn in_tests(outcome: &Outcome) -> String {
    match outcome.in_tests() {
        0 => String::new(),
        all if all == outcome.findings.len() => " (all in tests)".to_owned(),
        some => format!(" ({some} in tests)"),
    }
}

/// `; --fix fixes 2, --fix=all 3`.
fn fixable(outcome: &Outcome) -> String {
    let safe = outcome.fixable(Safety::Safe);
    let all = safe + outcome.fixable(Safety::Risky);
    match (safe, all - safe) {
        (0, 0) => String::new(),
        (0, _) => format!("; --fix=all fixes {all}"),
        (_, 0) => format!("; --fix fixes {safe}"),
        _ => format!("; --fix fixes {safe}, --fix=all {all}"),
    }
}

/// `; 12 suppressed by conclint-baseline.json; 3 entries of it no longer occur: --prune-baseline removes them`.
fn held_back(HeldBack { by, held, gone, pruned }: &HeldBack) -> String {
    let mut said = format!("; {held} suppressed by {by}");
    if *gone > 0 {
        let entries = count(*gone, "entry of it no longer occurs", "entries of it no longer occur");
        let them = if *gone == 1 { "it" } else { "them" };
        said.push_str(&format!("; {entries}: --prune-baseline removes {them}"));
    }
    if *pruned > 0 {
        said.push_str(&format!("; {} removed", count(*pruned, "entry", "entries")));
    }
    said
}

fn partly(files: &[Partly]) -> String {
    if let [Partly { path, line, message }] = files {
        return format!("; {}:{line} is only partly readable: {}", one_line(path), printable(message));
    }
    if files.is_empty() {
        return String::new();
    }
    let named: Vec<String> =
        files.iter().take(PARTLY_NAMED).map(|p| format!("{}:{}", one_line(&p.path), p.line)).collect();
    let more = match files.len().saturating_sub(PARTLY_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more, which --format json names"),
    };
    let readable = count(files.len(), "file", "files");
    format!("; {readable} only partly readable: {}{more}", named.join(", "))
}
