#![doc = include_str!("README.md")]

mod questions;

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::effects::loses::Lost;
use crate::model::facts::Branch;
use crate::model::library::selects::Loses;
use crate::model::source::handles::Expr;

pub static LINT: Lint = Lint {
    name: "cancel-unsafe-in-select",
    family: Family::Async,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Branch(check),
};

fn check(branch: Branch<'_>) -> Result<Finding, Silence> {
    let (call, made) = questions::future(branch)?;
    let Some(lost) = call.lost_when_dropped() else { return Err(Silence::NotMine) };
    let Some(innermost) = branch.select.loop_around() else { return Err(Silence::NotMine) };
    let Some(kept) = lost.on.root() else { return Err(Silence::NotMine) };

    if !innermost.holds(made.span()) {
        return excused("the future is made before the loop and polled by reference", made.span());
    }
    if !kept.is_self() && innermost.holds(kept.span()) {
        return excused("what it reads from or writes to is made in the iteration", kept.span());
    }
    let Some((other, a_loop)) = questions::goes_on(branch, kept) else {
        return excused("each other branch exits the loop", branch.span());
    };

    let level = match () {
        () if branch.in_test() || lost.what == Loses::Taken => Level::Pedantic,
        () if lost.by == call && lost.documented => Level::Deny,
        () => Level::Warn,
    };
    Ok(cut_off(call, &lost)
        .label(other.span(), "this completes first")
        .label(a_loop.span(), next_iteration(&lost))
        .level(level))
}

fn next_iteration(lost: &Lost<'_>) -> &'static str {
    match lost.what {
        Loses::Read | Loses::Rest => "the next iteration of this loop goes on in the middle of the data",
        Loses::Taken => "the next iteration of this loop goes on without it",
    }
}

fn cut_off(call: Expr<'_>, lost: &Lost<'_>) -> Finding {
    let on = lost.on.referent().text();
    // A method of the type itself has it in a field, which it does not say.
    let of = |word: &str| if on == "self" { String::new() } else { format!(" {word} `{on}`") };
    let (message, help) = match lost.what {
        Loses::Read => (
            format!("what this has read{} is lost when another branch completes first", of("from")),
            "make the future before the loop and poll it by reference, or read in a task of its own",
        ),
        Loses::Taken => (
            format!("what this moves from `{on}` is dropped when another branch completes first"),
            "await it in place, by a reference to it, and remove it when it has completed",
        ),
        Loses::Rest => (
            format!(
                "a part of this stays written{} when another branch completes first, and the rest is lost",
                of("to")
            ),
            "write in the handler of a branch, not in what it waits for, or make the future before the loop",
        ),
    };
    let finding =
        Finding::new(call.span(), message).here("this is dropped whenever another branch completes first").help(help);
    match lost.by == call {
        true => finding,
        false if lost.what == Loses::Taken => {
            finding.label(lost.by.span(), format!("it is moved from `{on}` here, and then awaited"))
        }
        false => finding.label(lost.by.span(), "this takes more than one step"),
    }
}
