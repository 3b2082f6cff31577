//! What of a function never looks at the parameter that stops it.

use crate::model::facts::Stopper;
use crate::model::facts::stopper::StopKind;
use crate::model::flow::loops::Loop;
use crate::model::source::handles::Expr;

/// How long a sleep must be for somebody to mind that a stop waits for it, in milliseconds.
const LONG: u64 = 5_000;

/// What does not look at the parameter.
pub enum Unseen<'c> {
    /// The parameter is mentioned nowhere, and this loop waits.
    Unused(Loop<'c>),
    /// It is asked once before this loop without an end, and never in it.
    Outside(Loop<'c>),
    /// The loop around this sleep looks at it, there.
    Sleep(Expr<'c>, Expr<'c>),
}

/// What of the function does not look at the parameter that stops it.
pub fn unseen(stopper: Stopper<'_>) -> Option<Unseen<'_>> {
    let looks = stopper.looks();
    if looks.is_empty() {
        let mut waiting = stopper.waiting_loops().into_iter();
        return waiting.next().filter(|_| stopper.kind() != StopKind::Own).map(Unseen::Unused);
    }
    match outside(stopper, &looks) {
        Some(unseen) => Some(unseen),
        None => slept_through(stopper, &looks),
    }
}

/// A loop without an end, where the parameter is only asked outside of it.
fn outside<'c>(stopper: Stopper<'c>, looks: &[Expr<'c>]) -> Option<Unseen<'c>> {
    if !looks.iter().all(|look| look.only_asks_for_stop()) {
        return None;
    }
    let unseen = |a_loop: &Loop<'_>| a_loop.endless() && !looks.iter().any(|look| a_loop.holds(look.span()));
    let a_loop = stopper.waiting_loops().into_iter().find(unseen)?;
    let inside = looks.iter().any(|look| look.loop_around().is_some_and(|around| around.holds(a_loop.span())));
    Some(Unseen::Outside(a_loop)).filter(|_| !inside)
}

/// A long sleep in a loop that looks at the parameter elsewhere.
fn slept_through<'c>(stopper: Stopper<'c>, looks: &[Expr<'c>]) -> Option<Unseen<'c>> {
    stopper.whole_sleeps().into_iter().find_map(|sleep| {
        let long = sleep.args().next()?.millis().is_some_and(|millis| millis >= LONG);
        let a_loop = sleep.loop_around().filter(|_| long)?;
        let look = looks.iter().find(|look| look.is_waited_for_in(a_loop))?;
        Some(Unseen::Sleep(sleep, *look))
    })
}
