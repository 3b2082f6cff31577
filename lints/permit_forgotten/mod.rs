#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Permit;

pub static LINT: Lint = Lint {
    name: "permit-forgotten",
    family: Family::Semaphore,
    level: Level::Pedantic,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Permit(check),
};

fn check(permit: Permit<'_>) -> Result<Finding, Silence> {
    let forgotten = permit.forgotten()?;

    if permit.in_test() {
        return excused("the code is a test, a benchmark or an example", permit.span());
    }

    let semaphore = permit.semaphore_text();
    let happens = match forgotten.lost_from.is_empty() {
        true => format!("`{semaphore}` has one permit less from here on: nobody adds one again"),
        false => {
            format!("`{semaphore}` loses a permit on some paths from here: `add_permits` gives it back on others only")
        }
    };
    let mut finding = Finding::new(forgotten.span, happens).here("the permit is forgotten, and not given back");
    for lost in forgotten.lost_from.iter().filter(|lost| **lost != forgotten.span) {
        finding = finding.label(*lost, "on a path from this call on, no permit is added");
    }
    Ok(finding.help("keep the permit in a variable for as long as the work lasts: it is given back on every path then"))
}
