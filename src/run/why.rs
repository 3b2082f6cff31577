//! Why a lint spoke at a line, or which silence it kept there; and why there may be nothing to speak of.

mod hidden;
mod nothing;

use super::ask::{Answer, ask, fact_name};
use super::beyond::Beyond;
use super::fingerprints::fingerprints;
use super::hear::{Heard, hear};
use super::map::at_line;
use super::package::{self, Known, Look, Seen};
use super::place::Sources;
use super::stream::{Visit, stream};
use super::workspace::Workspace;
use super::{Settings, Stop, guarded, pool};
use crate::files::Selection;
use crate::judged::Place;
use crate::lint::{Finding, Level, Lint, Silence};
use crate::lints;
use crate::map::Map;
use crate::model::silence::answered_by;
use crate::syntax::{FileId, Span};

pub use hidden::Hidden;
pub use nothing::{Near, Note, Nothing};

/// All there is to say about a line.
#[derive(Default)]
pub struct Why {
    /// By fact and lint.
    pub reasons: Vec<Reason>,
    /// Where no lint is asked about anything at the line: what there is instead.
    pub nothing: Nothing,
    /// The map of its package, where no lint was named.
    pub map: Map,
    /// The nodes of the map that begin on the line.
    pub here: Vec<usize>,
    /// What was left out around the line, a sentence each.
    pub cuts: Vec<String>,
    /// What could not be done, a sentence each.
    pub failures: Vec<String>,
}

/// What one lint has to say of one fact.
pub struct Reason {
    /// The lint that was asked.
    pub lint: &'static Lint,
    /// What is asked about: `spawn`, `sleep` …
    pub fact: &'static str,
    /// Where the fact stands; the text is its first line.
    pub place: Place,
    /// What it said.
    pub said: Said,
}

/// A finding's message, or the silence that was kept.
pub enum Said {
    /// A finding.
    Speaks {
        /// What happens at run time.
        message: String,
        /// Where the finding stands.
        place: Place,
        /// The mark by which a baseline knows it; `None` where it stands in a file that was not asked for.
        fingerprint: Option<String>,
        /// The places that decided it, in order, each with what it has to do with it; those in other packages come last.
        evidence: Vec<(Spot, String)>,
        /// The level at which it is reported, or why it is not.
        shown: Result<Level, Hidden>,
    },
    /// The lint is not about this.
    NotMine,
    /// What the model could not tell.
    Unknown {
        /// What was asked.
        question: &'static str,
        /// What the user can do so that it can be told.
        advice: Option<&'static str>,
        /// The place it was asked of.
        asked: Spot,
    },
    /// The line of the page's "Silent when", and the place that earns it.
    Excused(&'static str, Spot),
}

/// A place and the source line on which it begins.
#[derive(Clone, Debug)]
pub struct Spot {
    /// Where it is.
    pub place: Place,
    /// The whole line, without what is before or after it in the file.
    pub line: String,
}

/// What every lint (or the one named) says of the facts at a line of the file that was asked for.
///
/// The facts are those that begin on the line, or whose finding stands there; where there is none, those around it.
pub fn why(selection: Selection, line: u32, only: Option<&Lint>, settings: &Settings) -> Why {
    let mut why = Why { failures: selection.failures.clone(), ..Why::default() };
    let pool = match pool(settings.threads) {
        Ok(pool) => pool,
        Err(failure) => return Why { failures: vec![failure], ..Why::default() },
    };
    let workspace = Workspace::new(&selection, settings.apart);
    let answers = stream(&workspace, &pool, |visit, _place| {
        let mut why = Why::default();
        let is_given = visit.member().is_given;
        let Seen { known, failures, .. } = package::know(visit, Look::Everywhere, settings, &pool);
        why.failures = failures;
        if let Some(known) = known {
            let asking = Asking { visit, known: &known, settings, sources: Sources(&known.sources), line };
            pool.install(|| asking.answer(only, &mut why));
            if only.is_none()
                && let Some(tasks) = known.tasks(&pool, &mut why.failures)
            {
                let path = || visit.member().package.info.root.display().to_string();
                match guarded("the map", path, || pool.install(|| at_line(&known, &tasks, line))) {
                    Ok((map, here)) => (why.map, why.here) = (map, here),
                    Err(failure) => why.failures.push(failure),
                }
            }
        }
        (is_given, why)
    });
    for (is_given, answer) in answers {
        why.failures.extend(answer.failures);
        if is_given {
            why.reasons.extend(answer.reasons);
            why.cuts.extend(answer.cuts);
            (why.nothing, why.map, why.here) = (answer.nothing, answer.map, answer.here);
        }
    }
    why
}

/// One question about one line.
struct Asking<'a> {
    visit: &'a Visit<'a>,
    known: &'a Known<'a>,
    settings: &'a Settings,
    sources: Sources<'a>,
    line: u32,
}

impl Asking<'_> {
    fn answer(&self, only: Option<&Lint>, why: &mut Why) {
        self.reasons(only, why);
        let asked: Vec<FileId> = self.known.asked().map(|s| s.file).collect();
        let cuts = self.known.krate.cuts().into_iter().filter(|cut| asked.contains(&cut.within.file));
        why.cuts = cuts.filter(|cut| self.is_around(cut.within)).map(|cut| cut.sentence()).collect();
    }

    fn reasons(&self, only: Option<&Lint>, why: &mut Why) {
        let asked: Vec<FileId> = self.known.asked().map(|s| s.file).collect();
        let wanted = |lint: &&&Lint| only.is_none_or(|only| only.name == lint.name);
        let mut answers: Vec<(&'static Lint, Answer)> = Vec::new();
        for &lint in lints::ALL.iter().filter(wanted) {
            let all = ask(lint, &self.known.krate, |span| self.sources.path(span));
            answers.extend(all.into_iter().filter(|a| asked.contains(&a.fact.file)).map(|answer| (lint, answer)));
        }
        let near = answers.iter().filter_map(|(_, answer)| self.distance(answer)).min();
        if near.is_none() {
            let facts = answers.iter().map(|(lint, answer)| (answer.fact, fact_name(lint)));
            why.nothing = self.nothing(&asked, only, facts);
            return;
        }
        answers.retain(|(_, answer)| self.distance(answer) == near);
        answers.sort_by_key(|(lint, answer)| (answer.fact, fact_name(lint), lint.name));
        let heard = hear(&self.known.krate, |_, _| true, &|span| self.sources.path(span), &Stop::default());
        let fingerprints = fingerprints(&heard.findings, self.known);
        for (lint, answer) in answers {
            match self.reason(lint, answer, &heard, &fingerprints) {
                Ok(reason) => why.reasons.push(reason),
                Err(failure) => why.failures.push(failure),
            }
        }
    }

    /// How far a fact is from the line: 0 where it or its finding begins there, else how many lines it spans around it.
    fn distance(&self, answer: &Answer) -> Option<u32> {
        let finding = answer.said.iter().flatten().map(|f| f.span).filter(|span| span.file == answer.fact.file);
        std::iter::once(answer.fact)
            .chain(finding)
            .map(|span| self.lines(span))
            .filter(|&(start, end)| start <= self.line && self.line <= end)
            .map(|(start, end)| if start == self.line { 0 } else { end - start })
            .min()
    }

    fn is_around(&self, span: Span) -> bool {
        let (first, last) = self.lines(span);
        first <= self.line && self.line <= last
    }

    fn lines(&self, span: Span) -> (u32, u32) {
        let place = self.sources.place(span, "");
        (place.start.line, place.end.line)
    }

    fn reason(
        &self,
        lint: &'static Lint,
        answer: Answer,
        heard: &Heard,
        fingerprints: &[Option<String>],
    ) -> Result<Reason, String> {
        let said = match answer.said? {
            Ok(finding) => {
                let shown = self.shown(lint, &finding, answer.in_test, heard);
                let place = self.sources.place(finding.span, "");
                let fingerprint = heard.number(lint, &finding).and_then(|number| fingerprints[number].clone());
                let evidence = self.evidence(&finding);
                Said::Speaks { message: finding.message, place, fingerprint, evidence, shown }
            }
            Err(Silence::NotMine) => Said::NotMine,
            Err(Silence::Unknown(question, span)) => {
                Said::Unknown { question, advice: answered_by(question), asked: self.spot(span) }
            }
            Err(Silence::Excused(why, span)) => Said::Excused(why, self.spot(span)),
        };
        let text = self.sources.get(answer.fact.file).text_of(answer.fact);
        let line = text.lines().next().unwrap_or_default();
        Ok(Reason { lint, fact: fact_name(lint), place: self.sources.place(answer.fact, line.trim_end()), said })
    }

    fn evidence(&self, finding: &Finding) -> Vec<(Spot, String)> {
        let here = finding.labels.iter().map(|label| (self.spot(label.span), label.text.clone()));
        let beyond = finding.beyond.iter().filter_map(|one| Beyond::of(one, self.visit)).map(|beyond| {
            let text = beyond.place.text.clone();
            (Spot { place: beyond.place, line: beyond.excerpt.text }, text)
        });
        here.chain(beyond).collect()
    }

    fn spot(&self, span: Span) -> Spot {
        let place = self.sources.place(span, "");
        let source = self.sources.get(span.file);
        let line = source.text_of(source.line_span(place.start.line)).to_owned();
        Spot { place, line }
    }
}
