//! What shows that a task without an end is one too many, and what a task still has to do when it has been told to stop.

use crate::lint::Span;
use crate::model::context::runs::{Cause, HowOften};
use crate::model::facts::Spawn;
use crate::model::facts::spawn::owner::Owner;
use crate::model::facts::spawn::{Endless, Ends};
use crate::model::flow::points::{Point, walk};
use crate::model::library::{calls, steps, vocabulary};
use crate::model::source::handles::{Expr, Function, Variable};
use crate::model::source::spelled::words_of_name;
use crate::model::values::branches::Branch;

/// What shows that somebody would act on a task without an end.
pub enum Shown {
    /// Another one is started again and again.
    Again,
    /// Another one is started with each call of this, which comes as often as somebody likes.
    Asked(Span),
    /// Who starts it is told to stop by this parameter; its task may look at it before its loop.
    Told { stop: Span, looked_at: bool },
    /// Who starts it ends with this message.
    Ended(Span),
}

/// What shows that somebody would act on it: tasks that add up, or one that goes on when who starts it has been told to
/// stop. One for a component that a program starts once is true, and left as it is.
pub fn shown(spawn: Spawn<'_>, often: &HowOften, endless: &Endless) -> Option<Shown> {
    let again = match often.cause {
        Cause::Loop(_) | Cause::Recursion(_) => true,
        Cause::Callback(_) => !spawn.one_for_each_success(often),
        _ => false,
    };
    if again {
        return Some(Shown::Again);
    }
    if let Some(asked) = asked_of_instance(spawn, often).filter(|_| spawn.works_for_starter()) {
        return Some(Shown::Asked(asked.span()));
    }
    // What is told to a receiver that has gone does nothing.
    if matches!(often.cause, Cause::OwnFlag(_)) || endless.only_tells {
        return None;
    }
    if let Some(stop) = spawn.stop_of_starter() {
        let looked_at = stop.mentions().any(|mention| spawn.task().holds(mention));
        return Some(Shown::Told { stop: stop.span(), looked_at });
    }
    spawn.end_of_starter().map(Shown::Ended)
}

/// The function that starts it and can be called from outside as often as somebody likes: it is asked of what is there
/// already, and starts by its name no part of the program. Where a constructor starts the task, that is such a part.
fn asked_of_instance<'c>(spawn: Spawn<'c>, often: &HowOften) -> Option<Function<'c>> {
    let opener = spawn.opened_by(often)?;
    let starts = |function: &Function<'_>| vocabulary::starts_part(&words_of_name(function.name()));
    let own = spawn.expr().function().filter(|own| !own.is_associated() || !starts(own))?;
    if own.is_open() && own.takes_shared_self() && !own.answers_library() && !starts(&own) {
        return Some(own);
    }
    let answers = opener.answers_library() && !vocabulary::assembles(&words_of_name(opener.name()));
    let asked = answers || opener.takes_shared_self() && !opener.answers_library();
    Some(opener).filter(|opener| asked && !starts(opener))
}

/// Work that a task has left when it is told to stop.
pub struct Left<'c> {
    /// What tells it to stop.
    pub stop: Expr<'c>,
    /// The call that brings away what it has: a last `flush`.
    pub work: Expr<'c>,
}

/// The work that a task has left when it is told to stop, where nobody hears when it is done.
pub fn work_left(spawn: Spawn<'_>) -> Option<Left<'_>> {
    // What is only taken along tells by its drop that the task has ended.
    if spawn.taken_along().any(|variable| variable.name().starts_with('_')) {
        return None;
    }
    match left_behind_loop(spawn) {
        None => left_in_branch(spawn),
        left => left,
    }
}

/// Work behind the loop that is told to stop.
fn left_behind_loop(spawn: Spawn<'_>) -> Option<Left<'_>> {
    let (mut stop, mut work, mut told) = (None, None, false);
    spawn.task().each_of_code(|part| {
        if part.loop_around().is_some() {
            return true;
        }
        stop = stop.or(part.as_loop().and_then(|_| part.first_where(Expr::waits_for_stop)));
        work = work.or(Some(part).filter(|_| stop.is_some_and(|stop| brings_away(part) || once_more(part, stop))));
        told |= stop.is_some() && part.callee_name().is_some_and(calls::tells_others);
        true
    });
    Some(Left { stop: stop?, work: work.filter(|_| !told)? })
}

/// Work behind the branch that is told to stop: before the loop is left by it, or in the last iteration, which the branch
/// has only marked as such.
fn left_in_branch(spawn: Spawn<'_>) -> Option<Left<'_>> {
    let mut branches = Vec::new();
    spawn.task().each_of_code(|part| {
        branches.extend(part.branches().filter(|branch| branch.source().is_some_and(Expr::tells_to_stop)));
        true
    });
    branches.into_iter().find_map(last_work)
}

fn last_work<'c>(branch: Branch<'c>) -> Option<Left<'c>> {
    let (stop, start, a_loop) = (branch.source()?, branch.start()?, branch.select.loop_around()?);
    let asked: Vec<Point<'c>> = stop.points().chain(branch.select.point()).collect();
    let (mut marked, mut again, mut told, mut work) = (false, false, false, None);
    walk(&[start], |point| {
        if asked.contains(&point) {
            again = true;
            return false;
        }
        marked |= point.marks_end_of(a_loop);
        if let Some(call) = point.expr().filter(|part| part.callee_name().is_some()) {
            work = work.or(call.first_anywhere(brings_away));
            told |= call.first_anywhere(|part| part.callee_name().is_some_and(calls::tells_others)).is_some();
        }
        true
    });
    let work = work.filter(|_| !told && (marked || !again))?;
    Some(Left { stop, work })
}

/// Whether a call behind a loop does once more, for what is left, what the loop does again and again: it awaits the same
/// function of the package, which is lent a list that the loop fills.
fn once_more(part: Expr<'_>, stop: Expr<'_>) -> bool {
    let Some(a_loop) = stop.ancestors().filter(|around| around.as_loop().is_some()).last() else { return false };
    let awaited = part.awaited_by().is_some_and(|by| by != part);
    let Some(name) = part.callee_name().filter(|_| awaited && part.calls_own_function()) else { return false };
    let lent: Vec<Variable<'_>> = part.args().filter_map(Expr::root).filter(|one| one.name() != "self").collect();
    let on_lent = |root: Option<Variable<'_>>| root.is_some_and(|one| lent.contains(&one));
    let again = |call: Expr<'_>| call.callee_name() == Some(name) && call.args().any(|arg| on_lent(arg.root()));
    let fills = |call: Expr<'_>| {
        call.callee_name().is_some_and(steps::adds_to_list) && on_lent(call.called_on().and_then(Expr::root))
    };
    a_loop.first_anywhere(again).is_some() && a_loop.first_anywhere(fills).is_some()
}

/// Whether a call brings what was collected to where it is kept. A flush of a socket says goodbye; of a file, or a function
/// of the package, nobody else will do it.
fn brings_away(part: Expr<'_>) -> bool {
    part.callee_name().is_some_and(calls::brings_away)
        && (part.calls_own_function() || part.called_on().is_some_and(Expr::is_file))
}

/// What keeps the task's handle, ends the task by it in a method, and forgets to when it is dropped.
pub fn forgetful_owner(spawn: Spawn<'_>) -> Option<Owner<'_>> {
    if !spawn.is_async() || spawn.is_blocking_work() || spawn.in_test() {
        return None;
    }
    let repeats = || matches!(spawn.endless(), Ok(Ok(_) | Err(Ends::Closed(_) | Ends::Exit(_))));
    spawn.outlives_owner().filter(|_| repeats())
}
