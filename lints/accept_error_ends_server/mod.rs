#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Accept;
use crate::model::facts::accept::OnError;
use crate::model::flow::loops::Loop;

pub static LINT: Lint = Lint {
    name: "accept-error-ends-server",
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
    if after.what != OnError::Ends {
        return Err(Silence::NotMine);
    }

    if let Some(decision) = after.decision {
        return excused("one kind of error is handled differently from others", decision);
    }
    if accept.in_test() {
        return excused("the code is a test, a benchmark or an example", accept.span());
    }
    if let Some(around) = accept.started_again() {
        return excused("a loop around the function serves again", around);
    }
    if let Some(taken) = accept.ends_with_success() {
        return excused("one connection is all that is waited for", taken);
    }

    Ok(ends(accept, a_loop))
}

fn ends(accept: Accept<'_>, a_loop: Loop<'_>) -> Finding {
    let mut finding = Finding::new(
        accept.span(),
        "one error of this call ends the loop for all clients: an aborted connection or too many open files is enough",
    )
    .here("the error comes from here")
    .label(a_loop.span(), "after this loop no connection is accepted any more");
    let nobody = accept.started_unseen();
    if let Some(spawn) = nobody {
        finding = finding.label(spawn.call_span(), "nobody learns that what was started here has ended");
    }
    let local = accept.only_from_here();
    if let Some(local) = local {
        finding = finding.label(local, "the address is local: only programs on this machine can connect");
    }
    // Who is handed the error mostly goes down with it on purpose, and is started again (learnt from bore and neon).
    let unseen = nobody.is_some() && accept.starts_tasks(a_loop);
    if !unseen || local.is_some() || accept.serves_operators() {
        finding = finding.level(Level::Pedantic);
    }
    finding.help("log the error, pause, and accept again; end the loop only where the listener itself is lost")
}
