//! What a task still has to do when it has been told to stop.

use crate::model::facts::Spawn;
use crate::model::library::{calls, vocabulary};
use crate::model::source::handles::Expr;
use crate::model::source::spelled::words_of_name;

/// Work that a task has left when it is told to stop.
pub struct Left<'c> {
    /// What tells it to stop.
    pub stop: Expr<'c>,
    /// The call that brings away what it has: a last `flush`.
    pub work: Expr<'c>,
}

/// The work that a task has left behind the loop that is told to stop, where nobody hears when it is done.
pub fn work_left(spawn: Spawn<'_>) -> Option<Left<'_>> {
    // What is only taken along tells by its drop that the task has ended.
    if spawn.taken_along().any(|variable| variable.name().starts_with('_')) {
        return None;
    }
    let (mut stop, mut work, mut told) = (None, None, false);
    spawn.task().each_of_code(|part| {
        if part.loop_around().is_some() {
            return true;
        }
        stop = stop.or(part.as_loop().and_then(|_| part.first_where(is_stop)));
        let name = part.callee_name();
        // A flush of a socket says goodbye; of a file, or a function of the package, nobody else will do it.
        let kept = || part.calls_own_function() || part.called_on().is_some_and(Expr::is_file);
        let brings_away = stop.is_some() && name.is_some_and(calls::brings_away) && kept();
        work = work.or(Some(part).filter(|_| brings_away));
        told |= stop.is_some() && name.is_some_and(calls::tells_others);
        true
    });
    Some(Left { stop: stop?, work: work.filter(|_| !told)? })
}

/// Whether an expression waits for the word to stop, or asks whether it has come.
fn is_stop(part: Expr<'_>) -> bool {
    let Some(name) = part.callee_name() else { return false };
    let on = || part.called_on().and_then(Expr::place_name);
    calls::waits_for_stop(name)
        || calls::waits_for_word(name) && on().is_some_and(|on| vocabulary::tells_to_stop(&words_of_name(on)))
}
