//! What limits how many of a loop's tasks run at once, and what is started or polled for each item of what a caller hands
//! in, or for each value that is dropped.
//!
//! A collection is as long as somebody made it, and most are short: all of that is said only when asked for.

use crate::lint::{Asked, Finding, Level, Silence, Span, excused};
use crate::model::facts::spawn::HandleUse;
use crate::model::facts::spawn::input::Input;
use crate::model::facts::spawn::site::Site;
use crate::model::facts::{FanOut, Spawn};
use crate::model::library::permits;
use crate::model::source::handles::Expr;

/// The permit that a task takes itself, where nothing limits how many of the tasks run at once.
pub fn unlimited(spawn: Spawn<'_>) -> Asked<Option<Expr<'_>>> {
    let site = spawn.site()?;
    if site.leaves_loop() {
        return excused("the spawn exits the loop", site.expr().span());
    }
    if let Some(receive) = spawn.ends_with_iteration() {
        return excused("the task ends when its iteration drops the sender", receive.span());
    }
    let doubt = match site.is_spawn() {
        true => {
            limited_by_handle(spawn, site)?;
            None
        }
        false => permit_in_function(spawn)?,
    };
    if let Some(permit) = site.task().brings_permit() {
        return Err(permitted(permit));
    }
    limited_in_loops(site)?;
    if let Some(call) = doubt {
        return Err(unknown_permit(call));
    }
    match site.task().permit_inside() {
        Some(tried) if tried.callee_name().is_some_and(permits::tries) => Err(refused(tried)),
        waited => Ok(waited),
    }
}

fn limited_by_handle(spawn: Spawn<'_>, site: Site<'_>) -> Asked<()> {
    let at = site.expr().span();
    match spawn.handle_use() {
        HandleUse::Awaited => excused("the task is awaited, joined or aborted before the next one starts", at),
        HandleUse::Keyed => excused("one task for each key is kept in a map", at),
        HandleUse::Sent if site.handle_sent_to_asker() => Err(answered(at)),
        _ => Ok(()),
    }
}

/// The call of the function around a spawn that may take a permit, where none surely does.
fn permit_in_function(spawn: Spawn<'_>) -> Asked<Option<Expr<'_>>> {
    let (task, mut permit, mut doubt) = (spawn.task(), None, None);
    spawn.expr().each_of_body(|part| {
        match part.takes_permit() {
            Some(true) => permit = permit.or(Some(part)),
            Some(false) => {}
            None => doubt = doubt.or(Some(part)),
        }
        permit.is_none() && part != task
    });
    match permit {
        Some(permit) => Err(permitted(permit)),
        None => Ok(doubt),
    }
}

/// What limits the tasks in the loops around a site, or in the message that is handed to the task.
fn limited_in_loops(site: Site<'_>) -> Asked<()> {
    let outermost = site.in_outermost_loop();
    let counted = outermost.counted();
    if let Some(decides) = counted.refused_before() {
        return excused("the function that starts the task returns where too many run", decides.span());
    }
    if let Some(wait) = counted.waits_for_earlier() {
        return excused("the task that was started earlier is waited for before the spawn", wait.span());
    }
    let (mut limit, mut doubt) = (None, None);
    outermost.each_part(|part| {
        let permit = part.takes_permit();
        limit = match permit {
            Some(true) => Some(permitted(part)),
            _ if counted.decides(part) => Some(counts(part)),
            _ if part.joins_tasks() => Some(joins(part)),
            _ => None,
        };
        doubt = doubt.or(Some(part).filter(|_| permit.is_none()));
        limit.is_none()
    });
    if let Some(limit) = limit {
        return Err(limit);
    }
    if let Some(count) = counted.refused() {
        return Err(refused(count));
    }
    if let Some(message) = site.work_sent() {
        return excused("each message is itself the work: who sends it decides how many run", message);
    }
    if let Some(message) = site.answer_brought() {
        return Err(answered(message));
    }
    match doubt {
        Some(call) => Err(unknown_permit(call)),
        None => Ok(()),
    }
}

fn permitted(call: Expr<'_>) -> Silence {
    Silence::Excused("a permit is acquired before the spawn", call.span())
}

fn counts(comparison: Expr<'_>) -> Silence {
    Silence::Excused("the loop tests how many are running", comparison.span())
}

fn refused(decision: Expr<'_>) -> Silence {
    Silence::Excused("the task ends immediately where too many run already", decision.span())
}

fn joins(call: Expr<'_>) -> Silence {
    Silence::Excused("the loop joins a task before it starts the next one", call.span())
}

fn answered(message: Span) -> Silence {
    Silence::Excused("each message brings the channel for its reply: as many run as callers wait", message)
}

fn unknown_permit(call: Expr<'_>) -> Silence {
    Silence::Unknown("whether this call takes a permit", call.span())
}

/// A task for each item of what a caller hands in.
pub fn started(spawn: Spawn<'_>, input: Input<'_>) -> Result<Finding, Silence> {
    if spawn.in_test() {
        return excused("the code is a test, a benchmark or an example", spawn.span());
    }
    if let Some(permit) = spawn.task().brings_permit() {
        return Err(permitted(permit));
    }
    let inside = limit_on_each(spawn)?;
    if !spawn.waits()? {
        return excused("the task has nothing to wait for but a send", spawn.span());
    }
    let what = spawn.noun();
    let message = match spawn.unlimited_unit() {
        true => format!(
            "one {what} is started for every item of the input, however long it is, and nothing limits how many run at a time"
        ),
        false => format!(
            "one {what} is queued for every item of the input, however long it is: as many run as the pool has threads, and all others wait in memory"
        ),
    };
    let mut finding = Finding::new(spawn.span(), message).level(Level::Pedantic).label(input.span(), decides(input));
    if let Some(call) = spawn.input_given() {
        finding = finding.label(call.span(), "each is handed on here");
    }
    if let Some(permit) = inside {
        finding = finding
            .label(permit.span(), "this permit is taken inside the task: it limits the work, but the tasks pile up");
    }
    Ok(finding.help(match spawn.unlimited_unit() && !spawn.is_async() {
        true => "hand the items to a pool of a fixed size",
        false => {
            "take a permit before the spawn and let the task hold it, or make a stream of the items and poll a few futures \
             of it at a time with `buffer_unordered`"
        }
    }))
}

/// The permit that a task takes itself which is started for an item of the input, where nothing limits how many are.
fn limit_on_each(spawn: Spawn<'_>) -> Asked<Option<Expr<'_>>> {
    if spawn.is_looped() {
        return unlimited(spawn);
    }
    if spawn.input_given().is_some()
        && let Some(doubt) = permit_in_function(spawn)?
    {
        return Err(unknown_permit(doubt));
    }
    Ok(spawn.task().permit_inside())
}

/// A future for each item of what a caller hands in.
pub fn polled(fan_out: FanOut<'_>) -> Result<Finding, Silence> {
    let Some(input) = fan_out.made_of() else { return Err(Silence::NotMine) };
    if fan_out.in_test() {
        return excused("the code is a test, a benchmark or an example", fan_out.span());
    }
    if !fan_out.each_works() {
        return excused("the task has nothing to wait for but a send", fan_out.each().span());
    }
    if let Some(permit) = fan_out.permit_of_each() {
        return excused("each future takes a permit before its work", permit.span());
    }
    Ok(Finding::new(
        fan_out.span(),
        "one future is polled for every item of the input, however long it is, and nothing limits how many at a time",
    )
    .level(Level::Pedantic)
    .label(input.span(), decides(input))
    .label(fan_out.each().span(), "each begins its work at the first poll")
    .help("make a stream of them with `futures::stream::iter` and poll a few at a time with `buffer_unordered`"))
}

/// A task that sleeps whenever a value is dropped.
pub fn dropped(spawn: Spawn<'_>, sleep: Expr<'_>) -> Result<Finding, Silence> {
    if spawn.in_test() {
        return excused("the code is a test, a benchmark or an example", spawn.span());
    }
    Ok(Finding::new(
        spawn.span(),
        "every drop of a value of this type starts a task that only sleeps, and nothing limits how many",
    )
    .level(Level::Pedantic)
    .label(sleep.span(), "each lives for at least as long")
    .help(
        "keep one task for what the values share, and tell it of each drop, as by a `Notify` that restarts its sleep",
    ))
}

fn decides(input: Input<'_>) -> String {
    format!("who gives `{}` decides how many there are", input.handed_in().name())
}
