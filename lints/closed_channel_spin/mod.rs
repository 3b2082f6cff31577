#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, Span};
use crate::model::facts::Receive;
use crate::model::facts::receive::after_close::{GoesWell, Spin, SpinHow};
use crate::model::silence::Not;

pub static LINT: Lint = Lint {
    name: "closed-channel-spin",
    family: Family::Channel,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Receive(check),
};

fn check(receive: Receive<'_>) -> Result<Finding, Silence> {
    let spin = receive.spin().map_err(excuse)?;
    receive.alone(&spin).map_err(excuse)?;

    Ok(match spin.how {
        SpinHow::AtOnce(case) => asks_again(receive, spin, case),
        SpinHow::Ticks { clock, otherwise } => outlives(receive, spin, clock, otherwise),
    })
}

fn asks_again(receive: Receive<'_>, spin: Spin<'_>, case: Span) -> Finding {
    let source = receive.source();
    let says = format!("once `{source}` has closed, this loop asks it again at once, for ever");
    let mut finding = Finding::new(receive.span(), says).here("when closed, it answers without waiting");
    if case != receive.span() {
        finding = finding.label(case, "that answer is let through here");
    }
    finding
        .label(spin.a_loop.span(), "and nothing leaves this loop then")
        .help("leave the loop when the channel has closed")
        .code(receive.leaving(spin.a_loop, case))
        .change("leave the loop when the channel has closed", receive.left_when_closed(&spin))
}

fn outlives(receive: Receive<'_>, spin: Spin<'_>, clock: Span, otherwise: Span) -> Finding {
    let source = receive.source();
    Finding::new(receive.span(), format!("once `{source}` has closed, this loop goes on ticking for nobody"))
        .here("closing only switches this branch off")
        .label(clock, "this branch is never switched off")
        .label(otherwise, "so this one never runs")
        .label(spin.a_loop.span(), "and nothing leaves the loop")
        .help("look at the answer in the branch, and leave the loop when the channel has closed")
        .code(receive.leaving(spin.a_loop, receive.span()))
        .change("leave the loop when the channel has closed", receive.left_when_closed(&spin))
}

fn excuse(not: Not<GoesWell>) -> Silence {
    let (why, at) = match not {
        Not::Silent(silence) => return silence,
        Not::Because(why, at) => (why, at),
    };
    match why {
        GoesWell::Leaves => Silence::Excused("the closed case leaves the loop", at),
        GoesWell::Waits => Silence::Excused("the closed case waits or replaces the source before the next turn", at),
        GoesWell::Limited => {
            Silence::Excused("the loop has a limit or asks in its head whether the channel is closed", at)
        }
        GoesWell::SwitchedOff => Silence::Excused("closing only switches off a branch of a select", at),
        GoesWell::Fused => Silence::Excused("the stream is fused and passed over by its select", at),
        GoesWell::KeptOpen => Silence::Excused("a sender lives as long as the loop", at),
        GoesWell::OtherBranch => Silence::Excused("another branch of the select can leave the loop", at),
        GoesWell::Fails => Silence::Excused("another call of the turn can fail and leave the loop", at),
    }
}
