//! What of a function never looks at what stops it.

use crate::lint::Span;
use crate::model::facts::Stopper;
use crate::model::facts::stopper::{Given, StopKind};
use crate::model::flow::loops::Loop;
use crate::model::library::vocabulary;
use crate::model::source::handles::Expr;
use crate::model::source::spelled::words_of_name;

/// How long a sleep must be for somebody to mind that a stop waits for it, in milliseconds.
const LONG: u64 = 5_000;

/// What does not look at what stops it.
pub enum Unseen<'c> {
    /// The parameter is mentioned nowhere, and this loop waits.
    Unused(Loop<'c>),
    /// It is asked outside of this loop, and never in it.
    Outside(Loop<'c>),
    /// The loop around this sleep looks at it, there; how long it is.
    Sleep(Expr<'c>, Expr<'c>, Length),
    /// This loop receives, inside one that looks at it there, until a message or the end of the channel comes.
    Receives(Expr<'c>, Expr<'c>),
    /// This call, in a loop that looks at it there, tries something as often as it takes, with this pause between.
    Tries(Expr<'c>, Expr<'c>, Expr<'c>),
    /// The parameter is mentioned nowhere, and this waits for what other work sends.
    Answer(Expr<'c>),
    /// The loop around this sleep never looks at the field, that other code obeys there.
    Method(Expr<'c>, Expr<'c>),
}

impl Unseen<'_> {
    /// Whether the function need not look at a parameter that it was made to have.
    pub fn needs_no_look(&self) -> bool {
        !matches!(self, Unseen::Answer(_))
    }
}

/// How long a sleep is.
#[derive(PartialEq, Eq)]
pub enum Length {
    Long,
    /// Not a constant: the pause before another attempt, which grows.
    Varies,
}

/// What of the function does not look at what stops it.
pub fn unseen(stopper: Stopper<'_>) -> Option<Unseen<'_>> {
    let looks = stopper.looks();
    match stopper.how_given() {
        Given::Param if looks.is_empty() => {
            let a_loop = stopper.waiting_loops().into_iter().next();
            let unused = match a_loop {
                Some(a_loop) => Some(Unseen::Unused(a_loop)),
                None => stopper.waits_for_answer().map(Unseen::Answer),
            };
            unused.filter(|_| stopper.kind() != StopKind::Own)
        }
        Given::Param => {
            let mut found = [outside, slept_through, received_through, tried_through].into_iter();
            found.find_map(|unseen| unseen(stopper, &looks))
        }
        Given::MadeOfField => slept_through(stopper, &looks),
        Given::Field(_) => in_method(stopper, &looks),
    }
}

/// A loop without an end, or with one that others give it, where the parameter is only asked outside of it.
fn outside<'c>(stopper: Stopper<'c>, looks: &[Expr<'c>]) -> Option<Unseen<'c>> {
    if let Some(a_loop) = before_any_look(stopper, looks) {
        return Some(Unseen::Outside(a_loop));
    }
    if !looks.iter().all(|look| look.only_asks_for_stop()) {
        return None;
    }
    let goes_on = |a_loop: &Loop<'_>| a_loop.endless() || a_loop.awaits_next().is_some();
    let unseen = |a_loop: &Loop<'_>| goes_on(a_loop) && !looks.iter().any(|look| a_loop.holds(look.span()));
    let a_loop = stopper.waiting_loops().into_iter().find(unseen)?;
    let inside = looks.iter().any(|look| look.loop_around().is_some_and(|around| around.holds(a_loop.span())));
    Some(Unseen::Outside(a_loop)).filter(|_| !inside)
}

/// A loop that tries again after a pause, as often as it takes, before anything has been done with the parameter.
fn before_any_look<'c>(stopper: Stopper<'c>, looks: &[Expr<'c>]) -> Option<Loop<'c>> {
    let limited = |a_loop: Loop<'c>| a_loop.goes_over_items() || a_loop.bound_within().is_some();
    let around = stopper.whole_sleeps().into_iter().filter_map(Expr::loop_around);
    let mut unseen = around.filter(|a_loop| {
        let outermost = a_loop.and_outer().last().is_some_and(|outer| outer.span() == a_loop.span());
        outermost && looks.iter().all(|look| look.span().start >= a_loop.expr().span().end)
    });
    unseen.find(|a_loop| stopper.kind() != StopKind::Own && !limited(*a_loop))
}

/// A long sleep in a loop that looks at it elsewhere.
fn slept_through<'c>(stopper: Stopper<'c>, looks: &[Expr<'c>]) -> Option<Unseen<'c>> {
    stopper.whole_sleeps().into_iter().find_map(|sleep| {
        let a_loop = sleep.loop_around()?;
        let length = length(sleep, a_loop)?;
        let look = looks.iter().find(|look| look.is_waited_for_in(a_loop))?;
        Some(Unseen::Sleep(sleep, *look, length))
    })
}

/// A call that tries something again after a pause as often as it takes, in a loop that looks at it elsewhere.
fn tried_through<'c>(stopper: Stopper<'c>, looks: &[Expr<'c>]) -> Option<Unseen<'c>> {
    stopper.calls_that_try_on().into_iter().find_map(|(call, pause)| {
        let a_loop = call.loop_around()?;
        let look = looks.iter().find(|look| look.is_waited_for_in(a_loop))?;
        Some(Unseen::Tries(call, *look, pause))
    })
}

/// A loop that receives without looking at it, inside one that waits for it beside other things; nobody else has it, who
/// could close the channel when it comes.
fn received_through<'c>(stopper: Stopper<'c>, looks: &[Expr<'c>]) -> Option<Unseen<'c>> {
    let around = |look: &Expr<'c>| look.loop_around().filter(|a_loop| look.is_waited_for_in(*a_loop));
    // What a `select!` gives is made of all its branches.
    let own = |look: &&Expr<'c>| look.root().is_some_and(|root| root.span() == stopper.variable().span());
    let looks: Vec<Expr<'c>> = looks.iter().filter(own).copied().collect();
    if !looks.iter().all(|look| look.only_asks_for_stop() || around(look).is_some()) {
        return None;
    }
    stopper.waiting_loops().into_iter().find_map(|inner| {
        let outer = inner.expr().loop_around()?;
        let look = looks.iter().find(|look| look.is_waited_for_in(outer))?;
        let seen = looks.iter().any(|look| inner.holds(look.span()));
        let receive = stopper.received_in(inner).filter(|_| !seen)?;
        Some(Unseen::Receives(receive, *look))
    })
}

/// A sleep in a loop of a method whose value has what stops it: nothing in the loop looks at that, or it may be long.
fn in_method<'c>(stopper: Stopper<'c>, looks: &[Expr<'c>]) -> Option<Unseen<'c>> {
    let unseen = |sleep: Expr<'c>| {
        let a_loop = sleep.loop_around()?;
        let seen = stopper.looks_from(a_loop);
        if !seen.is_empty() {
            let asked = looks.iter().any(|look| a_loop.holds(look.span()) && !look.is_waited_for_in(a_loop));
            let look = seen.into_iter().find(|look| look.is_awaited_as_stop() && !asked)?;
            return Some(Unseen::Sleep(sleep, look, length(sleep, a_loop)?));
        }
        let own = looks.is_empty() && !a_loop.goes_over_items();
        stopper.obeyed_at().filter(|_| own).map(|look| Unseen::Method(sleep, look))
    };
    stopper.whole_sleeps().into_iter().find_map(unseen)
}

/// What ends the function's future before it has ended by itself.
pub fn ended_otherwise(stopper: Stopper<'_>, unseen: &Unseen<'_>) -> Option<Span> {
    match (stopper.how_given(), unseen) {
        (
            Given::Param,
            Unseen::Unused(_) | Unseen::Outside(_) | Unseen::Sleep(..) | Unseen::Receives(..) | Unseen::Tries(..),
        ) => stopper.ended_otherwise(),
        // Who has the task stops it by this, and need not abort it.
        _ => stopper.lost_with_race(),
    }
}

/// A method that is called to end something runs after the stop.
pub fn after_the_stop(stopper: Stopper<'_>) -> Option<Span> {
    let function = stopper.function_stopped().filter(|_| stopper.how_given() != Given::Param)?;
    vocabulary::ends_part(&words_of_name(function.name())).then(|| function.span())
}

fn length(sleep: Expr<'_>, a_loop: Loop<'_>) -> Option<Length> {
    let duration = sleep.duration_slept()?;
    match duration.millis() {
        Some(millis) if duration.varies_in(a_loop).is_none() => (millis >= LONG).then_some(Length::Long),
        _ => Some(Length::Varies),
    }
}
