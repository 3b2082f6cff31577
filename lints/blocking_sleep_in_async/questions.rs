//! What is asked of a sleep that blocks its thread: whether it is meant to, and what to write in its place.

use crate::lint::Span;
use crate::model::facts::Sleep;
use crate::model::library::vocabulary;
use crate::model::source::handles::Expr;
use crate::model::source::spelled::words_of_name;

/// The place that is polled and sleeps, and the calls of plain functions that lead from there to the sleep.
pub fn polled(sleep: Sleep<'_>) -> Option<(Expr<'_>, Vec<Expr<'_>>)> {
    let call = sleep.call();
    match call.polled_in() {
        Some(_) => Some((call, Vec::new())),
        None => call.polled_by_way_of(),
    }
}

/// The block of which it is all, and all of what leads to it, but for one that a loop runs while it waits for something.
pub fn is_all(sleep: Sleep<'_>, polled: Expr<'_>) -> Option<Span> {
    all_of_block(sleep.call()).and_then(|_| all_of_block(polled))
}

/// Whether it is all that its function does: a sleep of another name.
pub fn is_all_of_function(sleep: Sleep<'_>) -> bool {
    all_of_block(sleep.call()).is_some()
}

fn all_of_block(call: Expr<'_>) -> Option<Span> {
    if call.loop_around().is_some() {
        return None;
    }
    let statement = call.stands_in()?;
    (statement.following().is_none() && statement.preceding().is_none()).then(|| statement.span())
}

/// The comment by which somebody blocks the thread on purpose.
pub fn meant(sleep: Sleep<'_>) -> Option<Span> {
    let Ok(pause) = sleep.pause() else { return None };
    let remark = pause.statement().remark()?;
    vocabulary::blocks_on_purpose(&remark.words()).then_some(remark.span)
}

/// The condition above it that asks whether the thread may be blocked: `if config.allow_blocking`.
pub fn asked(sleep: Sleep<'_>) -> Option<Span> {
    let asks = |part: Expr<'_>| vocabulary::blocks_on_purpose(&words_of_name(part.text()));
    let asking = sleep.call().conditions().find_map(|condition| condition.first_where(asks));
    asking.map(Expr::span)
}

/// The work started before it in the same function, which may be polled by the thread that it blocks.
pub fn started<'c>(sleep: Sleep<'c>) -> Option<Expr<'c>> {
    let Ok(pause) = sleep.pause() else { return None };
    pause.statement().works_before().next()
}

/// The names of the functions that these calls go through, as a list.
pub fn functions_called(way: &[Expr<'_>]) -> String {
    let names: Vec<String> = way.iter().filter_map(|call| Some(format!("`{}`", call.callee_name()?))).collect();
    names.join(" and ")
}

/// The sleep of the runtime, awaited; where the file imports from one runtime alone.
pub fn instead(sleep: Sleep<'_>) -> Option<String> {
    let Ok(pause) = sleep.pause() else { return None };
    let path = sleep.call().short_path(sleep.task_sleep()?);
    let length = pause.length()?.text();
    Some(format!("{path}({length}).await;"))
}
