//! The places of a finding, and which task runs each.

use super::place::Sources;
use crate::judged::Place;
use crate::lint::Finding;
use crate::model::context::task::{Runners, Task, Tasks};
use crate::syntax::Span;

/// A finding's places, numbered by task.
pub struct Evidence {
    /// Where it stands.
    pub own: Place,
    /// Its labels, in order.
    pub labels: Vec<Place>,
    /// Where the tasks start, in the order of their numbers.
    pub tasks: Vec<Place>,
}

impl Evidence {
    pub fn of(finding: &Finding, sources: &Sources<'_>, tasks: Option<&Tasks<'_>>) -> Evidence {
        let mut known: Vec<Task> = Vec::new();
        let spans: Vec<Span> = std::iter::once(finding.span).chain(finding.labels.iter().map(|l| l.span)).collect();
        let mut place = |span: Span, text: &str| {
            let task = tasks.and_then(|tasks| the_one(tasks.around(span), &spans)).map_or(0, |task| {
                let at = known.iter().position(|k| *k == task).unwrap_or_else(|| {
                    known.push(task);
                    known.len() - 1
                });
                at as u32 + 1
            });
            Place { task, ..sources.place(span, text) }
        };
        let own = place(finding.span, &finding.here);
        let labels = finding.labels.iter().map(|l| place(l.span, &l.text)).collect();
        Evidence { own, labels, tasks: known.iter().map(|t| sources.place(t.spawn, "")).collect() }
    }
}

/// The task that runs a place: the only one that can, or of several the one whose start is a place of the same finding.
fn the_one(runners: Runners, places: &[Span]) -> Option<Task> {
    if let ([only], false) = (runners.tasks.as_slice(), runners.others) {
        return Some(*only);
    }
    let mut shown = runners.tasks.into_iter().filter(|task| places.contains(&task.spawn));
    shown.next().filter(|_| shown.next().is_none())
}
