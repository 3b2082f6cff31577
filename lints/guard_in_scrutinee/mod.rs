#![doc = include_str!("README.md")]

mod questions;

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Guard;
use crate::model::flow::heads::Head;

use questions::Meanwhile;

pub static LINT: Lint = Lint {
    name: "guard-in-scrutinee",
    family: Family::Lock,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &["clippy::significant_drop_in_scrutinee"],
    check: Check::Guard(check),
};

fn check(guard: Guard<'_>) -> Result<Finding, Silence> {
    let head = questions::head(guard)?;
    let meanwhile = questions::meanwhile(guard, head)?;

    if guard.in_test() {
        return excused("the code is a test, a benchmark or an example", guard.span());
    }
    if let Some(lock) = guard.nobody_else_wants() {
        return excused("the lock is made in this function, which lends it only to calls that it waits for", lock);
    }
    if questions::is_borrowed_by_pattern(guard, head)? {
        return excused("what the pattern binds is borrowed from the guard, which has to live", head.span());
    }

    let lock = guard.lock_text();
    let (place, does) = match meanwhile {
        Meanwhile::Waits(at) => (at, "this waits, and nobody else gets the lock meanwhile"),
        Meanwhile::Runs(at) => (at, "this runs under the lock: others wait until it is done"),
    };
    Ok(Finding::new(
        guard.span(),
        format!(
            "`{lock}` stays locked through the whole body of this `{}`: everybody else who needs it waits until the body is done",
            head.keyword
        ),
    )
    .level(level(guard, head, &meanwhile))
    .here("this guard has no name, and lives until the body has ended")
    .label(place, does)
    .help(advice(head))
    .shown(questions::taken_out(head)))
}

/// Whoever shares a receiver behind a lock has workers, of which one works at a time. Else seldom is anybody there who wants
/// the lock: whoever waits for one that is awaited blocks no thread (learnt from helix, AppFlowy and kata-containers).
fn level(guard: Guard<'_>, head: Head<'_>, meanwhile: &Meanwhile) -> Level {
    let waits = matches!(meanwhile, Meanwhile::Waits(_));
    match () {
        () if questions::takes_the_only_one(head) => Level::Pedantic,
        () if questions::is_of_worker(guard, head) || waits && guard.keeps_threads_waiting() => Level::Deny,
        () if waits && head.keyword == "while let" => Level::Warn,
        () => Level::Pedantic,
    }
}

fn advice(head: Head<'_>) -> String {
    match head.keyword {
        "while let" => "make it a `loop` whose first statement takes the value: at its end the lock is free".to_owned(),
        keyword => format!("take the value in a statement before the `{keyword}`: at its end the lock is free"),
    }
}
