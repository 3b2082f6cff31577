//! The places of a finding that lie in packages which its own uses: their texts are gone, and what is shown of them was
//! kept in the interface.

use super::stream::Visit;
use crate::judged::{Excerpt, Place, Position, Stretch};
use crate::lint;

/// A place in another package, as a finding shows it.
pub struct Beyond {
    pub place: Place,
    /// The line on which it begins.
    pub excerpt: Excerpt,
    pub reach: Stretch,
}

impl Beyond {
    /// `None` where the run does not know the file.
    pub fn of(one: &lint::Beyond, visit: &Visit<'_>) -> Option<Beyond> {
        let lint::Beyond { step, text } = one;
        let path = visit.shown(step)?.to_owned();
        let position = |(line, column): (u32, u32), offset| Position { line, column, offset };
        let place = Place {
            path: path.clone(),
            start: position(step.from, step.start),
            end: position(step.to, step.end),
            text: text.clone(),
            task: 0,
        };
        let excerpt =
            Excerpt { path: path.clone(), line: step.from.0, offset: step.line_start, text: step.line.clone() };
        Some(Beyond { place, excerpt, reach: Stretch { path, first: step.from.0, last: step.to.0 } })
    }
}
