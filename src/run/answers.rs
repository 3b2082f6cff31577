//! What every lint says of every fact, package by package: the findings and the silences, whatever the levels in force
//! are and whatever the user has allowed.

use std::sync::Arc;

use rayon::ThreadPool;

use super::ask::{Answer, ask};
use super::package::{self, Known};
use super::place::Sources;
use super::stream::stream;
use super::{Settings, pool};
use crate::files::{Package, Selection, SourceFile};
use crate::lint::Lint;
use crate::lints;
use crate::syntax::{Source, Span};

/// What the lints said of one package; nothing was said where the run itself would not look any further.
pub struct Answers<'p> {
    pub package: &'p Package,
    /// By lint, and in the order of the source.
    pub said: Vec<(&'static Lint, Answer)>,
    /// What could not be read or understood, a sentence each.
    pub failures: Vec<String>,
    sources: &'p [Arc<Source>],
}

impl<'p> Answers<'p> {
    /// The file in which a span lies, and the line on which it begins.
    pub fn place(&self, span: Span) -> (&'p SourceFile, u32) {
        let file = self.package.file(span.file.0).expect("a span lies in a file of its package");
        (file, Sources(self.sources).place(span, "").start.line)
    }
}

/// Hands the answers of each package to `take`, streaming as a run does, and gives what came of each in the order of the
/// packages.
pub fn answers<T: Send>(
    selection: &Selection,
    settings: &Settings,
    take: impl Fn(&Answers<'_>) -> T + Sync,
) -> Result<Vec<T>, String> {
    let pool = pool(settings.threads)?;
    Ok(stream(&selection.packages, &pool, |package, _place| {
        let (known, failures) = know(package, settings, &pool);
        let (said, sources) = match &known {
            Some(known) => (pool.install(|| say(known)), &*known.sources),
            None => (Vec::new(), &[][..]),
        };
        take(&Answers { package, said, failures, sources })
    }))
}

/// Reads a package and makes facts of it, if any could be there; says also what failed.
fn know<'p>(package: &'p Package, settings: &Settings, pool: &ThreadPool) -> (Option<Known<'p>>, Vec<String>) {
    let config = settings.configs.of(&package.info.root);
    let read = package::read(package, config, pool);
    let mut failures = read.failures.clone();
    if !read.promising {
        return (None, failures);
    }
    match package::understand(package, read, config, pool) {
        Ok(known) => {
            failures.extend(known.failures.iter().cloned());
            (Some(known), failures)
        }
        Err(failure) => {
            failures.push(failure);
            (None, failures)
        }
    }
}

/// What all lints say of the facts in the files that were asked for.
fn say(known: &Known<'_>) -> Vec<(&'static Lint, Answer)> {
    let sources = Sources(&known.sources);
    let asked = |answer: &Answer| known.package().file(answer.fact.file.0).is_some_and(|file| file.asked);
    let mut said = Vec::new();
    for &lint in lints::ALL {
        let answers = ask(lint, &known.krate, |span| sources.path(span));
        said.extend(answers.into_iter().filter(asked).map(|answer| (lint, answer)));
    }
    said
}
