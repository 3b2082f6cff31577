#![doc = include_str!("README.md")]

mod advice;
mod questions;

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::context::runs::{Cause, HowOften, Runs};
use crate::model::facts::Spawn;
use crate::model::facts::spawn::{Endless, Ends};
use crate::model::library::Unit;

use questions::{Left, Shown};

pub static LINT: Lint = Lint {
    name: "detached-spawn",
    family: Family::Task,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Spawn(check),
};

fn check(spawn: Spawn<'_>) -> Result<Finding, Silence> {
    let dropped = match spawn.detached() {
        Err(Silence::NotMine) if let Some(owner) = questions::forgetful_owner(spawn) => {
            return Ok(advice::detached_with_owner(spawn, &owner));
        }
        dropped => dropped?,
    };
    if spawn.in_test() {
        return excused("the code is a test, a benchmark or an example", spawn.span());
    }
    let endless = match endless(spawn) {
        Err(Silence::Excused(..)) if let Some(left) = questions::work_left(spawn) => return Ok(cut_off(spawn, &left)),
        found => found?,
    };

    if let Some(lasts) = lives_as_long_as_process(spawn) {
        return Err(lasts);
    }

    let mut finding = Finding::new(spawn.span(), happens(spawn)).here(format!("the {} is started here", spawn.noun()));
    let often = spawn.how_often();
    let shown = questions::shown(spawn, &often, &endless);
    finding = one_too_many(finding, spawn.noun(), &often, &shown).level(level(&shown));
    if dropped != spawn.span() && !spawn.span().holds(dropped) && !dropped.holds(spawn.span()) {
        finding = finding.label(dropped, "its handle is dropped here");
    }
    for call in &endless.chain {
        finding = finding.label(*call, format!("the {} goes on in here", spawn.noun()));
    }
    let finding = finding.label(endless.a_loop, "no `break`, `return` or `?` ever exits this loop");
    Ok(advice::stopped(finding, spawn, &endless).unless_started_once(
        spawn.started_from_outside(),
        "the program's entry starts the task, which lives as long as the process",
    ))
}

/// A pool gives no handle for what it runs.
fn happens(spawn: Spawn<'_>) -> String {
    match spawn.unit() {
        Unit::Pool => "this job can never end: its loop has no exit, and it keeps a thread of the pool".to_owned(),
        _ => format!("this {} can never end: its handle is dropped and its loop has no exit", spawn.noun()),
    }
}

/// The task ends when it is told to, and has something to do then that nobody waits for.
fn cut_off(spawn: Spawn<'_>, left: &Left<'_>) -> Finding {
    let what = spawn.noun();
    Finding::new(
        spawn.span(),
        format!(
            "nobody waits for what this {what} does when it is asked to stop: the program can end before it is done"
        ),
    )
    .here("its handle is dropped")
    .label(left.stop.call_span(), "this tells it to stop")
    .label(left.work.call_span(), "this comes after it, and may never be reached")
    .help(format!("keep the handle, and wait for the {what} after it was asked to stop"))
}

/// Why the task is meant to live as long as the process, when it is.
fn lives_as_long_as_process(spawn: Spawn<'_>) -> Option<Silence> {
    if let Some(bounded) = started_so_often(&spawn.how_often()) {
        return Some(bounded);
    }
    if let Some(owner) = spawn.for_static() {
        return Some(Silence::Excused("the task works for something `'static`: its owner never goes away", owner));
    }
    if let Some(starter) = spawn.never_returns() {
        return Some(Silence::Excused("what starts the task never returns, as its type says", starter));
    }
    let signal = spawn.waits_for_signals()?;
    Some(Silence::Excused("the task waits for signals of the operating system", signal))
}

/// What bounds how many of these tasks a process ever starts, when something does.
fn started_so_often(often: &HowOften) -> Option<Silence> {
    let at = often.cause.span();
    Some(match (often.runs, often.cause) {
        (Runs::Many | Runs::EachOwner, _) => return None,
        (Runs::Unknown, _) => Silence::Unknown("how often this code runs", at),
        (Runs::Never, _) => Silence::Excused("nothing in the program calls the code that starts the task", at),
        (_, Cause::Initialiser(_) | Cause::Flag(_)) => {
            Silence::Excused("an initialiser or a flag lets the task be started once in a process", at)
        }
        _ => Silence::Excused("the program's entry starts the task, which lives as long as the process", at),
    })
}

/// Says what shows that it is one too many, where that is a place of its own.
fn one_too_many(finding: Finding, what: &str, often: &HowOften, shown: &Option<Shown>) -> Finding {
    match (shown, often.cause) {
        (Some(Shown::Told { stop, looked_at: false }), _) => {
            finding.label(*stop, format!("this tells its starter to stop, and the {what} never looks at it"))
        }
        (Some(Shown::Told { stop, .. }), _) => {
            finding.label(*stop, "this tells its starter to stop, and the loop never looks at it")
        }
        (Some(Shown::Ended(stop)), _) => finding.label(*stop, format!("this ends its starter, and the {what} goes on")),
        (Some(Shown::Again), Cause::Loop(at)) => finding.label(at, "each iteration of this loop starts another one"),
        (Some(Shown::Again), Cause::Callback(at)) => {
            finding.label(at, "each time that this runs its argument, another one is started")
        }
        (Some(Shown::Again), Cause::Recursion(at)) => {
            finding.label(at, "this call leads back to the spawn and starts another one")
        }
        (Some(Shown::Asked(by)), Cause::Outside(at)) if *by == at && !often.chain.is_empty() => {
            finding.label(at, "each call of this that gets to the spawn starts another one")
        }
        (Some(Shown::Asked(by)), _) => finding.label(*by, "each call of this starts another one"),
        (None, Cause::OwnFlag(at)) => finding.label(at, "this lets each owner start it once"),
        _ => finding,
    }
}

/// Where the line runs between what one acts on and what is true and left as it is (learnt from trin, kata-containers,
/// omicron, openobserve and zellij).
fn level(shown: &Option<Shown>) -> Level {
    match shown {
        Some(_) => Level::Warn,
        None => Level::Pedantic,
    }
}

/// The loop that is never left, or the way in which the task ends.
fn endless(spawn: Spawn<'_>) -> Result<Endless, Silence> {
    match spawn.endless()? {
        Ok(endless) => Ok(endless),
        Err(Ends::Closed(at)) => excused("the loop ends when its channel, stream or socket closes", at),
        Err(Ends::Exit(at)) => excused("a token, a flag, a message or a failure ends the loop", at),
        Err(Ends::NeverAwaits(at)) => {
            excused("the loop never awaits: it blocks its thread, whoever holds the handle", at)
        }
        Err(Ends::Forwarded(at)) => {
            excused("the function forwards work that it was given: its callers are checked", at)
        }
        Err(Ends::NoLoop(at)) => excused("nothing in the task repeats forever, as far as can be seen", at),
    }
}
