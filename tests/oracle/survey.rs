//! Goes over folders and makes a record of what the lints say there.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use conclint::files::{self, Given};
use conclint::lint::{Lint, Silence as Kept};
use conclint::run::{self, Answer, Answers, Settings};

use crate::record::{Finding, Record, Silence};

/// What all lints say of some folders, with the sentences for what failed.
///
/// Paths are relative to the folder; where there are several, each path begins with the folder's own name. No
/// configuration is in force, so that nothing but the code decides.
pub fn survey(folders: &[PathBuf], threads: Option<NonZeroUsize>) -> Result<(Record, Vec<String>), String> {
    let trees = Trees::new(folders)?;
    let given: Vec<Given> = trees.0.iter().map(|tree| Given::Path(tree.folder.clone())).collect();
    let selection = files::select(&given);
    let settings = Settings { threads, ..Settings::default() };
    let parts = run::answers(&selection, &settings, |answers| part(answers, &trees))?;
    let mut record = Record {
        packages: selection.packages.len() as u64,
        files: selection.packages.iter().map(|package| package.files.len() as u64).sum(),
        ..Record::default()
    };
    let mut failures = selection.failures;
    for part in parts {
        record.findings.extend(part.findings);
        record.silences.extend(part.silences.into_iter().map(|((lint, kind, question), count)| {
            let [lint, kind, question] = [lint, kind, question].map(str::to_owned);
            (Silence { package: part.package.clone(), lint, kind, question }, count)
        }));
        if !part.failures.is_empty() {
            record.failures.insert(part.package, part.failures.len() as u64);
            failures.extend(part.failures);
        }
    }
    record.findings.sort();
    Ok((record, failures))
}

/// What a package gives to the record.
struct Part {
    package: String,
    findings: Vec<Finding>,
    /// By lint, kind and question.
    silences: BTreeMap<(&'static str, &'static str, &'static str), u64>,
    failures: Vec<String>,
}

fn part(answers: &Answers<'_>, trees: &Trees) -> Part {
    let package = trees.name(&answers.package.info.root);
    let failures = answers.failures.clone();
    let mut part = Part { package, findings: Vec::new(), silences: BTreeMap::new(), failures };
    for (lint, Answer { in_test, said, .. }) in &answers.said {
        match said {
            Ok(Ok(finding)) => {
                let (file, line) = answers.place(finding.span);
                part.findings.push(Finding {
                    lint: lint.name.to_owned(),
                    path: trees.name(&file.path),
                    line,
                    level: finding.level.unwrap_or(lint.level).name().to_owned(),
                    within: if *in_test { "test" } else { "code" }.to_owned(),
                });
            }
            Ok(Err(silence)) => *part.silences.entry(key(lint, *silence)).or_default() += 1,
            Err(failure) => part.failures.push(failure.clone()),
        }
    }
    part
}

fn key(lint: &Lint, silence: Kept) -> (&'static str, &'static str, &'static str) {
    match silence {
        Kept::NotMine => (lint.name, "not-mine", ""),
        Kept::Unknown(question, _) => (lint.name, "unknown", question),
        Kept::Excused(why, _) => (lint.name, "exempt", why),
    }
}

/// The folders that were given.
struct Trees(Vec<Tree>);

struct Tree {
    folder: PathBuf,
    /// What its paths begin with; nothing where it is the only one.
    name: Option<String>,
}

impl Trees {
    fn new(folders: &[PathBuf]) -> Result<Trees, String> {
        let mut trees: Vec<Tree> = Vec::with_capacity(folders.len());
        for given in folders {
            let folder = given.canonicalize().map_err(|e| format!("{} cannot be read: {e}", given.display()))?;
            let name = folder.file_name().filter(|_| folders.len() > 1).map(|name| name.to_string_lossy().into_owned());
            if let Some(other) = trees.iter().find(|tree| tree.name == name) {
                return Err(format!(
                    "{} and {} would have the same name; write one record for each",
                    other.folder.display(),
                    folder.display()
                ));
            }
            trees.push(Tree { folder, name });
        }
        Ok(Trees(trees))
    }

    /// A path as the record names it: `.` where it leads out of all the trees, as the root of a package does of which
    /// only a part was given.
    fn name(&self, path: &Path) -> String {
        let inside = self.0.iter().find_map(|tree| Some((tree, path.strip_prefix(&tree.folder).ok()?)));
        let Some((tree, rest)) = inside else { return ".".to_owned() };
        let parts: Vec<String> =
            tree.name.iter().cloned().chain(rest.iter().map(|part| part.to_string_lossy().into_owned())).collect();
        if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
    }
}
