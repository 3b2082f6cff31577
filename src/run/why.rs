//! Why a lint spoke at a line, or which silence it kept there.

use super::ask::{Answer, ask, fact_name};
use super::hear::{Heard, hear};
use super::package::{self, Known};
use super::place::Sources;
use super::{Settings, Stop, pool};
use crate::files::Selection;
use crate::judged::Place;
use crate::lint::{Lint, Silence};
use crate::lints;
use crate::syntax::{FileId, Span};

/// What one lint has to say of one fact.
pub struct Reason {
    pub lint: &'static Lint,
    /// What is asked about: `spawn`, `sleep` …
    pub fact: &'static str,
    /// Where the fact stands; the text is its first line.
    pub place: Place,
    pub said: Said,
}

/// A finding's message, or the silence that was kept.
#[derive(Debug)]
pub enum Said {
    Speaks(String),
    /// A finding's message, and the comment by which the user has allowed it.
    Allowed(String, Place),
    NotMine,
    /// What the model could not tell, and where it was asked.
    Unknown(&'static str, Place),
    /// The line of the page's "Silent when", and the place that earns it.
    Excused(&'static str, Place),
}

/// What every lint (or the one named) says of the facts at a line of the file that was asked for.
///
/// The facts are those that begin on the line, or whose finding stands there; where there is none, those around it.
pub fn why(selection: Selection, line: u32, only: Option<&Lint>, settings: &Settings) -> (Vec<Reason>, Vec<String>) {
    let mut failures = selection.failures;
    let mut reasons = Vec::new();
    let pool = match pool(settings.threads) {
        Ok(pool) => pool,
        Err(failure) => return (reasons, vec![failure]),
    };
    for package in &selection.packages {
        let config = settings.configs.of(&package.info.root);
        let read = package::read(package, config, &pool);
        failures.extend(read.failures.iter().cloned());
        match package::understand(package, read, config, &pool) {
            Ok(known) => {
                failures.extend(known.failures.iter().cloned());
                pool.install(|| reasons_in(&known, line, only, &mut reasons, &mut failures));
            }
            Err(failure) => failures.push(failure),
        }
    }
    (reasons, failures)
}

fn reasons_in(
    known: &Known<'_>,
    line: u32,
    only: Option<&Lint>,
    reasons: &mut Vec<Reason>,
    failures: &mut Vec<String>,
) {
    let sources = Sources(&known.sources);
    let asked: Vec<FileId> = known.asked().map(|s| s.file).collect();
    let mut near = Vec::new();
    for &lint in lints::ALL.iter().filter(|l| only.is_none_or(|o| o.name == l.name)) {
        for answer in ask(lint, &known.krate, |span| sources.path(span)) {
            if let Some(distance) = distance(&answer, line, &asked, &sources) {
                near.push((distance, lint, answer));
            }
        }
    }
    let nearest = near.iter().map(|(distance, ..)| *distance).min();
    near.retain(|(distance, ..)| Some(*distance) == nearest);
    near.sort_by_key(|(_, lint, answer)| (answer.fact, fact_name(lint), lint.name));
    let heard = hear(&known.krate, |_, _| true, &|span| sources.path(span), &Stop::default());
    for (_, lint, answer) in near {
        match reason(lint, answer, &heard, &sources) {
            Ok(reason) => reasons.push(reason),
            Err(failure) => failures.push(failure),
        }
    }
}

/// How far a fact is from a line: 0 where it or its finding begins there, else how many lines it spans around it.
fn distance(answer: &Answer, line: u32, asked: &[FileId], sources: &Sources<'_>) -> Option<u32> {
    let finding = answer.said.iter().flatten().map(|f| f.span);
    let spans = std::iter::once(answer.fact).chain(finding).filter(|s| asked.contains(&s.file));
    let lines = |span: Span| {
        let place = sources.place(span, "");
        (place.start.line, place.end.line)
    };
    spans
        .map(lines)
        .filter(|&(start, end)| start <= line && line <= end)
        .map(|(start, end)| if start == line { 0 } else { end - start })
        .min()
}

fn reason(lint: &'static Lint, answer: Answer, heard: &Heard, sources: &Sources<'_>) -> Result<Reason, String> {
    let said = match answer.said? {
        Ok(finding) => match heard.allowing(lint, &finding) {
            Some(comment) => Said::Allowed(finding.message, sources.place(comment, "")),
            None => Said::Speaks(finding.message),
        },
        Err(Silence::NotMine) => Said::NotMine,
        Err(Silence::Unknown(question, span)) => Said::Unknown(question, sources.place(span, "")),
        Err(Silence::Excused(why, span)) => Said::Excused(why, sources.place(span, "")),
    };
    let text = sources.get(answer.fact.file).text_of(answer.fact);
    let line = text.lines().next().unwrap_or_default();
    Ok(Reason { lint, fact: fact_name(lint), place: sources.place(answer.fact, line.trim_end()), said })
}
