#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, Span, excused};
use crate::model::facts::Permit;
use crate::model::facts::guard::permit::Started;

pub static LINT: Lint = Lint {
    name: "permit-not-moved",
    family: Family::Semaphore,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Permit(check),
};

fn check(permit: Permit<'_>) -> Result<Finding, Silence> {
    if let Ok(work) = permit.blocking_awaited() {
        return outlived(permit, &work);
    }
    let around = permit.enclosing_loop();
    let started = permit.started_behind()?;
    let Some(name) = permit.name() else { return Err(Silence::NotMine) };

    if permit.is_taken_by(&started)? {
        return excused("the task takes the permit along", started.span);
    }
    if let Some(own) = permit.is_taken_again_in(&started) {
        return excused("the task takes a permit of its own", own);
    }
    if around.is_none() && !permit.is_only_for(&started) {
        return excused("other work is done under the permit, once for each call", permit.span());
    }
    if let Some(other) = permit.other_use()? {
        return excused("the permit is used for something else than the task", other);
    }

    let finding = match started.inside {
        Some(inside) => started_elsewhere(permit, &started, inside),
        None => started_here(permit, &started, name)?,
    };
    // Who calls it once only has a permit too many, and no task too many.
    Ok(if around.is_none() { finding.level(Level::Warn) } else { finding })
}

fn started_here(permit: Permit<'_>, started: &Started, name: &str) -> Result<Finding, Silence> {
    let semaphore = permit.semaphore_text();
    let when = permit.given_back();
    let mut finding = Finding::new(
        permit.span(),
        format!("`{semaphore}` limits nothing: its permit is given back when {when} ends, and the task runs on"),
    )
    .here(format!("`{name}` is taken here"));
    finding = in_each_iteration(permit, finding).label(started.span, "this task runs on without it");
    if !permit.waits() {
        finding = finding.level(Level::Warn);
    }
    if let Some(named) = permit.named_in(started)? {
        finding = finding.label(named, "`let _` takes nothing along");
    }
    Ok(advised(permit, started, name, finding))
}

/// With the loop that takes a permit in each iteration, where there is one.
fn in_each_iteration(permit: Permit<'_>, finding: Finding) -> Finding {
    match permit.enclosing_loop() {
        Some(around) => finding.label(around.span(), "each iteration of this loop takes a permit"),
        None => finding,
    }
}

fn advised(permit: Permit<'_>, started: &Started, name: &str, finding: Finding) -> Finding {
    if !permit.is_owned() {
        return finding
            .help(format!("take an owned permit, with `{}`, and move it into the task", permit.owned_method()));
    }
    match permit.taken_along(started) {
        Some(code) => finding.help("move the permit into the task, as the first statement of its block").code(code),
        None => finding.help(format!("let the task be an `async move` block that takes `{name}` along")),
    }
}

/// A function that does not get the permit starts the task.
fn started_elsewhere(permit: Permit<'_>, started: &Started, inside: Span) -> Finding {
    let semaphore = permit.semaphore_text();
    let when = permit.given_back();
    let message = format!(
        "`{semaphore}` limits nothing: its permit is given back when {when} ends, and the task that is started here runs on"
    );
    let finding = Finding::new(started.span, message)
        .here("this starts a task and does not wait for it")
        .label(permit.span(), "the permit is taken here");
    in_each_iteration(permit, finding)
        .label(inside, "this task runs on without it")
        .level(Level::Warn)
        .help(format!("give the function an owned permit, of `{}`, and move it into the task", permit.owned_method()))
}

/// Work that nobody can stop is awaited under a permit: what drops the future that awaits gives the permit back.
fn outlived(permit: Permit<'_>, work: &Started) -> Result<Finding, Silence> {
    let Some(name) = permit.name() else { return Err(Silence::NotMine) };
    if permit.is_taken_by(work)? {
        return excused("the task takes the permit along", work.span);
    }
    if let Some(other) = permit.other_use()? {
        return excused("the permit is used for something else than the task", other);
    }

    let semaphore = permit.semaphore_text();
    let message = format!(
        "this runs on without its permit of `{semaphore}` when the future that awaits it is dropped: nothing can cancel it"
    );
    let finding = Finding::new(work.span, message)
        .here("the work goes on until it is done")
        .label(permit.span(), format!("`{name}` is taken here and given back when the future is dropped"))
        .help(match permit.is_owned() {
            true => format!("move `{name}` into the closure"),
            false => format!("take an owned permit, with `{}`, and move it into the closure", permit.owned_method()),
        });
    Ok(match permit.dropped_with_its_code() {
        Some(place) => finding.label(place, "here that future can be dropped").level(Level::Warn),
        None => finding.level(Level::Pedantic),
    })
}
