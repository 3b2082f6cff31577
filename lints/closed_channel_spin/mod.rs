#![doc = include_str!("README.md")]

mod questions;

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, Span};
use crate::model::facts::Receive;
use crate::model::source::handles::Expr;

use self::questions::{Spin, SpinHow};

pub static LINT: Lint = Lint {
    name: "closed-channel-spin",
    family: Family::Channel,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Receive(check),
};

fn check(receive: Receive<'_>) -> Result<Finding, Silence> {
    let spin = questions::spin(receive)?;

    let finding = match spin.how {
        SpinHow::AtOnce(case) => asks_again(receive, spin, case),
        SpinHow::Ticks { clock, otherwise } => outlives(receive, spin, clock, otherwise),
    };
    // Such a channel closes only when all is over.
    Ok(if receive.serves_process() { finding.level(Level::Pedantic) } else { finding })
}

fn asks_again(receive: Receive<'_>, spin: Spin<'_>, case: Span) -> Finding {
    let source = receive.source();
    let until = match (spin.until, spin.condition) {
        (Some(until), _) => format!("until `{}` lets it exit", until.text()),
        (None, Some(condition)) => format!("as long as `{}` holds", condition.text()),
        (None, None) => "forever".to_owned(),
    };
    let closed = if receive.reads_from() { "is at its end" } else { "has closed" };
    let says = format!("once `{source}` {closed}, this loop polls it again immediately, {until}");
    let mut finding = Finding::new(receive.span(), says).here(match receive.reads_from() {
        true => "at its end, it completes without waiting",
        false => "when closed, it completes without waiting",
    });
    if case != receive.span() {
        finding = finding.label(case, "that case is let through here");
    }
    // Other branches may change it in time.
    if let Some(condition) = spin.condition {
        finding = finding.label(condition.span(), "nothing changes this on the way").level(Level::Warn);
    }
    // What a test starts ends with its runtime (learnt from router).
    if receive.reads_from() || receive.in_test() {
        finding = finding.level(Level::Warn);
    }
    let finding = match spin.until {
        Some(until) => finding.label(until.span(), "only this exits the loop then").level(hot_until(until)),
        None if spin.condition.is_some() => finding,
        None => finding.label(spin.a_loop.span(), "nothing exits this loop then"),
    };
    let exit = match receive.reads_from() {
        true => "exit the loop when nothing comes any more",
        false => "exit the loop when the channel has closed",
    };
    let help = match receive.sender_gone_with(spin.a_loop) {
        Some(sender) => format!("{exit}; `{sender}` is dropped with it, and its receiver sees the end too"),
        None => exit.to_owned(),
    };
    finding.help(help).code(receive.leaving(spin.a_loop, case)).change(exit, receive.left_when_closed(spin.a_loop))
}

/// Whoever drops the sender mostly gives the word to stop as well, so that the loop is hot for a moment only (learnt from
/// rathole and cloud-hypervisor).
fn hot_until(until: Expr<'_>) -> Level {
    if until.tells_to_stop() { Level::Pedantic } else { Level::Warn }
}

fn outlives(receive: Receive<'_>, spin: Spin<'_>, clock: Span, otherwise: Span) -> Finding {
    let source = receive.source();
    Finding::new(receive.span(), format!("once `{source}` has closed, this loop goes on without it: `else` never runs"))
        .here("closing only switches this branch off")
        .label(clock, "this branch is never switched off")
        .label(otherwise, "this one never runs")
        .label(spin.a_loop.span(), "nothing exits this loop")
        .help("look at the value in the branch, and exit the loop when the channel has closed")
        .code(receive.leaving(spin.a_loop, receive.span()))
        .change("exit the loop when the channel has closed", receive.left_in_branch(spin.a_loop))
}
