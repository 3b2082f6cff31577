//! Only what changed: which packages are judged for it, and which findings have to do with it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::args::NarrowFlags;
use crate::changed::{Changes, Since};
use crate::files::Selection;
use crate::judged::{Judged, Outcome};

/// What to compare, where the flags ask for it.
fn since(flags: &NarrowFlags) -> Option<Since> {
    match &flags.changed {
        Some(commit) => Some(Since::Commit(commit.clone())),
        None => flags.staged.then_some(Since::Staged),
    }
}

/// Asks git what changed, where the flags want to know, and leaves of a selection the packages in which anything did.
///
/// A package is judged whole, since a change in one file can make another wrong. What is staged is judged as it is
/// staged, whatever the disk says.
pub fn narrow(
    flags: &NarrowFlags,
    selection: &mut Selection,
    warnings: &mut Vec<String>,
) -> Result<Option<Changes>, String> {
    let Some(since) = since(flags) else { return Ok(None) };
    let changes = Changes::ask(selection.packages.iter().map(|package| package.info.root.as_path()), &since)?;
    let staged: HashMap<&Path, &str> = changes.staged.iter().map(|(path, text)| (&**path, &**text)).collect();
    selection.retain(|package| {
        let mut any = false;
        for file in &mut package.files {
            let real = real(&file.path);
            any |= changes.in_file(&real);
            let differs = |text: &&&str| !file.read().is_ok_and(|disk| disk == ***text);
            if let Some(text) = staged.get(&*real).filter(differs) {
                file.stand_in(text);
            }
        }
        any
    });
    if since == Since::Staged {
        let gone = changes.files().into_iter().filter(|path| !path.exists());
        let told = gone.map(|path| format!("{} is staged and gone from the disk; it was not checked", path.display()));
        warnings.extend(told);
    }
    Ok(Some(changes))
}

/// Why nothing is checked where nothing has changed, as a clause.
pub fn nothing_changed(flags: &NarrowFlags) -> String {
    match since(flags) {
        Some(Since::Commit(Some(commit))) => format!("no Rust file has changed since {commit}"),
        Some(Since::Staged) => "no Rust file is staged".to_owned(),
        _ => "no Rust file has changed since the last commit".to_owned(),
    }
}

/// Takes out of an outcome what has nothing to do with the changes, and says in its summary how much that is.
pub fn keep_touched(changes: &Changes, outcome: &mut Outcome) {
    let mut known: HashMap<String, PathBuf> = HashMap::new();
    let mut touched = |finding: &Judged| {
        finding.reach.iter().any(|stretch| {
            let path = known.entry(stretch.path.clone()).or_insert_with_key(|path| real(Path::new(path)));
            changes.touch(path, stretch.first, stretch.last)
        })
    };
    let before = outcome.findings.len();
    outcome.findings.retain(|finding| touched(finding));
    outcome.summary.untouched = Some(before - outcome.findings.len());
}

/// A path without links; as it is where there is no such file.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}
