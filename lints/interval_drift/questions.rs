//! Whether the length of a sleep is taken for the length of an iteration, and whether it is that.

use crate::model::flow::NodeKind;
use crate::model::flow::loops::Loop;
use crate::model::flow::points::walk;
use crate::model::library::{locks, vocabulary};
use crate::model::source::handles::Expr;
use crate::model::source::spelled::words_of_name;

/// How it shows that a sleep is meant as a period.
pub(super) enum Meant<'c> {
    /// Its length is added up to the time that has passed.
    Added { to: Expr<'c>, step: Expr<'c> },
    /// What was counted is divided by its length.
    Divided(Expr<'c>),
    /// Its length is called after a beat.
    Named,
}

/// How it shows that a sleep of this length is the period of a loop.
pub(super) fn meant<'c>(length: Expr<'c>, a_loop: Loop<'c>) -> Option<Meant<'c>> {
    let iteration = a_loop.expr();
    let added = |part: &Expr<'c>| {
        let (to, step) = part.place_and_step()?;
        let counts = step.text() == length.text() || is_number_in(step, length) && is_time(to);
        counts.then_some(Meant::Added { to, step: *part })
    };
    let divided = |part: &Expr<'c>| {
        let (counted, by) = part.quotient()?;
        let divides = counted.varies_in(a_loop).is_some() && by.first_where(|of| is_name_in(of, length)).is_some();
        divides.then_some(Meant::Divided(*part))
    };
    let shows = |part: Expr<'c>| added(&part).or(divided(&part));
    if let Some(part) = iteration.first_where(|part| shows(part).is_some()) {
        return shows(part);
    }
    let words: Vec<String> = names(length.text()).flat_map(words_of_name).collect();
    (vocabulary::names_beat(&words) && !a_loop.goes_over_items()).then_some(Meant::Named)
}

/// Whether a number is what a length is made of: `500` of `Duration::from_millis(500)`.
fn is_number_in(step: Expr<'_>, length: Expr<'_>) -> bool {
    length.args().any(|number| number.text() == step.text())
}

/// Whether an expression is the name of a length, or of the number that it is made of.
fn is_name_in(part: Expr<'_>, length: Expr<'_>) -> bool {
    let is_name = part.local().is_some() || part.is_shared_place();
    is_name && (part.text() == length.text() || is_number_in(part, length))
}

/// Whether a place is called after time that has passed.
fn is_time(place: Expr<'_>) -> bool {
    place.place_name().is_some_and(|name| vocabulary::names_time_spent(&words_of_name(name)))
}

fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
}

/// The condition in a loop under which it sleeps.
pub(super) fn condition<'c>(pause: Expr<'c>, a_loop: Loop<'c>) -> Option<Expr<'c>> {
    pause.conditions().find(|condition| a_loop.expr().holds(*condition))
}

/// Where a loop asks how much time has passed.
pub(super) fn clock(a_loop: Loop<'_>) -> Option<Expr<'_>> {
    a_loop.expr().first_where(|part| part.callee_name().is_some_and(vocabulary::measures_time))
}

/// What takes time in an iteration beside its sleep.
pub(super) fn work<'c>(pause: Expr<'c>, a_loop: Loop<'c>) -> Option<Expr<'c>> {
    let start = pause.point()?;
    let mut found = None;
    walk(&[start], |point| {
        let waits = point.expr().filter(|part| !part.holds(pause) && takes_time(point.kind(), *part));
        found = found.or(waits);
        point.is_in(a_loop)
    });
    found
}

/// Whether a point waits; locks are had at once, as a rule.
fn takes_time<'c>(kind: NodeKind, part: Expr<'c>) -> bool {
    let locks = |call: Expr<'c>| {
        let named = call.callee_name().is_some_and(locks::is_lock_call);
        named && call.args().next().is_none() && call.awaited_by() == Some(part)
    };
    match kind {
        NodeKind::Await(_) => part.first_where(locks).is_none(),
        _ => part.may_wait() == Some(true),
    }
}
