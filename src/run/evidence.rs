//! The places of a finding, and which task runs each.

use super::place::Sources;
use crate::judged::Place;
use crate::lint::Finding;
use crate::model::context::task::Task;
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
    pub fn of(finding: &Finding, sources: &Sources<'_>, tasks: &[Task]) -> Evidence {
        let mut known: Vec<Task> = Vec::new();
        let mut place = |span: Span, text: &str| {
            let task = around(span, tasks).map_or(0, |task| {
                let at = known.iter().position(|k| k == task).unwrap_or_else(|| {
                    known.push(*task);
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

/// The innermost task whose code holds a span.
fn around(span: Span, tasks: &[Task]) -> Option<&Task> {
    tasks.iter().filter(|task| task.code.holds(span)).min_by_key(|task| task.code.end - task.code.start)
}
