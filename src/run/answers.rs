//! What every lint says of every fact, package by package: the findings and the silences, whatever the levels in force
//! are and whatever the user has allowed.

use std::sync::Arc;

use super::ask::{Answer, ask};
use super::package::{self, Known, Look, Seen};
use super::place::Sources;
use super::stream::stream;
use super::workspace::Workspace;
use super::{Settings, pool};
use crate::files::{Package, Selection, SourceFile};
use crate::lint::Lint;
use crate::lints;
use crate::syntax::{Source, Span};

/// What the lints said of one package; nothing was said where the run itself would not look any further.
pub struct Answers<'p> {
    /// The package, with its files.
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
    let workspace = Workspace::new(selection, settings.apart);
    let taken = stream(&workspace, &pool, |visit, _place| {
        let Seen { known, failures, .. } = package::know(visit, Look::WhereFactsStart, settings, &pool);
        let package = visit.member().package;
        let (said, sources) = match &known {
            Some(known) => (pool.install(|| say(known)), &*known.sources),
            None => (Vec::new(), &[][..]),
        };
        visit.member().is_given.then(|| take(&Answers { package, said, failures, sources }))
    });
    Ok(taken.into_iter().flatten().collect())
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
