//! Fixes on their way to the user: shown as a diff, or written, and counted.

use std::io::Write;

use super::args::Check;
use super::tell::{End, complain, in_color, print};
use crate::files::write::Writable;
use crate::files::{self, Package, Selection};
use crate::fix::{self, Change, Fixed};
use crate::judged::Outcome;
use crate::lint::Safety;
use crate::report;

/// Makes the fixes of a run as far as `reach`, and gives what is found after them; a diff ends the run.
///
/// What `hold` takes out of an outcome is not fixed; the outcome that is given back still has it.
pub fn fix(
    args: &Check,
    reach: Safety,
    selection: &Selection,
    found: Outcome,
    judge: &dyn Fn(&Selection) -> Outcome,
    hold: &dyn Fn(&Outcome) -> Result<Outcome, String>,
) -> Result<Outcome, End> {
    let open = hold(&found)?;
    let one = |package: &Package| judge(&selection.with_only(package));
    let fixed = fix::fix(&open, &selection.packages, reach, &one);
    for sentence in &fixed.undone {
        complain(sentence);
    }
    if args.fixing.diff {
        let rest = Rest::of(&found, &open, reach);
        return Err(show(args, &fixed, open, &rest));
    }
    let (written, failures) = write(args, &fixed.changes);
    let mut left = if written.is_empty() { found } else { judge(&with_changes(selection, &written)) };
    left.failures.extend(failures);
    if !args.output.quiet {
        let open = hold(&left)?;
        complain(&count("fixed", &written, &Rest::of(&left, &open, reach)));
    }
    give_back(selection, &written)?;
    Ok(left)
}

/// Prints the diff; its end tells whether there is any.
fn show(args: &Check, fixed: &Fixed, outcome: Outcome, rest: &Rest) -> End {
    let color = in_color(args.output.color);
    let changes: Vec<&Change> = fixed.changes.iter().collect();
    let end = print(|out| {
        changes.iter().try_for_each(|change| report::diff(&change.shown, &change.before, &change.after, color, out))
    });
    if !args.output.quiet {
        complain(&count("would be fixed", &changes, rest));
    }
    match end {
        End::Clean if !outcome.failures.is_empty() => End::Failed(outcome.failures),
        End::Clean if !changes.is_empty() => End::Denied,
        end => end,
    }
}

/// Replaces the files; gives what was done, and a sentence for each that could not be.
pub fn write<'f>(args: &Check, changes: &'f [Change]) -> (Vec<&'f Change>, Vec<String>) {
    let here = match files::here() {
        Ok(here) => here,
        Err(sentence) => return (Vec::new(), vec![sentence]),
    };
    let writable = Writable::below(&args.paths, &here);
    let (mut written, mut failures) = (Vec::new(), Vec::new());
    for change in changes {
        let replaced =
            if change.given { Ok(()) } else { writable.replace(&change.path, &change.before, &change.after) };
        match replaced {
            Ok(()) => written.push(change),
            // Of a given path that may not be written to, one sentence is enough.
            Err(sentence) if failures.contains(&sentence) => {}
            Err(sentence) => failures.push(sentence),
        }
    }
    (written, failures)
}

/// The same files with the texts that they have now.
fn with_changes(selection: &Selection, changes: &[&Change]) -> Selection {
    let texts = || changes.iter().map(|change| (change.shown.as_str(), change.after.as_str()));
    Selection {
        packages: selection.packages.iter().map(|package| package.with_texts(texts())).collect(),
        siblings: selection.siblings.clone(),
        warnings: selection.warnings.clone(),
        failures: selection.failures.clone(),
    }
}

/// Prints the text that came from standard input, fixed or not.
fn give_back(selection: &Selection, changes: &[&Change]) -> Result<(), End> {
    for file in selection.packages.iter().flat_map(|package| &package.files).filter(|file| file.is_given()) {
        let text = match changes.iter().find(|change| change.path == file.path) {
            Some(change) => change.after.clone(),
            None => file.read()?,
        };
        match print(|out| out.write_all(text.as_bytes())) {
            End::Clean => {}
            end => return Err(end),
        }
    }
    Ok(())
}

/// What could be fixed and is not, since more would have to be asked for.
struct Rest {
    /// With `--fix=all`.
    beyond: usize,
    /// With `--no-baseline`.
    held: usize,
}

impl Rest {
    /// What is left in an outcome of which only `open` was to be fixed.
    fn of(all: &Outcome, open: &Outcome, reach: Safety) -> Rest {
        let fixable = |outcome: &Outcome| outcome.findings.iter().filter(|finding| finding.fix.is_some()).count();
        Rest { beyond: fix::beyond(open, reach), held: fixable(all).saturating_sub(fixable(open)) }
    }
}

/// `3 fixed in 2 files; 1 more with --fix=all; 1 more with --no-baseline`.
fn count(verb: &str, changes: &[&Change], rest: &Rest) -> String {
    let fixes: usize = changes.iter().map(|change| change.fixes).sum();
    let (mut said, more) = match fixes {
        0 => (format!("nothing {verb}"), ""),
        _ => (format!("{fixes} {verb} in {}", report::count(changes.len(), "file", "files")), " more"),
    };
    for (n, flag) in [(rest.beyond, "--fix=all"), (rest.held, "--no-baseline")] {
        if n > 0 {
            said.push_str(&format!("; {n}{more} with {flag}"));
        }
    }
    said
}
