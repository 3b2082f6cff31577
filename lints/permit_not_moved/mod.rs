#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Permit;

pub static LINT: Lint = Lint {
    name: "permit-not-moved",
    family: Family::Semaphore,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Permit(check),
};

fn check(permit: Permit<'_>) -> Result<Finding, Silence> {
    let around = permit.enclosing_loop()?;
    let started = permit.started_behind()?;
    let Some(name) = permit.name() else { return Err(Silence::NotMine) };

    if !permit.waits() {
        return excused("the permit is only tried for: without one the loop goes another way", permit.span());
    }
    if permit.is_taken_by(&started)? {
        return excused("the task takes the permit along", started.span);
    }
    if let Some(other) = permit.other_use()? {
        return excused("the permit is used for something else than the task", other);
    }

    let semaphore = permit.semaphore_text();
    let mut finding = Finding::new(
        permit.span(),
        format!("this permit is given back as soon as the task starts: `{semaphore}` limits nothing"),
    )
    .here("the permit is taken here")
    .label(around.span(), "in each iteration of this loop")
    .label(started.span, "this task runs on without it");
    if let Some(named) = permit.named_in(&started)? {
        finding = finding.label(named, "naming it with `let _` takes nothing along");
    }
    Ok(finding
        .help("bind the permit inside the task, so that it is given back when the task ends")
        .code(format!("let _{name} = {name}; // first in the task's `async move` block")))
}
