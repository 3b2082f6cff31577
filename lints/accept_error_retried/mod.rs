#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Accept;
use crate::model::facts::accept::OnError;

pub static LINT: Lint = Lint {
    name: "accept-error-retried",
    family: Family::Channel,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Accept(check),
};

fn check(accept: Accept<'_>) -> Result<Finding, Silence> {
    let a_loop = accept.serving_loop()?;
    let after = accept.call().after_refusal();
    if after.what == OnError::Unknown {
        return Err(Silence::Unknown("what becomes of this value", accept.span()));
    }
    if after.what == OnError::Ends {
        return Err(Silence::NotMine);
    }

    if let Some(wait) = after.wait {
        return excused("the loop waits before it accepts again", wait);
    }
    if let Some(decision) = after.decision {
        return excused("one kind of error is handled differently from others", decision);
    }
    if accept.in_test() {
        return excused("the code is a test, a benchmark or an example", accept.span());
    }

    let mut finding = Finding::new(
        accept.span(),
        "this loop accepts again immediately when accepting fails: without a free file descriptor it fails every time, and the loop spins",
    )
    .here("the error comes from here")
    .label(a_loop.span(), "the next iteration of this loop begins immediately");
    if let Some(local) = accept.only_from_here() {
        finding = finding
            .label(local, "the address is local: only programs on this machine can connect")
            .level(Level::Pedantic);
    }
    if accept.serves_operators() {
        finding = finding.level(Level::Pedantic);
    }
    Ok(finding.help("pause where the error is handled, before the next try").shown(accept.pause_shown()))
}
