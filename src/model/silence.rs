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

/// The first of several answers; else the first silence that says something.
pub fn first_answer<T>(answers: impl Iterator<Item = Asked<T>>) -> Asked<T> {
    let mut silence = Silence::NotMine;
    for answer in answers {
        match answer {
            Err(why) if silence == Silence::NotMine => silence = why,
            Err(_) => {}
            found => return found,
        }
    }
    Err(silence)
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

/// What a user can do so that a question has an answer, by the words in which the question is asked.
///
/// `tests/house.rs` holds the list against every question that the model asks.
pub const ANSWERED_BY: &[(&str, &str)] = &[
    (
        "the duration of this timer",
        "write the duration where the timer is made, as `Duration::from_secs(5)` or a constant of this package",
    ),
    (
        "which atomic this is",
        "name the atomic by a variable, a field or a static where it is used; an element of a collection has no name",
    ),
    (
        "what becomes of this value",
        "look at the value where it comes in, with `match`, `if let` or `?`; calls that do more than log hide it",
    ),
    (
        "what becomes of this iterator",
        "go over it where it is made, with `for` or a method that ends it, as `collect` or `for_each`",
    ),
    ("where this drain runs", "move the drain out of the macro or the pattern around it, into a statement of its own"),
    ("where this wait runs", "move the wait out of the macro or the pattern around it, into a statement of its own"),
    (
        "whether the callers of this helper bound it",
        "bound the wait inside the helper, with a `timeout` or a number of attempts; of callers only those that await a private function are known",
    ),
    (
        "what dropping this handle does",
        "name the function that starts it in conclint.toml under `[[spawn]]`, with `on-drop` as \"detach\", \"cancel\" or \
         \"join\"",
    ),
    (
        "the code of this task",
        "give the spawn a closure, an `async` block or a call of a function of this package; a value whose type is a trait \
         object cannot be looked into",
    ),
    (
        "how often this code runs",
        "call the function that starts it by its name: a closure or function that is kept in a value is not followed",
    ),
    (
        "where the sender goes",
        "give what the call returns a type annotation, or hand the sender to a function of this package",
    ),
    ("how many values this channel holds", "give the channel a number or a constant of this package as its capacity"),
    (
        "where this sender was made",
        "make the sender in this package, and put it into its field in the literal of the struct",
    ),
    (
        "which source this is",
        "give the source a name with `let`, or keep it in a field: a call may give another each time",
    ),
    (
        "what this macro does",
        "write what the macro does as code: only the macros of std and of known libraries are read",
    ),
    (
        "whether this call waits",
        "give the value that it is called on a type annotation; if it waits, name it in conclint.toml under `[[sleep]]` or \
         `[[blocking]]`",
    ),
    (
        "which lock this is",
        "take the lock through a variable, a field or a static: an element of a collection may be another each time",
    ),
    (
        "whether what the guard gives borrows from it",
        "give the value a name with `let` before the `match`, so that the guard goes at the end of that statement",
    ),
    ("whether this guard is still held", "drop the guard, or move it, on every path before this place"),
    (
        "what this call gives",
        "wait in the branch for a call of a library, or take all that it gives by a name and look at it in the branch",
    ),
    (
        "whether this call takes a permit",
        "give the value that it is called on a type annotation, so that it is seen to be a semaphore or something else",
    ),
    (
        "whether this call replaces the source",
        "give the value that it is called on a type annotation, or move the source out of the value before the loop",
    ),
];

/// What a user can do so that a question has an answer.
pub fn answered_by(question: &str) -> Option<&'static str> {
    ANSWERED_BY.iter().find(|(asked, _)| *asked == question).map(|(_, advice)| *advice)
}
