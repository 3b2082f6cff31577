//! What a question answers when it has no answer: silence, with its reason.

use crate::syntax::Span;

/// Why nothing can be said about a fact. Small and `Copy`: silence is the common case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Silence {
    /// The fact has no such part: this sleep races against nothing.
    NotMine,
    /// The model could not tell: what, as words that follow "unknown:", and where it was asked.
    Unknown(&'static str, Span),
    /// A line of the page's "Silent when", and the place that earns it.
    Excused(&'static str, Span),
}

/// What a question answers: the value, or the silence that follows from not having it.
pub type Asked<T> = Result<T, Silence>;

/// Silence that a line of a page's "Silent when" gives.
pub fn excused<T>(why: &'static str, span: Span) -> Asked<T> {
    Err(Silence::Excused(why, span))
}
