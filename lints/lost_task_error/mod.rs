#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Spawn;
use crate::model::facts::spawn::HandleUse;
use crate::model::facts::spawn::result::Fails;
use crate::model::library::{Unit, vocabulary};
use crate::model::source::handles::Expr;
use crate::model::source::spelled::words_of_name;

pub static LINT: Lint = Lint {
    name: "lost-task-error",
    family: Family::Task,
    level: Level::Pedantic,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Spawn(check),
};

fn check(spawn: Spawn<'_>) -> Result<Finding, Silence> {
    let looked_past = spawn.result_thrown_away();
    let failure = match spawn.fails() {
        Some(fails) => Some(fails),
        None if looked_past.is_some_and(|all| all.of_many) => None,
        None => return Err(Silence::NotMine),
    };
    let dropped_here = matches!(spawn.handle()?, HandleUse::Dropped(_)) && !spawn.put_in_field();
    if looked_past.is_none() && !dropped_here {
        return Err(Silence::NotMine);
    }

    if spawn.in_test() {
        return excused("the code is a test, a benchmark or an example", spawn.span());
    }
    let failure = match failure {
        Some(Fails::Here(at)) => Some(at),
        Some(Fails::Closed(at)) => return excused("only a channel can fail: nobody is at its other end", at.span()),
        Some(Fails::Logged(at)) => return excused("a line of the log reports the error", at.span()),
        None => None,
    };
    if let Some(abort) = spawn.aborted() {
        return excused("the task was aborted: that is all that its result says", abort.call_span());
    }
    if let Some(wait) = looked_past.filter(|wait| ends_part(wait.at)) {
        return excused("the code ends a part of the program, and returns no `Result` itself", wait.at.span());
    }
    Ok(match (looked_past, failure) {
        (Some(wait), Some(failure)) => awaited(spawn, wait.at).label(failure.span(), "this can fail"),
        (Some(wait), None) => panics(spawn, wait.at),
        (None, failure) => dropped(spawn, failure),
    })
}

fn dropped<'c>(spawn: Spawn<'c>, failure: Option<Expr<'c>>) -> Finding {
    let what = spawn.noun();
    let finding = Finding::new(spawn.span(), format!("an error of this {what} goes unseen: its handle is dropped"))
        .here(match spawn.unit() {
            Unit::Thread => "the thread returns a `Result`, and nobody joins it".to_owned(),
            _ => format!("the {what} returns a `Result`, and nobody awaits it"),
        })
        .help(format!("log the error at the end of the {what}, or keep the handle and look at what it returns"));
    match failure {
        Some(failure) => finding.label(failure.span(), "this can fail"),
        None => finding,
    }
}

fn awaited<'c>(spawn: Spawn<'c>, wait: Expr<'c>) -> Finding {
    let what = spawn.noun();
    Finding::new(wait.span(), format!("an error of the {what} goes unseen: its result is thrown away"))
        .here("nobody looks at what this returns")
        .label(spawn.span(), format!("the {what} is started here"))
        .help("look at the result: return its error, or log it")
}

/// What they return is nothing, or not known: a panic is printed, and goes no further.
fn panics<'c>(spawn: Spawn<'c>, wait: Expr<'c>) -> Finding {
    let what = spawn.noun();
    Finding::new(
        wait.span(),
        format!("a panic of one of the {what}s goes unseen: the code goes on as if all were done"),
    )
    .here("nobody looks at what this returns")
    .label(spawn.span(), format!("the {what}s are started here"))
    .help("look at each result: return its `JoinError`, or log it")
}

/// Whether code stands in a `Drop`, or in a function that stops something, and has nobody to give an error to.
fn ends_part(wait: Expr<'_>) -> bool {
    let Some(function) = wait.function() else { return false };
    vocabulary::ends_part(&words_of_name(function.name())) && !function.returns_result()
}
