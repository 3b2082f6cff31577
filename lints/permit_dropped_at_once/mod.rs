#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Permit;

pub static LINT: Lint = Lint {
    name: "permit-dropped-at-once",
    family: Family::Semaphore,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Permit(check),
};

fn check(permit: Permit<'_>) -> Result<Finding, Silence> {
    let discarded = permit.given_back_at_once()?;

    if permit.in_test() {
        return excused("the code is a test, a benchmark or an example", permit.span());
    }
    if !permit.waits() {
        return excused("the permit is only tried for", permit.span());
    }
    let Some(work) = discarded.work else {
        return excused("nothing is done after it in its block: it only waits for a slot", discarded.span);
    };
    if let Some(comment) = discarded.said_to_wait() {
        return excused("a comment says that it only waits", comment);
    }
    if let Some(gate) = permit.waits_at_gate() {
        return excused("the semaphore is a gate: it has no slots at first, or somebody adds some", gate);
    }
    if permit.is_of_several() {
        return excused("several permits are taken at a time, as by who waits until all are back", permit.span());
    }

    let semaphore = permit.semaphore_text();
    Ok(Finding::new(
        discarded.span,
        format!("`{semaphore}` limits nothing: its permit is given back before what follows begins"),
    )
    .here("`_` binds nothing, so the permit is given back at the end of this statement")
    .label(permit.span(), "the permit is taken here")
    .label(work, "this runs without it")
    .help("give the permit a name, `let _permit = …`, so that it lives to the end of the block"))
}
