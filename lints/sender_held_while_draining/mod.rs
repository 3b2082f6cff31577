#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence};
use crate::model::facts::Receive;
use crate::model::facts::receive::until_closed::NotHeld;
use crate::model::silence::Not;

pub static LINT: Lint = Lint {
    name: "sender-held-while-draining",
    family: Family::Channel,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Receive(check),
};

fn check(receive: Receive<'_>) -> Result<Finding, Silence> {
    let drain = receive.drain().map_err(excuse)?;
    let sender = receive.held_sender(&drain).map_err(excuse)?;

    let name = &sender.name;
    let mut finding =
        Finding::new(receive.span(), format!("this never ends: `{name}` is alive here, so the channel never closes"))
            .here("this ends only when every sender is gone")
            .label(sender.made, "the channel is made here");
    if sender.bound != sender.made && !sender.bound.holds(sender.made) {
        finding = finding.label(sender.bound, format!("`{name}` is a sender of this function's own"));
    }
    if let Some(cloned) = sender.cloned {
        finding = finding.label(cloned, "clones go to work; the original stays");
    }
    if let Some(late) = sender.late {
        finding = finding.label(late, "it is dropped too late");
    }
    let title = format!("drop `{name}` before the drain");
    Ok(finding
        .help(format!("drop `{name}` before it"))
        .code(receive.before(&drain, name))
        .change(title, receive.dropped_before(&drain, &sender)))
}

fn excuse(not: Not<NotHeld>) -> Silence {
    let (why, at) = match not {
        Not::Silent(silence) => return silence,
        Not::Because(why, at) => (why, at),
    };
    match why {
        NotHeld::Gone => Silence::Excused("the sender is moved or dropped before the drain", at),
        NotHeld::OtherExit => Silence::Excused("the drain has another exit than closing", at),
        NotHeld::OwnTask => Silence::Excused("the drain runs in a task, thread or stream of its own", at),
        NotHeld::Closed => Silence::Excused("the receiver closes the channel before it drains", at),
        NotHeld::Used => Silence::Excused("the drain itself sends on the channel or gives its sender up", at),
        NotHeld::LastOfMain => Silence::Excused("the drain is the last thing that `main` does", at),
        NotHeld::Condition => Silence::Excused("the sender is moved under a condition that may be the drain's own", at),
    }
}
