#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Spawn;
use crate::model::facts::spawn::HandleUse;
use crate::model::facts::spawn::result::Fails;
use crate::model::library::vocabulary;
use crate::model::source::handles::Expr;
use crate::model::source::spelled::words_of_name;

pub static LINT: Lint = Lint {
    name: "lost-task-error",
    family: Family::Task,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Spawn(check),
};

fn check(spawn: Spawn<'_>) -> Result<Finding, Silence> {
    let fails = spawn.fails().ok_or(Silence::NotMine)?;
    let looked_past = spawn.result_thrown_away();
    if looked_past.is_none() && !matches!(spawn.handle()?, HandleUse::Dropped(_)) {
        return Err(Silence::NotMine);
    }

    if spawn.in_test() {
        return excused("the code is a test, a benchmark or an example", spawn.span());
    }
    let failure = match fails {
        Fails::Here(at) => at,
        Fails::Closed(at) => return excused("only a channel can fail: nobody is at its other end", at.span()),
        Fails::Logged(at) => return excused("a line of the log reports the error", at.span()),
    };
    if let Some(abort) = spawn.aborted() {
        return excused("the task was aborted: that is all that its result says", abort.call_span());
    }
    if let Some(wait) = looked_past.filter(|wait| ends_part(*wait)) {
        return excused("the code ends a part of the program, and returns no `Result` itself", wait.span());
    }
    Ok(found(spawn, looked_past, failure))
}

fn found<'c>(spawn: Spawn<'c>, looked_past: Option<Expr<'c>>, failure: Expr<'c>) -> Finding {
    let what = spawn.noun();
    let finding = match looked_past {
        Some(wait) => {
            Finding::new(wait.span(), format!("an error of the {what} goes unseen: its result is thrown away"))
                .here("the result is awaited, and nobody looks at it")
                .label(spawn.span(), format!("the {what} is started here"))
        }
        None => Finding::new(spawn.span(), format!("an error of this {what} goes unseen: its handle is dropped"))
            .here(format!("the {what} returns a `Result`, and nobody awaits it")),
    };
    let help = match looked_past {
        Some(_) => "look at the result: return its error, or log it".to_owned(),
        None => format!("log the error at the end of the {what}, or keep the handle and look at what it returns"),
    };
    finding.label(failure.span(), "this can fail").help(help)
}

/// Whether code stands in a `Drop`, or in a function that stops something, and has nobody to give an error to.
fn ends_part(wait: Expr<'_>) -> bool {
    let Some(function) = wait.function() else { return false };
    vocabulary::ends_part(&words_of_name(function.name())) && !function.returns_result()
}
