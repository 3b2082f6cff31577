//! The timeline of an example, with a moment at each place that a lint's first finding on it speaks of.

use super::ask::ask;
use super::evidence::Evidence;
use super::package::{self, Known, Look, Seen};
use super::place::Sources;
use super::stream::{Visit, stream};
use super::workspace::Workspace;
use super::{Settings, guarded, pool};
use crate::files::Selection;
use crate::judged;
use crate::lint::{Finding, Lint};
use crate::map::{Moment, Place, Reaches, Timeline};
use crate::syntax::Span;

/// A piece of code as it is shown with a lint.
pub struct Example {
    /// What happens in it.
    pub timeline: Timeline<Place>,
    /// What the lint says first of it; `None` where it says nothing.
    pub reported: Option<Reported>,
}

/// A finding, whatever its level is.
pub struct Reported {
    /// What happens at run time.
    pub message: String,
    /// Where it stands, and what is said there.
    pub place: judged::Place,
    /// The evidence, in order.
    pub evidence: Vec<judged::Place>,
}

/// What one package shows of a lint; an error is a sentence.
pub fn example(selection: &Selection, lint: &Lint, settings: &Settings) -> Result<Example, String> {
    if let Some(failure) = selection.failures.first() {
        return Err(failure.clone());
    }
    let pool = pool(settings.threads)?;
    let workspace = Workspace::new(selection, settings.apart);
    let made = stream(&workspace, &pool, |visit: &Visit<'_>, _place| {
        let Seen { known, mut failures, .. } = package::know(visit, Look::Everywhere, settings, &pool);
        let drawn = known.and_then(|known| {
            let tasks = known.tasks(&pool, &mut failures)?;
            let path = || visit.member().package.info.root.display().to_string();
            let draw = || {
                let finding = first_finding(lint, &known);
                let timeline = known.krate.timeline(&tasks, &spans(finding.as_ref()));
                Example {
                    timeline: placed(timeline, &known),
                    reported: finding.map(|finding| reported(finding, &known)),
                }
            };
            Some(guarded("the timeline", path, || pool.install(draw)))
        });
        drawn.unwrap_or_else(|| Err(failures.into_iter().next().unwrap_or_default()))
    });
    made.into_iter().next().unwrap_or_else(|| Err("there is nothing to draw".to_owned()))
}

fn first_finding(lint: &Lint, known: &Known<'_>) -> Option<Finding> {
    let answers = ask(lint, &known.krate, |span| Sources(&known.sources).path(span));
    let mut findings: Vec<Finding> = answers.into_iter().filter_map(|answer| answer.said.ok()?.ok()).collect();
    findings.sort_by_key(|finding| finding.span);
    findings.into_iter().next()
}

/// The places of which a finding speaks, in its order.
fn spans(finding: Option<&Finding>) -> Vec<Span> {
    let places = |finding: &Finding| {
        let labels = finding.labels.iter().map(|label| label.span);
        std::iter::once(finding.span).chain(labels).collect()
    };
    finding.map_or_else(Vec::new, places)
}

fn reported(finding: Finding, known: &Known<'_>) -> Reported {
    let Evidence { own, labels, .. } = Evidence::of(&finding, &Sources(&known.sources), None);
    Reported { message: finding.message, place: own, evidence: labels }
}

/// The timeline with lines for spans. What is asked about is left out where something else happens on its line, and has the
/// line's text where nothing does.
fn placed(drawn: Timeline<Span>, known: &Known<'_>) -> Timeline<Place> {
    let sources = Sources(&known.sources);
    let line_of = |span: Span| sources.place(span, "").start.line;
    let text = |span: Span| {
        let source = sources.get(span.file);
        source.text_of(source.line_span(line_of(span))).trim().to_owned()
    };
    let firm: Vec<(usize, u32)> =
        drawn.moments.iter().filter(|m| m.reaches != Reaches::Asked).map(|m| (m.lane, line_of(m.at))).collect();
    let mut kept: Vec<Moment<Span>> = Vec::new();
    for moment in drawn.moments {
        let here = (moment.lane, line_of(moment.at));
        let is_asked = moment.reaches == Reaches::Asked;
        let is_there =
            |other: &Moment<Span>| other.reaches == Reaches::Asked && (other.lane, line_of(other.at)) == here;
        match is_asked {
            true if firm.contains(&here) || kept.iter().any(is_there) => {}
            true => kept.push(Moment { text: format!("`{}`", text(moment.at)), ..moment }),
            false => kept.push(moment),
        }
    }
    let drawn = Timeline { lanes: drawn.lanes, moments: kept, stretches: drawn.stretches };
    drawn.with_places(|span| sources.shown(span))
}
