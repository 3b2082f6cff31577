#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Spawn;
use crate::model::facts::spawn::set::Growing;

pub static LINT: Lint = Lint {
    name: "unreaped-join-set",
    family: Family::Task,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Spawn(check),
};

fn check(spawn: Spawn<'_>) -> Result<Finding, Silence> {
    let growing = spawn.growing().ok_or(Silence::NotMine)?;

    if spawn.in_test() {
        return excused("the code is a test, a benchmark or an example", spawn.span());
    }
    if growing.by.is_none() && spawn.site()?.leaves_loop() {
        return excused("the loop ends once the task is started", growing.a_loop.span());
    }

    Ok(found(spawn, &growing).help(help(&growing)).level(level(&growing)))
}

/// Where the task is put into the set; where another function does that, at the pattern that passes over it.
fn found(spawn: Spawn<'_>, growing: &Growing<'_>) -> Finding {
    let holder = growing.holder.text();
    let off = "after one `Ok` this branch is off until something else comes";
    let stays = format!("each task stays in `{holder}` when it has ended");
    let finding = match (growing.by, growing.narrow) {
        (Some(_), Some(join)) => Finding::new(join.call_span(), message(growing)).here(off).label(spawn.span(), stays),
        (_, Some(join)) => Finding::new(spawn.span(), message(growing)).here(stays).label(join.call_span(), off),
        (_, None) => Finding::new(spawn.span(), message(growing))
            .here(stays)
            .label(growing.a_loop.span(), "nothing in this loop removes what has ended"),
    };
    let finding = match growing.by {
        Some(call) => finding.label(call.call_span(), "the function that starts it is called here"),
        None => finding,
    };
    finding.label(growing.next.call_span(), "as long as this brings the next one")
}

fn message(growing: &Growing<'_>) -> String {
    let holder = growing.holder.text();
    match growing.narrow {
        Some(_) => format!("`{holder}` grows: for each other event at most one ended task is removed"),
        None => format!("`{holder}` grows for as long as this loop runs: nothing removes the tasks that have ended"),
    }
}

fn help(growing: &Growing<'_>) -> String {
    let holder = growing.holder.text();
    match (&growing.narrow, growing.is_list) {
        (Some(_), _) => {
            format!("let the pattern take every task, `Some(ended) = {holder}.join_next()`, and look at `ended`")
        }
        (None, true) => format!("remove ended tasks first: `{holder}.retain(|task| !task.is_finished());`"),
        (None, false) => format!("remove ended tasks first: `while {holder}.try_join_next().is_some() {{}}`"),
    }
}

/// Where the next one comes from inside the program, it may be that not many come; a handle in a list takes little.
fn level(growing: &Growing<'_>) -> Level {
    if growing.from_outside && !growing.is_list { Level::Deny } else { Level::Warn }
}
