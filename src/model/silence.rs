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

/// Why a question is answered with no: a reason that a lint can put into words, with the place that earns it, or the
/// model's own silence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Not<W> {
    Because(W, Span),
    Silent(Silence),
}

impl<W> Not<W> {
    /// The fact has no such part.
    pub const MINE: Not<W> = Not::Silent(Silence::NotMine);
}

impl<W> From<Silence> for Not<W> {
    fn from(silence: Silence) -> Not<W> {
        Not::Silent(silence)
    }
}

/// What a question answers that can be denied for a reason of its own.
pub type Judged<T, W> = Result<T, Not<W>>;

/// The answer no, for a reason.
pub fn because<T, W>(why: W, span: Span) -> Judged<T, W> {
    Err(Not::Because(why, span))
}

/// No answer, since the model does not know something.
pub fn unknown<T, W>(what: &'static str, span: Span) -> Judged<T, W> {
    Err(Not::Silent(Silence::Unknown(what, span)))
}
